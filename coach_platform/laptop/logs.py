"""Reading the logs of child processes."""

from __future__ import annotations

import re
from pathlib import Path

# How Python ends a traceback: the error's name at the line's very beginning.
ERROR_LINE = re.compile(r"[A-Za-z_][\w.]*(Error|Exception|Refused|Timeout)(: |$)")


def last_words(log: Path, lines: int = 8, since: int = 0) -> str:
    """The end of a log, for an error message; before it the errors named earlier, which such an end often hides."""
    try:
        with log.open("rb") as file:
            file.seek(since)
            said = file.read().decode(errors="replace").splitlines()
    except OSError:
        return f"(no log at {log})"
    tail = said[-lines:]
    named = list(dict.fromkeys(line for line in said[:-lines] if ERROR_LINE.match(line)))[-3:]
    return f"From {log}:\n" + "\n".join(f"    {line}" for line in [*named, *(["..."] if named else []), *tail])


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
