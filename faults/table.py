"""The table, as Markdown, and the machine it was made on."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from faults.suite import Result

HEAD = ("fault", "messages due", "lost", "doubled", "latest", "recovered in", "kept", "notes")


def line(result: Result) -> tuple[str, ...]:
    """One row, in words."""
    outcome = result.outcome
    kept = "not built" if outcome.not_built else "yes" if outcome.kept else "NO"
    notes = [outcome.not_built, *outcome.notes, *(f"NOT TRUE: {each}" for each in outcome.broken)]
    return (
        result.fault.words,
        str(outcome.due),
        str(outcome.lost),
        str(outcome.doubled),
        _seconds(outcome.latest),
        _seconds(outcome.recovered),
        kept,
        "; ".join(note for note in notes if note).replace("|", "/"),
    )


def markdown(results: Sequence[Result]) -> str:
    """The whole table."""
    rows = [HEAD, tuple("---" for _ in HEAD), *map(line, results)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def machine() -> str:
    """Where it was measured, in a line."""
    model = next(
        (
            each.split(":", 1)[1].strip()
            for each in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in each
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, {system}"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} s"
