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


def size(log: Path) -> int:
    """How long the log is now: where the next start's words will begin."""
    return log.stat().st_size if log.exists() else 0


def says(log: Path, words: str, since: int) -> bool:
    """Whether these words were written to the log after that place."""
    try:
        with log.open("rb") as file:
            file.seek(since)
            return words.encode() in file.read()
    except OSError:
        return False


def trim(log: Path, most: int = 20_000_000) -> None:
    """Start a log anew that has grown past `most` bytes, keeping one older copy."""
    if size(log) > most:
        log.replace(log.with_suffix(".log.1"))
