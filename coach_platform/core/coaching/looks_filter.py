"""Which part of their log a seeker asks to read: a coach, a section, a case, a place, days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from coach_platform.content.vocabulary import Section
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.relations.models import Look
from coach_platform.kit import clock

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)  # a slip of the keyboard: such a day asks for nothing


@dataclass(frozen=True)
class LooksFilter:
    """None asks for all. `first` and `last` are days of the seeker's own calendar, both included."""

    reader_id: UUID | None = None
    section: Section | None = None
    case_id: UUID | None = None
    surface: Surface | None = None
    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return self != LooksFilter()


EVERY_LOOK = LooksFilter()


def conditions(actor: Actor, wanted: LooksFilter) -> list[ColumnElement[bool]]:
    """The same as conditions on the table of looks; always the actor's own."""
    same: tuple[tuple[Any, Any], ...] = (
        (Look.reader_id, wanted.reader_id),
        (Look.section, wanted.section),
        (Look.case_id, wanted.case_id),
        (Look.surface, wanted.surface),
    )
    found: list[ColumnElement[bool]] = [Look.seeker_id == actor.person_id]
    found += [column == value for column, value in same if value is not None]
    if wanted.first is not None and wanted.first > EARLIEST:
        found.append(Look.looked_at >= _midnight(wanted.first, actor.zone))
    if wanted.last is not None and EARLIEST < wanted.last < LATEST:
        found.append(Look.looked_at < _midnight(wanted.last + timedelta(days=1), actor.zone))
    return found


def _midnight(day: date, zone: str) -> datetime:
    return clock.instant(datetime.combine(day, time.min), zone)
