"""Append-only rows and their corrections: each thing that was said, with what it said before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID


class Correctable(Protocol):
    """A row that may correct an earlier one (a StageEvent, an OutcomeEvent, or a Core row of either)."""

    id: UUID
    corrects_id: UUID | None
    recorded_at: datetime


Row = TypeVar("Row", bound=Correctable)


@dataclass(frozen=True)
class Told(Generic[Row]):
    """One thing that was said: how it reads now, and every earlier wording, newest first."""

    now: Row
    earlier: tuple[Row, ...]

    @property
    def first(self) -> Row:
        """The row that began it; its time gives the thing its place in the history."""
        return self.earlier[-1] if self.earlier else self.now

    @property
    def withdrawn(self) -> bool:
        """The last correction says that it never happened."""
        return bool(getattr(self.now, "withdrawn", False))


def told(rows: Iterable[Row]) -> list[Told[Row]]:
    """The rows gathered into lines of correction, in the order in which each thing was first recorded."""
    by_id = {row.id: row for row in rows}
    replaced = {row.corrects_id for row in by_id.values() if row.corrects_id}
    lines = [Told(row, tuple(_earlier(row, by_id))) for row in by_id.values() if row.id not in replaced]
    return sorted(lines, key=lambda line: (line.first.recorded_at, line.first.id))


def live(rows: Iterable[Row]) -> list[Row]:
    """What counts: the last wording of everything that was not taken back."""
    return [line.now for line in told(rows) if not line.withdrawn]


def _earlier(row: Row, by_id: dict[UUID, Row]) -> Iterable[Row]:
    while row.corrects_id in by_id:
        row = by_id[row.corrects_id]
        yield row
