"""From a clean clone to something that runs: `python3 tools/bootstrap.py run|test|front|environment`.

Standard library only, since it runs before there is an environment. Each step looks first whether there is anything
to do, so that a second start costs milliseconds. The Makefile calls this; nobody has to.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - before any import that an older Python could not read
    sys.exit("Python 3.11 or later is needed, and this is older. Name a newer one: make PYTHON=python3.12 ...")

import browser
import environment
import frontend
import translations
from saying import Stop

STEPS = {
    "environment": [lambda: environment.ready("all")],
    "front": [lambda: environment.ready("all"), frontend.ready],
    "run": [lambda: environment.ready("laptop"), frontend.ready, translations.ready],
    "test": [lambda: environment.ready("all"), frontend.ready, translations.ready, browser.ready],
}


def main() -> int:
    goal = sys.argv[1] if len(sys.argv) == 2 else ""
    if goal not in STEPS:
        print(f"Say what for: python3 tools/bootstrap.py {'|'.join(STEPS)}", file=sys.stderr)
        return 2
    try:
        for step in STEPS[goal]:
            step()
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Starting again goes on from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
