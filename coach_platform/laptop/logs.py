"""Reading the logs of child processes."""

from __future__ import annotations

from pathlib import Path


def last_words(log: Path, lines: int = 8) -> str:
    """The end of a log, for an error message."""
    try:
        tail = log.read_text(errors="replace").splitlines()[-lines:]
    except OSError:
        return f"(no log at {log})"
    return f"The last lines of {log}:\n" + "\n".join(f"    {line}" for line in tail)
