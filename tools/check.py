"""What `make test` checks, in order, stopping at the first that fails: `python tools/check.py [NAME ...]`.

Run by the environment's own Python. Without names: everything. State goes to a folder that is thrown away.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import browser
from saying import PROJECT

BIN = PROJECT / ".venv" / "bin"
# Two cores is what a laptop or CI surely has; a third process works while two wait for a browser.
# Groups of tests in the order of their files: the browser's stories, the longest, come first.
PYTEST = ["pytest", "-q", "-n", "3", "--dist", "loadgroup", "--no-loadscope-reorder"]
# H015 is about line breaks only; J018 wants url_for everywhere, also in loops and in the catcher, which has no Flask;
# H053 sees the same id in branches of which only one is drawn; axe looks at the drawn page.
# H043 wants a type on each button, but a button in a form submits, as the standard says.
DJLINT = ["djlint", "--lint", "--quiet", "--profile", "jinja", "--ignore", "H015,H043,H053,J018", "coach_platform"]

# B608, B701 and B704 are ruff's S608, S701 and S704 too, which want a reason at each place; twice would be noise.
BANDIT = ["bandit", "-q", "-ll", "--skip", "B608,B701,B704", "-r", "coach_platform", "workers", "tools"]

# Name of the target: what it shows, and the commands.
CHECKS: dict[str, tuple[str, list[list[str]]]] = {
    "lint": ("style and simple mistakes", [["ruff", "check", "."], ["ruff", "format", "--check", "."]]),
    "types": ("types", [["mypy"]]),
    "contracts": ("who may import whom", [["lint-imports"]]),
    "templates": ("templates", [DJLINT]),
    "security": ("known insecure habits", [BANDIT]),
    "tests": ("the tests", [PYTEST]),
}
PARTS: dict[str, tuple[str, list[list[str]]]] = {
    "unit": ("the tests without browser and workers", [[*PYTEST, "-m", "not browser and not workers"]]),
    "workers": ("the tests with real workers", [[*PYTEST, "-m", "workers"]]),
    "browser": ("the browser tests", [[*PYTEST, "-m", "browser"]]),
}
MEMORY = "/dev/shm"  # noqa: S108  # nosec B108 - a folder of our own is made in it
ROOM = 8 * 2**30  # bytes
# A server of the person's own shell must never be what the tests write to.
NOT_FOR_TESTS = ("DATABASE_URL", "WORKER_DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL", "SMTP_URL", "SECRET_KEY")


def main() -> int:
    wanted = sys.argv[1:] or list(CHECKS)
    unknown = [name for name in wanted if name not in CHECKS | PARTS]
    if unknown:
        print(f"There is no check {', '.join(unknown)}; there are {', '.join(CHECKS | PARTS)}.", file=sys.stderr)
        return 2
    # Short, since a unix socket's path is: the tests' PostgreSQL lives in there.
    with tempfile.TemporaryDirectory(prefix="rb-", dir=_room(), ignore_cleanup_errors=True) as state:
        return _check(wanted, _environment(Path(state)))


def _check(wanted: list[str], env: dict[str, str]) -> int:
    for name in wanted:
        what, commands = (CHECKS | PARTS)[name]
        began = time.monotonic()
        # pytest's summary stays the last line, so its line is said before it runs.
        print(f"== {name}: {what}", flush=True)
        for command in commands:
            code = subprocess.run([BIN / command[0], *command[1:]], cwd=PROJECT, env=env, check=False).returncode
            if code:
                print(f"\nFailed: {' '.join(command)} (status {code}). Alone: make {name}", file=sys.stderr)
                return 1
        if commands[0][0] != "pytest":
            print(f"   {name} done in {time.monotonic() - began:.1f} s", flush=True)
    return 0


def _room() -> str | None:
    """Where the tests' databases come and go: in memory where there is plenty of it, since each is some 900 files."""
    try:
        plenty = (
            shutil.disk_usage(MEMORY).free >= ROOM
            and os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >= ROOM
        )
    except (OSError, ValueError):
        return None
    return MEMORY if plenty and os.access(MEMORY, os.W_OK) else None


def _environment(state: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS}
    found = browser.find()
    return {
        **kept,
        "PATH": f"{BIN}{os.pathsep}{kept.get('PATH', '')}",
        "REBOUND_HOME": str(state),
        "TMPDIR": str(state),
        "REBOUND_BROWSER": "" if found == browser.OWN else found,
    }


if __name__ == "__main__":
    sys.exit(main())
