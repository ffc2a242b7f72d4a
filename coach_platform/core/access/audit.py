"""The audit log: sign-ins, roles, consent, export, erasure. Pseudonymous, append-only, no private text."""

import hashlib
import hmac
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from coach_platform.core.relations.models import AuditEvent
from coach_platform.kit import clock
from coach_platform.kit.db import db, own_transaction
from coach_platform.kit.settings import settings


def actor_key(person_id: UUID | str) -> str:
    """A keyed hash of the person's id, so that an erased person's entries no longer name anyone."""
    key = settings().secret_keys[-1].encode()  # the oldest key: the hash must not change when keys rotate
    return hmac.new(key, f"audit:{person_id}".encode(), hashlib.sha256).hexdigest()[:32]


def has_happened(person_id: UUID | str, event: str) -> bool:
    """Whether such an event of theirs is in the log."""
    found = exists().where(AuditEvent.actor_key == actor_key(person_id), AuditEvent.event == event)
    return bool(db.session.scalar(select(found)))


def note(person_id: UUID | str, event: str, **details: Any) -> None:
    """Write one event at once, whatever becomes of the request."""
    with own_transaction() as session:
        session.add(AuditEvent(at=clock.now(), actor_key=actor_key(person_id), event=event, details=details))
