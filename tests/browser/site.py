"""The whole product as processes of its own: web, worker, clock and mail catcher over one fresh database.

The same supervisor starts them as under `make run`, so that they are waited for, named when they fail, and ended by pid.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from click.testing import CliRunner

from coach_platform.cli import main
from coach_platform.kit.jobs import forget_trouble, publish_now
from coach_platform.laptop.ports import free_port
from coach_platform.laptop.readiness import answers, log_says
from coach_platform.laptop.services import DatabaseUrls
from coach_platform.laptop.supervisor import Program, Supervisor
from coach_platform.programs import Role, by_this_python, command
from tests.apart import own_app

PROJECT = Path(__file__).parents[2]


@dataclass
class Site:
    """One running site. `run` is the operator's shell, `sql` a look into its tables that no wall keeps out."""

    url: str
    mail_url: str
    env: dict[str, str]
    database: DatabaseUrls
    home: Path

    def said(self, program: str) -> str:
        """The end of what a process wrote, for the one who reads a failure."""
        return (self.home / "log" / f"{program}.log").read_text()[-4_000:]

    def run(self, *words: str) -> str:
        """`coach-platform WORDS`; its output. In this process: another one would read all of the program first."""
        done = CliRunner(env=self.env).invoke(main, words)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.stdout

    def wake(self, task: str) -> None:
        """What the clock does each minute, now: the worker does the rest."""
        forget_trouble()
        with own_app(self.env) as app, app.app_context():
            assert publish_now(task)

    def sql(self, statement: str, *values: Any) -> list[tuple]:
        address = self.database.admin_url.replace("postgresql+psycopg:", "postgresql:")
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running_site(
    home: Path, settings: dict[str, str], database: DatabaseUrls, redis_url: str, *, mail: bool = True
) -> Iterator[Site]:
    """Everything up; ended in turn. `mail=False`: only the pages, for tests that just look."""
    web_port, smtp_port, mail_port = free_port(), free_port(), free_port()
    url, mail_url = f"http://127.0.0.1:{web_port}", f"http://127.0.0.1:{mail_port}"
    env = {
        **os.environ,
        **settings,
        "DATABASE_URL": database.app_url,
        "WORKER_DATABASE_URL": database.worker_url,
        "MIGRATE_DATABASE_URL": database.owner_url,
        "REDIS_URL": redis_url,
        "PORT": str(web_port),
        "BASE_URL": url,
        "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "GUNICORN_CMD_ARGS": "--graceful-timeout 1 --no-control-socket",
        "WEB_PROCESSES": "1",
        "PYTHONUNBUFFERED": "1",
    }
    catcher = [sys.executable, "-m", "coach_platform.laptop.catcher", "--store", str(home / "mail")]
    catcher += ["--smtp-port", str(smtp_port), "--http-port", str(mail_port)]
    beat = command(Role.BEAT, beat_state=str(home / "beat-schedule"))
    posts = [
        Program("catcher", catcher, ready=answers(f"{mail_url}/healthz")),
        Program(
            "worker", by_this_python([*command(Role.WORKER), "-c", "1"]), ready=log_says("worker.ready"), stop_seconds=5
        ),
        Program("beat", by_this_python(beat)),
    ]
    web = Program("web", by_this_python(command(Role.WEB)), ready=answers(f"{url}/readyz"), stop_seconds=5)
    said: list[str] = []
    supervisor = Supervisor(home, env=env, cwd=PROJECT, say=said.append)
    try:
        supervisor.start(web, *(posts if mail else []))
        yield Site(url, mail_url, env, database, home)
    finally:
        supervisor.stop()


def wait_for(what: Callable[[], Any], why: str, seconds: float = 45) -> Any:
    """Until `what()` is something; that. Raises: AssertionError, which says `why`."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, why
        time.sleep(0.1)
    return found


def path_of(address: str) -> str:
    """A link's path and query, to compare pages without the port."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
