"""What the last digest said: until when it looked, and the figures it showed. The progress line compares with them.

A letter that goes out carries both in its `shown` (Letter.shown): `until(...)` and whatever its kind adds. They are
written in the same statement that marks it as sending, so that a crash cannot part them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.kit.db import db

UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Last:
    """One person's last digest of one kind."""

    until: datetime  # what was recorded later belongs to the next digest
    shown: Mapping[str, Any] = field(default_factory=dict)


_LAST = text(
    """
    select distinct on (person_id) person_id, sent_at, shown from messages
    where person_id = any(:people) and kind = :kind and state = 'sent'
    order by person_id, id desc
    """
)


def last_digests(kind: str, people: Sequence[UUID]) -> dict[UUID, Last]:
    """By person; whoever never had one is absent. One statement."""
    rows = db.session.execute(_LAST, {"people": list(people), "kind": kind})
    return {row.person_id: Last(_until(row.shown, row.sent_at), row.shown or {}) for row in rows}


def until(moment: datetime) -> dict[str, str]:
    """What a digest's `shown` says about the moment its facts were gathered."""
    return {UNTIL: moment.isoformat()}


def _until(shown: Mapping[str, Any] | None, sent_at: datetime) -> datetime:
    said = (shown or {}).get(UNTIL)
    return datetime.fromisoformat(said) if said else sent_at
