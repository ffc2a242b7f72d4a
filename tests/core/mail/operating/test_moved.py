"""A copy of the database sends nothing until `mail resume`: real copies, of a real server, with the working roles."""

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from coach_platform import cli_mail_operating
from coach_platform.cli import main
from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.delivery import deliver
from coach_platform.core.mail.kinds import Lane
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.operating import gate, resuming
from coach_platform.core.mail.operating.gate import Moved
from coach_platform.core.mail.outbox import Recipient
from coach_platform.core.mail.reasons import Reason
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.laptop.postgres import Postgres
from coach_platform.laptop.roles import ADMIN, APP, DATABASE, OWNER, WORKER
from coach_platform.laptop.services import DatabaseUrls
from coach_platform.schema import upgrade
from tests import apart

NEW = Recipient("new@example.org", "en", "America/Toronto")
pytestmark = pytest.mark.usefixtures("own_kinds")


def ask(kind="test_password", **more):
    outbox.add(kind, key=keys.about(kind, new_id()), to=NEW, **more)
    db.session.commit()


@pytest.fixture
def original(services, template):
    """A database that mail went out from."""
    with apart.own_database(services, template) as urls:
        yield urls


@contextmanager
def worker_on(environment, urls):
    """The application as a worker has it: its own role, its own rights."""
    with apart.own_app(apart.settings_on(environment, urls), role="worker") as app, app.app_context():
        yield app


@pytest.fixture
def send(relay):
    return lambda: deliver(Lane.POST, relay=relay, worker="test")


def states():
    return dict(db.session.query(Message.kind, Message.state).all())


def test_the_first_worker_remembers_where_it_is_and_goes_on(environment, original, send, sink):
    with worker_on(environment, original):
        ask()
        assert gate.stands_still() is None
        assert send().accepted == 1
        ask()
        assert send().accepted == 1
        assert gate.stands_still() is None


def test_a_copy_of_the_database_sends_nothing(services, environment, original, send, sink):
    with worker_on(environment, original):
        ask()
        send()
    copy = services.create_database(f"rebound_copy_{new_id().hex[-8:]}", template=original.name)
    try:
        with worker_on(environment, copy):
            ask()
            assert gate.stands_still().since is None  # nobody has noticed
            assert send().claimed == 0
            still = gate.stands_still()
            assert still.moved == (Moved.DATABASE,)
            assert still.since is not None
            # Sending goes on from where it was.
            found = resuming.away()
            resuming.resume(found.stands, skip=False)
            db.session.commit()
            assert gate.stands_still() is None
            assert send().accepted == 1
    finally:
        services.drop_database(copy.name)
    with worker_on(environment, original):
        assert gate.stands_still() is None


def test_the_web_sees_it_and_cannot_change_it(environment, original):
    with worker_on(environment, original):
        gate.may_go([])
        db.session.execute(text("update mail_place set system = 'another', moved_at = now()"))
        db.session.commit()
    with apart.own_app(apart.settings_on(environment, original)) as app:
        body = app.test_client().get("/readyz")
        assert body.status_code == 200  # no web host goes out of service
        assert body.json["mail"] == "stands still, see `coach-platform mail resume`"
        with app.app_context(), pytest.raises(Exception, match="permission denied for table mail_place"):
            gate.settle()


def test_a_dump_restored_into_the_same_database_is_told_apart(services, environment, original, send, tmp_path):
    with worker_on(environment, original):
        ask()
        send()
    url = original.admin_url.replace("+psycopg", "")
    programs = services.postgres.bin
    dump = tmp_path / "all.dump"
    run = [programs / "pg_dump", "--format", "custom", "--file", dump, url]
    subprocess.run(run, check=True)
    subprocess.run([programs / "pg_restore", "--clean", "--if-exists", "--dbname", url, dump], check=True)
    with worker_on(environment, original):
        assert gate.stands_still().moved == (Moved.RELATION,)


def urls_on(server: Postgres) -> DatabaseUrls:
    """The database `rebound` of a server that is not the tests' own."""
    admin, owner, app, worker = (server.url(role, DATABASE) for role in (ADMIN, OWNER, APP, WORKER))
    return DatabaseUrls(DATABASE, admin, owner, app, worker)


@pytest.fixture
def homes():
    """Two folders with a short path: a socket's name is short."""
    found = [Path(tempfile.mkdtemp(prefix="rbp")) for _ in range(2)]
    yield found
    for home in found:
        shutil.rmtree(home, ignore_errors=True)


