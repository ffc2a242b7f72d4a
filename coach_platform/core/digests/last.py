"""What the last digest said: when it was sent, and the figures it showed. The progress line compares with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.kit.db import db


@dataclass(frozen=True, slots=True)
class Last:
    """One person's last digest of one kind."""

    sent_at: datetime
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
    return {row.person_id: Last(row.sent_at, row.shown or {}) for row in rows}
