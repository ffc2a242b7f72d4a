"""One SMTP connection a process, kept from task to task and closed with the process."""

import socket
from functools import cache
from typing import Any
from uuid import uuid4

from celery.signals import worker_process_init, worker_process_shutdown, worker_shutdown

from coach_platform.core.mail.transport import Relay
from coach_platform.kit.db import db
from coach_platform.kit.settings import settings


@cache
def relay() -> Relay:
    """This process's connection; opened with the first letter."""
    config = settings()
    return Relay(config.smtp_url, hello=config.mail_domain)


@cache
def worker_name() -> str:
    """Names this process in the rows it claims."""
    return f"{socket.gethostname()}:{uuid4().hex[:8]}"


@worker_process_init.connect
def _after_fork(**_: Any) -> None:
    # Connections and names of the parent process are not ours: forget them without closing them.
    from workers.celery_app import flask_app

    relay.cache_clear()
    worker_name.cache_clear()
    with flask_app.app_context():
        db.engine.dispose(close=False)


@worker_process_shutdown.connect
@worker_shutdown.connect
def _close(**_: Any) -> None:
    if relay.cache_info().currsize:
        relay().close()
