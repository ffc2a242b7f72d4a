"""Publishing of jobs by name, after the commit that makes them true.

Redis only wakes workers: what must happen is a row, and a sweep finds it each minute. So a publish that fails is logged
and forgotten; the page goes on.
"""

import time
from typing import Any

import structlog
from celery import Celery
from flask import current_app
from kombu.exceptions import OperationalError
from sqlalchemy import event
from sqlalchemy.orm import Session

from coach_platform.kit.db import db

log = structlog.get_logger()
_WAITING = "jobs_to_publish"
# While Redis is away each try costs a page a second or two: one page pays for it, the others of these seconds do not.
AWAY_SECONDS = 10.0
_away_until = 0.0

# Which queue a task waits in, by its name; workers/queues.py says who listens. What somebody waits for never stands
# behind a Monday morning's digests.
DEFAULT_QUEUE = "work"
ROUTES = {
    "mail.deliver_digests": {"queue": "digests"},
    "digests.*": {"queue": "digests"},
    "mail.*": {"queue": "post"},
}


def publish(name: str, *args: Any) -> None:
    """Ask for the task `name` with `args` (JSON values) once the present transaction is committed; doubles are dropped."""
    waiting = db.session.info.setdefault(_WAITING, [])
    if (name, args) not in waiting:
        waiting.append((name, args))


def publish_now(name: str, *args: Any, queue: str | None = None) -> bool:
    """Ask at once. False when the broker cannot be reached, or could not a moment ago."""
    global _away_until
    if time.monotonic() < _away_until:
        return False
    try:
        current_app.extensions["celery"].send_task(name, args=args, queue=queue, retry=False, ignore_result=True)
    except (OperationalError, ConnectionError, OSError) as error:
        log.warning("job.not_published", task=name, error=type(error).__name__)
        _away_until = time.monotonic() + AWAY_SECONDS
        return False
    return True


def forget_trouble() -> None:
    """Try the broker again at once."""
    global _away_until
    _away_until = 0.0


def init_app(app: Any, celery: Celery) -> None:
    """Give the web process its producer. It imports no worker."""
    app.extensions["celery"] = celery


@event.listens_for(Session, "after_commit")
def _publish_waiting(session: Session) -> None:
    # after_commit also fires when a savepoint is released; only the outermost commit makes anything true.
    if session.in_nested_transaction():
        return
    for name, args in session.info.pop(_WAITING, []):
        publish_now(name, *args)


@event.listens_for(Session, "after_rollback")
def _forget_waiting(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_WAITING, None)
