"""`python -m bench [--quick] [--only GROUP ...]`: the table of promises, as JSON lines and then as Markdown."""

import argparse
import platform
import sys
import time
from pathlib import Path

import psutil

from bench import measures
from bench.home import FOLDER, home
from bench.table import Line, markdown


def machine() -> str:
    """What it was measured on, in one line."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "?",
    )
    load = "/".join(f"{value:.1f}" for value in psutil.getloadavg())
    memory = psutil.virtual_memory().total / 2**30
    cores = psutil.cpu_count()
    return f"{cores} cores of {model}, {memory:.0f} GiB, Python {platform.python_version()}, load before {load}"


def main() -> int:
    """Measure, print, say whether all promises were met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="under three minutes; no million people")
    asked.add_argument("--only", nargs="+", choices=list(measures.NAMES), default=list(measures.NAMES))
    asked.add_argument("--large", type=int, help="people in the large database, instead of a million")
    given = asked.parse_args()
    scale, began = measures.QUICK if given.quick else measures.FULL, time.monotonic()
    if given.large:
        sizes = tuple(size for size in scale.digests if size <= given.large)
        scale = measures.Scale(**{**vars(scale), "large": given.large, "digests": sizes})
    _say(machine())
    lines: list[Line] = []
    with home(_say, FOLDER) as servers:
        for name in given.only:
            for line in measures.NAMES[name](servers, scale, _say):
                lines.append(line)
                print(line.as_json(), flush=True)
    print(f"\n{machine()}\n\n{markdown(lines)}\n\n{time.monotonic() - began:.0f} s", flush=True)
    return 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
