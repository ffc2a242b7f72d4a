"""The one builder of stable keys. Asking for the same mail twice gives the same key, and so the same row.

Every key carries its own day, so that (stream_on, key) is unique over a table partitioned by month: a period, a day,
or the moment inside a UUIDv7.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

_WEEK = re.compile(r"^(\d{4})-W(\d\d)(?:/2)?$")
_MONTH = re.compile(r"^(\d{4})-(\d\d)$")
_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")


@dataclass(frozen=True, slots=True)
class Key:
    """A key; `stream_on` is a pure function of its text."""

    text: str

    @property
    def stream_on(self) -> date:
        """Raises: ValueError when the text carries no day."""
        return _day_of(self.text)


def about(kind: str, *subjects: UUID | str | int) -> Key:
    """One mail of `kind` about these things, ever; its day is that of the last id (a UUIDv7) among them."""
    return _checked(":".join([kind, *map(str, subjects)]))


def on_day(kind: str, subject: UUID, day: date) -> Key:
    """One mail of `kind` about `subject` on `day`."""
    return _checked(f"{kind}:{subject}:{day.isoformat()}")


def in_period(kind: str, person_id: UUID, period: str) -> Key:
    """One digest of `kind` to a person in `period`: `2026-W48`, `2026-W48/2` or `2026-11`."""
    return _checked(f"{kind}:{person_id}:{period}")


def _checked(text: str) -> Key:
    _day_of(text)
    return Key(text)


def _day_of(text: str) -> date:
    for part in reversed(text.split(":")):
        if (found := _day_in(part)) is not None:
            return found
    raise ValueError(f"no day in the key {text!r}")


def _day_in(part: str) -> date | None:
    if week := _WEEK.match(part):
        return date.fromisocalendar(int(week[1]), int(week[2]), 1)
    if month := _MONTH.match(part):
        return date(int(month[1]), int(month[2]), 1)
    if _DAY.match(part):
        return date.fromisoformat(part)
    return _day_in_id(part)


def _day_in_id(part: str) -> date | None:
    try:
        found = UUID(part)
    except ValueError:
        return None
    if found.version != 7:
        return None
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=found.int >> 80)).date()
