"""What a killed PostgreSQL leaves: its children notice within moments and end. Two servers must never share their data."""

from __future__ import annotations

import signal
from pathlib import Path

from .processes import end_strays, wait_until

PATIENCE = 10.0  # seconds; idle children end at once, one in a long statement a little later


def await_left_behind(data: Path) -> None:
    """Return when no process works in this data folder any more; whoever stays too long is ended."""
    if not wait_until(lambda: not working_in(data), seconds=PATIENCE, every=0.05):
        end_strays(working_in(data), first=signal.SIGQUIT, seconds=5)


def working_in(data: Path) -> list[int]:
    """The processes whose working folder this is, as far as the system shows it (Linux)."""
    wanted, found = data.resolve(), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "cwd").readlink() == wanted:
                found.append(int(folder.name))
        except OSError:
            continue  # ended meanwhile, or another person's
    return found
