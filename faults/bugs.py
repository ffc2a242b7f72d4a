"""Two bugs that mail systems really have, to be switched in on purpose: the suite must see them (tests/workers)."""

from __future__ import annotations

from celery import Celery
from sqlalchemy import text

from coach_platform.core.mail import sending, sweeping
from coach_platform.core.mail.marks import Mark, write
from coach_platform.core.mail.mime import assemble
from coach_platform.core.mail.models import MessageState
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.settings import settings

_PLAN = text("update messages set error = 'planned' where state = 'queued' and error is null returning due_at")


def mark_before_send(_celery: Celery) -> None:
    """A letter is called sent a moment before it is handed over: a crash in between loses it for ever."""

    def marked(run, message, letter) -> Mark:
        write(run.claim, [Mark(message.id, MessageState.SENT)])
        run.relay.send(settings().mail_from, message.address, assemble(message, letter))
        run.accepted += 1
        return Mark(message.id, MessageState.SENT)

    sending._send = marked


def eta_in_broker(celery: Celery) -> None:
    """Waiting is a countdown in Redis: each row is planned there once, and nobody looks at the rows again."""

    def plan() -> None:
        rows = db.session.execute(_PLAN).all()
        for row in rows:
            celery.send_task("mail.deliver_post", eta=max(row.due_at, clock.now()))

    sweeping.wake = plan


BUGS = {each.__name__: each for each in (mark_before_send, eta_in_broker)}


def switch_in(name: str, celery: Celery) -> None:
    """Raises: KeyError for a bug nobody wrote."""
    BUGS[name](celery)
