"""`make faults`: every fault for real, one table, and exit status 1 when a promise was not kept.

`python -m faults --only kill-post,sigterm --seed 7` runs two rows as they were run with that seed; `--list` names all.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from random import SystemRandom

from faults.ground import ground
from faults.suite import FAULTS, Fault, run
from faults.table import line, machine, markdown


def main() -> int:
    """0 when every row was kept; 1 when one was broken, or is not built (unless --allow-not-built)."""
    asked = _arguments()
    if asked.list:
        print("\n".join(f"{fault.name:<24}{fault.words}" for fault in FAULTS))
        return 0
    chosen = _chosen(asked.only)
    seed, began = asked.seed or str(SystemRandom().randrange(10**6)), time.monotonic()
    print(f"seed {seed}; {machine()}", flush=True)
    # Short, since a unix socket's path is.
    with _Kept() if asked.keep else tempfile.TemporaryDirectory(prefix="rbfs", ignore_cleanup_errors=True) as home:
        results = []
        with ground(Path(home), quick=asked.quick, bug=asked.bug) as place:
            for fault in chosen:
                results.append(result := run(fault, place, seed))
                print(f"{result.took:6.1f} s  {fault.name}: {' | '.join(line(result)[1:])}", flush=True)
    print(f"\n{markdown(results)}\n\nseed {seed}; {len(results)} rows in {time.monotonic() - began:.0f} s", flush=True)
    return _verdict(results, asked.allow_not_built)


def _verdict(results, allow_not_built: bool) -> int:
    bad = [r for r in results if not r.outcome.kept and not (allow_not_built and r.outcome.not_built)]
    for result in bad:
        words = result.outcome.not_built or "; ".join(result.outcome.broken) or f"{result.outcome.lost} lost"
        print(f"not kept: {result.fault.name} (--seed {result.seed.split(':')[0]} --only {result.fault.name}): {words}")
    return 1 if bad else 0


def _chosen(only: str) -> list[Fault]:
    names = [name for name in only.split(",") if name]
    unknown = set(names) - {fault.name for fault in FAULTS}
    if unknown:
        sys.exit(f"There is no fault {', '.join(sorted(unknown))}; --list names them.")
    return [fault for fault in FAULTS if not names or fault.name in names]


class _Kept:
    """A folder that stays, to read the logs in."""

    def __enter__(self) -> str:
        self.name = tempfile.mkdtemp(prefix="rbfs")
        print(f"logs stay in {self.name}", flush=True)
        return self.name

    def __exit__(self, *_: object) -> None:
        return None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("--seed", default="", help="repeat a run")
    parser.add_argument("--only", default="", help="names of rows, separated by commas")
    parser.add_argument("--list", action="store_true", help="name the rows")
    parser.add_argument("--quick", action="store_true", help="the clock ticks each second")
    parser.add_argument("--keep", action="store_true", help="keep the logs of all processes")
    parser.add_argument("--bug", default="", help="switch a known bug in (faults/bugs.py): it has to fail")
    parser.add_argument("--allow-not-built", action="store_true", help="rows of what is not built yet fail nothing")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
