"""docs/operations.md says what is so: settings, commands, queues, and a restore done as it tells."""

import os
import re
import shlex
import subprocess
import sys

import click
import psycopg
import pytest
from sqlalchemy import create_engine

from coach_platform.cli import main
from coach_platform.config import Setting
from coach_platform.core.mail.operating import gate
from coach_platform.kit.ids import new_id
from coach_platform.schema import is_enough, upgrade
from coach_platform.setting_up import load_content
from tests import apart
from tests.deploy.conftest import PASSWORDS
from tests.deploy.files import OPERATIONS, PROJECT, services
from workers.queues import QUEUES

TEXT = OPERATIONS.read_text()
IN_THE_SERVER = "docker compose exec -T postgres "


def test_the_table_of_settings_is_the_list_of_settings():
    table = TEXT.partition("## Settings")[2].partition("\n## ")[0]
    assert re.findall(r"(?m)^\| `([A-Z_]+)` \|", table) == list(Setting)


def test_every_command_it_names_exists():
    second = "preview|status|test|send|stop|go|replay|resume|bounce|lift"
    named = set(re.findall(rf"coach-platform ([a-z-]+(?: (?:{second}))?)\b", TEXT))
    assert named >= {"invite", "operator", "doctor", "mail status"}
    for words in named:
        command: click.Command | None = main
        for word in words.split():
            assert isinstance(command, click.Group)
            command = command.commands.get(word)
            assert command is not None, words


def test_every_service_and_file_it_names_exists():
    verbs = r"docker compose (?:exec|run|up|stop)(?: -T| --rm| -d| --no-deps)* ([a-z]+)"
    assert set(re.findall(verbs, TEXT)) <= set(services())
    for path in re.findall(r"`((?:deploy|docs|coach_platform)/[\w./-]+)", TEXT):
        assert (PROJECT / path).exists(), path


def test_its_queues_are_the_workers_queues():
    asked = {name for names in re.findall(r"worker -Q ([a-z,]+)", TEXT) for name in names.split(",")}
    assert asked == {queue.name for queue in QUEUES}


def test_its_own_links_lead_somewhere():
    headings = {
        re.sub(r"[^a-z -]", "", line.lower()).strip().replace(" ", "-") for line in re.findall(r"(?m)^## (.*)$", TEXT)
    }
    assert set(re.findall(r"\(#([a-z-]+)\)", TEXT)) <= headings


def told(kind: str, start: str) -> str:
    """The block of that language whose text begins so."""
    return next(block for block in re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL) if block.startswith(start))


def in_the_server(server, block: str) -> None:
    """Run a told command without the container around it, files of the working folder under /tmp."""
    done = server.run("sh", "-c", block.replace(IN_THE_SERVER, "").strip())
    assert done.returncode == 0, done.stderr


def write(db: psycopg.Connection, state: str, hours: int) -> None:
    db.execute(
        "insert into messages (id, stream_on, key, kind, address, locale, zone, params, state, due_at,"
        " at_once, gathering, attempts, deferrals, doubts, created_at) values (%s, current_date, %s, 'mail_check',"
        " 'sam@example.org', 'en', 'Etc/UTC', '{}', %s, now() + make_interval(hours => %s), false, false, 0, 0, 0, now())",
        [new_id(), str(new_id()), state, hours],
    )


def worker_of(server, environment) -> dict[str, str]:
    """The settings of a worker on that server."""
    return environment | {"WORKER_DATABASE_URL": server.url("rebound_worker", PASSWORDS["WORKER_PASSWORD"])}


def resume(server, environment, *words: str) -> subprocess.CompletedProcess[str]:
    """`coach-platform mail resume`, as told, without the container around it."""
    assert f"docker compose exec worker coach-platform mail resume {' '.join(words)}".strip() in TEXT
    command = [sys.executable, "-m", "coach_platform.cli", "mail", "resume", *words]
    env = {"PATH": os.environ["PATH"], **worker_of(server, environment)}
    return subprocess.run(command, env=env, cwd=PROJECT, capture_output=True, text=True, check=False)


@pytest.fixture
def backed_up(bare_server, connect, tmp_path, environment):
    """A database with a little mail in it, dumped as the page tells, then dropped and made anew by init-roles.sh."""
    bare_server.init_roles()
    owner = bare_server.url("rebound_owner", PASSWORDS["OWNER_PASSWORD"]).replace(
        "postgresql://", "postgresql+psycopg://"
    )
    upgrade(owner)
    load_content(owner)
    with apart.own_app(worker_of(bare_server, environment), role="worker") as app, app.app_context():
        assert gate.may_go(["mail_check"]) == ["mail_check"]  # mail goes out from here
    with connect("WORKER_PASSWORD") as db:
        for state, hours in (("queued", -1), ("unknown", -1), ("sent", -1), ("queued", 1)):
            write(db, state, hours)
    dump = str(tmp_path / "rebound.dump")
    in_the_server(bare_server, told("sh", IN_THE_SERVER + "pg_dump").replace("rebound.dump", shlex.quote(dump)))
    with bare_server.admin() as db:
        db.execute("drop database rebound")
    assert bare_server.init_roles().returncode == 0
    return bare_server, dump, owner


def test_a_restore_as_told_brings_back_rows_and_rights_and_sends_nothing_twice(backed_up, connect, environment):
    server, dump, owner = backed_up
    in_the_server(server, told("sh", IN_THE_SERVER + "pg_restore").replace("rebound.dump", shlex.quote(dump)))
    upgrade(owner)
    engine = create_engine(owner)
    with engine.connect() as connection:
        assert is_enough(connection)
    engine.dispose()
    with apart.own_app(worker_of(server, environment), role="worker") as app, app.app_context():
        assert gate.may_go(["mail_check"]) == []
    said = resume(server, environment)
    assert (said.returncode, "2  mail_check" in said.stdout) == (1, True), said.stderr
    done = resume(server, environment, "--skip")
    assert (done.returncode, "2 skipped" in done.stdout) == (0, True), done.stderr
    with server.admin("rebound") as db:
        states = db.execute("select state, count(*) from messages group by state order by state").fetchall()
        owners = db.execute("select distinct tableowner from pg_tables where schemaname = 'public'").fetchall()
    assert states == [("queued", 1), ("sent", 1), ("skipped", 2)]
    assert owners == [("rebound_owner",)]
    with connect("APP_PASSWORD") as db:
        assert db.execute("select count(*) from messages").fetchone() == (4,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("delete from audit_events")