def test_a_promoted_replica_sends_nothing(environment, homes, send):
    first = Postgres(homes[0]).start()
    try:
        upgrade(urls_on(first).owner_url)
        with worker_on(environment, urls_on(first)):
            ask()
            assert send().accepted == 1
    finally:
        first.stop()
    # As a base backup leaves it: the whole folder, and the file that makes a standby of it.
    shutil.rmtree(homes[1])
    shutil.copytree(homes[0], homes[1], ignore=shutil.ignore_patterns("run", "log"))
    (homes[1] / "postgres" / "standby.signal").touch()
    second = Postgres(homes[1]).start()
    try:
        with psycopg.connect(second.url(ADMIN, DATABASE, dialect=False), autocommit=True) as admin:
            assert admin.execute("select pg_is_in_recovery()").fetchone() == (True,)
            admin.execute("select pg_promote()")
        with worker_on(environment, urls_on(second)):
            ask()
            assert send().claimed == 0
            assert gate.stands_still().moved == (Moved.TIMELINE,)
    finally:
        second.stop()


def test_what_was_due_while_away_is_skipped_and_what_people_asked_for_since_goes(
    environment, original, send, sink, noon
):
    with worker_on(environment, original):
        gate.may_go([])
        ask("test_notice", at_once=True)  # in the backup, and due
        ask("test_password", due_at=clock.now() + timedelta(hours=3))  # in the backup, not due yet
        noon.shift(timedelta(minutes=1))
        noticed = {"now": clock.now()}
        db.session.execute(text("update mail_place set system = 'lost', moved_at = :now"), noticed)
        db.session.commit()
        ask("mail_check")  # somebody asked for it since
        ask("test_digest", at_once=True)  # the sweep made it anew
        found = resuming.away()
        assert (found.old, found.asked_since) == ({"test_digest": 1, "test_notice": 1}, {"mail_check": 1})
        assert resuming.resume(found.stands, skip=True) == 2
        db.session.commit()
        assert states() == {
            "test_notice": "skipped",
            "test_password": "queued",
            "mail_check": "queued",
            "test_digest": "skipped",
        }
        reasons = db.session.query(Message.reason, Message.done_at.is_not(None)).filter_by(state="skipped").all()
        assert reasons == [(Reason.RESTORED, True)] * 2
        assert send().accepted == 1
        assert [letter["To"] for letter in sink.letters] == ["new@example.org"]


def test_what_people_asked_for_before_any_worker_noticed_is_not_skipped(environment, original, send, sink, noon):
    with worker_on(environment, original):
        gate.may_go([])
        ask("test_notice", at_once=True)  # in the backup, and due
        db.session.execute(text("update mail_place set system = 'lost'"))
        db.session.commit()
        noon.shift(timedelta(minutes=3))
        ask("mail_check")  # the web was up before the workers
        noon.shift(timedelta(minutes=10))
        found = resuming.away()
        assert found.stands.since is None
        assert (found.old, found.asked_since) == ({"test_notice": 1}, {"mail_check": 1})
        noon.shift(timedelta(minutes=5))
        ask("test_password")  # while the operator reads what was told
        assert send().claimed == 0  # and now a worker has noticed
        assert resuming.resume(found.stands, skip=True) == 1
        db.session.commit()
        assert states() == {"test_notice": "skipped", "mail_check": "queued", "test_password": "queued"}
        assert send().accepted == 2


def test_the_command_says_first_and_does_nothing_without_a_choice(environment, original, monkeypatch):
    with worker_on(environment, original) as app:
        monkeypatch.setattr(cli_mail_operating, "_app", app.app_context)
        assert "nothing to resume" in CliRunner().invoke(main, ["mail", "resume"]).output
        gate.may_go([])
        ask("mail_check")
        db.session.execute(text("update mail_place set system = 'lost', moved_at = now()"))
        db.session.commit()
        said = CliRunner().invoke(main, ["mail", "resume"])
        assert said.exit_code == 1
        assert "another server" in said.output
        assert "1  mail_check" in said.output
        assert "comes a second time" in said.output
        assert "Choose: `mail resume --skip` or `mail resume --send`" in said.output
        assert gate.stands_still() is not None
        done = CliRunner().invoke(main, ["mail", "resume", "--skip"])
        assert (done.exit_code, "1 skipped" in done.output) == (0, True)
        assert gate.stands_still() is None
        db.session.expire_all()
        assert states() == {"mail_check": "skipped"}
