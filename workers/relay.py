"""One SMTP connection a process and relay, kept from task to task and closed with the process."""

import socket
from functools import cache
from typing import Any
from uuid import uuid4

from celery.signals import worker_process_init, worker_process_shutdown, worker_shutdown

from coach_platform.core.mail.kinds import Lane
from coach_platform.core.mail.pacing import Pace, at_once
from coach_platform.core.mail.streams import stream_of
from coach_platform.core.mail.transport import Relay
from coach_platform.kit.db import db
from coach_platform.kit.settings import settings


def relay(lane: Lane) -> Relay:
    """This process's connection for `lane`; opened with the first letter. One for both where both go the same way."""
    return _relay(stream_of(lane).smtp_url)


@cache
def _relay(url: str) -> Relay:
    config = settings()
    turn = Pace(config.mail_rate, config.redis_url, url).wait if config.mail_rate else at_once
    _open.append(found := Relay(url, hello=config.mail_domain, turn=turn))
    return found


_open: list[Relay] = []


@cache
def worker_name() -> str:
    """Names this process in the rows it claims."""
    return f"{socket.gethostname()}:{uuid4().hex[:8]}"


@worker_process_init.connect
def _after_fork(**_: Any) -> None:
    # Connections and names of the parent process are not ours: forget them without closing them.
    from workers.celery_app import flask_app

    _relay.cache_clear()
    _open.clear()
    worker_name.cache_clear()
    with flask_app.app_context():
        db.engine.dispose(close=False)


@worker_process_shutdown.connect
@worker_shutdown.connect
def _close(**_: Any) -> None:
    for one in _open:
        one.close()
