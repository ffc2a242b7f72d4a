"""coach_platform/probe.py: whether web, worker and beat do their work, asked as the image asks."""

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from wsgiref.simple_server import WSGIRequestHandler, make_server

import psycopg
import pytest

from coach_platform import probe
from coach_platform.kit.ids import new_id
from tests import apart
from tests.deploy.files import PROJECT


@pytest.fixture
def own_database(services, template):
    """A database that this test alone writes to, since the probe sees only what is committed."""
    with apart.own_database(services, template) as urls:
        yield urls


@pytest.fixture
def settings(environment, own_database):
    """As in production."""
    production = {"REBOUND_ENV": "production", "BASE_URL": "https://rebound.example.org"}
    return apart.settings_on(environment, own_database) | production


def ask(role: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "coach_platform.probe", role]
    return subprocess.run(
        words, env={"PATH": os.environ["PATH"], **env}, cwd=PROJECT, capture_output=True, text=True, check=False
    )


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(app):
    server = make_server("127.0.0.1", 0, app, handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def message(url: str, *, due: timedelta, held: bool = False) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute(
            "insert into messages (id, stream_on, key, kind, address, locale, zone, params, state, due_at, lease_until,"
            " at_once, gathering, attempts, deferrals, doubts, created_at) values (%s, current_date, %s, 'mail_check',"
            " 'sam@example.org', 'en', 'Etc/UTC', '{}', %s, now() - %s, now() + %s, false, false, 0, 0, 0, now())",
            [new_id(), str(new_id()), "sending" if held else "queued", due, timedelta(minutes=1)],
        )


def test_the_site_is_well_when_it_is_ready(settings):
    with apart.own_app(settings) as app, served(app) as port:
        done = ask("web", {**settings, "PORT": str(port)})
    assert done.returncode == 0, done.stderr
    assert '"database":"ok"' in done.stdout


def test_the_site_is_unwell_when_the_database_is_older_than_its_code(settings, own_database):
    with psycopg.connect(own_database.owner_url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute("update alembic_version set version_num = '0001'")
    with apart.own_app(settings) as app, served(app) as port:
        done = ask("web", {**settings, "PORT": str(port)})
    assert done.returncode == 1
    assert "503" in done.stderr
    assert "older than this code" in done.stderr


def test_the_site_is_unwell_when_nobody_answers(settings):
    done = ask("web", {**settings, "PORT": "9"})
    assert done.returncode == 1
    assert "does not answer" in done.stderr


def test_workers_are_well_while_nothing_waits_too_long(settings, own_database):
    assert ask("worker", settings).returncode == 0
    message(own_database.worker_url, due=timedelta(minutes=9))
    message(own_database.worker_url, due=timedelta(hours=-9))  # not due yet
    assert ask("worker", settings).returncode == 0


def test_workers_are_unwell_when_something_due_is_left_lying(settings, own_database):
    message(own_database.worker_url, due=timedelta(minutes=11))
    done = ask("worker", settings)
    assert done.returncode == 1
    assert "no worker holds anything" in done.stderr


def test_what_an_operator_stopped_or_a_restore_holds_is_no_fault_of_the_workers(settings, own_database):
    message(own_database.worker_url, due=timedelta(hours=1))
    url = own_database.worker_url.replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("insert into mail_stops values ('mail_check', 'a wrong link', now())")
        assert ask("worker", settings).returncode == 0
        db.execute("delete from mail_stops")
        assert ask("worker", settings).returncode == 1
        db.execute("insert into mail_place values (1, 'lost', 1, 1, 1, now(), now())")
    assert ask("worker", settings).returncode == 0


def test_a_long_queue_that_is_being_worked_on_is_no_fault(settings, own_database):
    message(own_database.worker_url, due=timedelta(hours=1))
    message(own_database.worker_url, due=timedelta(hours=1), held=True)
    assert ask("worker", settings).returncode == 0


def test_workers_are_unwell_without_their_database(settings):
    done = ask("worker", {**settings, "WORKER_DATABASE_URL": "postgresql://rebound_worker@127.0.0.1:9/rebound"})
    assert done.returncode == 1
    assert "database does not answer" in done.stderr


def test_the_clock_is_well_as_long_as_it_ticks(tmp_path):
    state = tmp_path / "beat-schedule"
    with pytest.raises(probe.Unwell, match="not begun"):
        probe.beat(str(state))
    (tmp_path / "beat-schedule.db").touch()  # as one of the libraries names it
    assert "ticked" in probe.beat(str(state))
    late = time.time() - probe.LONGEST_BETWEEN_TICKS.total_seconds() - 1
    os.utime(tmp_path / "beat-schedule.db", (late, late))
    with pytest.raises(probe.Unwell, match=r"last ticked 3\.0 minutes ago"):
        probe.beat(str(state))


def test_a_missing_setting_is_a_sentence(settings):
    del settings["WORKER_DATABASE_URL"]
    done = ask("worker", settings)
    assert done.returncode == 1
    assert "WORKER_DATABASE_URL is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_role_that_cannot_be_asked_is_a_sentence(settings):
    done = ask("migrate", settings)
    assert done.returncode == 1
    assert "web, worker, beat" in done.stderr
