"""What an operator sees of the mail: how much is in which state, and how long the oldest due row has waited.

Counts and times only; whose mail it is and what it says is nobody's business here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.mail.models import Message, MessageState
from coach_platform.kit import clock
from coach_platform.kit.db import db

LOOKED_BACK = timedelta(days=7)  # what is older is history, and counting it would cost more each month


@dataclass(frozen=True)
class MailState:
    """The mail of the last seven days."""

    by_state: list[tuple[str, int]]  # in the order a message goes through them
    failures: list[tuple[str, str, int]]  # kind, reason, how many
    oldest_due_at: datetime | None  # of what should have gone by now

    @property
    def waited(self) -> timedelta:
        return clock.now() - self.oldest_due_at if self.oldest_due_at else timedelta(0)


def mail_state(actor: Actor) -> MailState:
    """Three statements. Raises: NotAllowed."""
    require(actor, Permission.USE_OPERATOR_PAGES)
    return MailState(_by_state(), _failures(), _oldest_due())


def _by_state() -> list[tuple[str, int]]:
    counted = dict(
        db.session.execute(
            select(Message.state, func.count()).where(Message.stream_on >= _since()).group_by(Message.state)
        )
        .tuples()
        .all()
    )
    return [(state.value, counted.get(state, 0)) for state in MessageState]


def _failures() -> list[tuple[str, str, int]]:
    rows = db.session.execute(
        select(Message.kind, func.coalesce(Message.reason, ""), func.count())
        .where(Message.stream_on >= _since(), Message.state == MessageState.FAILED)
        .group_by(Message.kind, Message.reason)
        .order_by(func.count().desc())
        .limit(20)
    )
    return [(kind, reason, number) for kind, reason, number in rows]


def _oldest_due() -> datetime | None:
    waiting = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING, MessageState.UNKNOWN)
    return db.session.scalar(
        select(func.min(Message.due_at)).where(Message.state.in_(waiting), Message.due_at <= clock.now())
    )


def _since():
    return clock.now().date() - LOOKED_BACK
