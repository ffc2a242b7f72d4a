"""What a killed earlier run left behind: found, and ended only if it is truly ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .logs import trim
from .processes import end_strays, marked, remembered

MARK = "REBOUND_RUN"  # in the environment of every program that a run starts, with the run's folder


def mark(home: Path) -> dict[str, str]:
    """What tells a program's processes apart from those of another run."""
    return {MARK: str(home)}


def recover(home: Path, say: Callable[[str], None]) -> None:
    """End the orphans of an earlier run of this folder. The caller holds the lock: no run is alive.

    PostgreSQL and Valkey look after their own leftovers when they start.
    """
    pid_files = [file for file in (home / "run").glob("*.pid") if file.stem not in ("postgres", "valkey")]
    known = {pid for file in pid_files if (pid := remembered(file))}
    strays = known | set(marked(f"{MARK}={home}"))
    if strays:
        end_strays(strays)
        say(f"An earlier run was cut off; {len(strays)} of its processes were still there and have been ended.")
    elif any(home.glob("run/*.pid")):
        say("An earlier run was cut off; what it left has been tidied.")
    for file in pid_files:
        file.unlink(missing_ok=True)
    for log in (home / "log").glob("*.log"):
        trim(log)
