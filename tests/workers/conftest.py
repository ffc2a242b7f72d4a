"""Real Celery workers over a database of their own, a real Valkey and a real SMTP server. Nothing is rolled back here."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from redis import Redis
from sqlalchemy import delete

from coach_platform.core.digests.models import DigestSchedule
from coach_platform.core.mail.models import Message, Suppression
from coach_platform.core.relations.models import Person
from coach_platform.kit import jobs
from coach_platform.kit.db import db
from tests.apart import own_app, own_database, settings_on
from tests.smtp import Sink, running


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    """Takes every letter of this module."""
    with running(Sink()) as sink:
        yield sink


@pytest.fixture(scope="module")
def worker_environment(services, template, environment, sink) -> Iterator[dict[str, str]]:
    """The environment of a worker process: its own database, the same Valkey under another number."""
    with own_database(services, template, "workers") as urls:
        yield settings_on(environment, urls) | {
            "REDIS_URL": services.redis_url.removesuffix("/0") + "/7",
            "SMTP_URL": sink.url,
            "PATH": os.environ["PATH"],
        }


@pytest.fixture
def platform(worker_environment, sink):
    """The web's side of the same database and broker, in a context; tables and queues are emptied first."""
    jobs.forget_trouble()
    Redis.from_url(worker_environment["REDIS_URL"]).flushdb()
    with own_app(worker_environment, "worker") as app, app.app_context():
        for table in (Message, DigestSchedule, Suppression, Person):
            db.session.execute(delete(table))
        db.session.commit()
        sink.letters.clear()
        sink.recipients.clear()
        sink.on_letter = None
        yield app
        db.session.remove()


@pytest.fixture
def worker(worker_environment) -> Iterator[Callable[..., subprocess.Popen]]:
    """`worker()` starts one and waits until it listens; all are ended after the test."""
    started: list[subprocess.Popen] = []

    def start(*more: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", "workers.celery_app", "worker", "-c", "1", "-l", "warning"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat", *more]
        process = subprocess.Popen(command, env=worker_environment, start_new_session=True)
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    """kill -9 of the worker and its children, as when the machine is gone."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Until `condition` holds. Raises: AssertionError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")
