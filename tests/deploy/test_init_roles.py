"""deploy/postgres/init-roles.sh, run by a shell against a fresh PostgreSQL, as the official image runs it."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from coach_platform.kit.ids import new_id
from coach_platform.schema import upgrade
from coach_platform.setting_up import load_content
from tests.deploy.conftest import PASSWORDS, ROLES

WORKING = ["APP_PASSWORD", "WORKER_PASSWORD"]
NOT_THEIRS = [
    "update audit_events set at = now()",
    "delete from audit_events",
    "update outcome_events set id = id",
    "update question_sets set version = 9",
    "update grants set consent_text = ''",
    "delete from grants",
    "update alembic_version set version_num = '0'",
    "create table mine (id int)",
    "create temporary table mine (id int)",
    "create role another",
]


def migrate(server) -> None:
    owner = server.url("rebound_owner", PASSWORDS["OWNER_PASSWORD"]).replace("postgresql://", "postgresql+psycopg://")
    upgrade(owner)
    load_content(owner)


def test_its_roles_migrate_and_serve_and_cannot_rewrite_history(bare_server, connect):
    done = bare_server.init_roles(POSTGRES_USER=bare_server.environment["PGUSER"])
    assert done.returncode == 0, done.stderr
    migrate(bare_server)
    for variable in WORKING:
        with connect(variable) as db:
            assert db.execute("select count(*) from question_sets").fetchone()[0] > 0
            db.execute(
                "insert into audit_events (id, at, actor_key, event, details) values (%s, now(), '-', 'test', '{}')",
                [new_id()],
            )
            for statement in NOT_THEIRS:
                with pytest.raises(InsufficientPrivilege):
                    db.execute(statement)
    with connect("APP_PASSWORD") as db, pytest.raises(InsufficientPrivilege):
        db.execute("delete from persons")
    with connect("WORKER_PASSWORD") as db:
        db.execute("delete from persons")


def test_none_of_the_roles_is_mighty_and_each_needs_its_password(bare_server, connect):
    assert bare_server.init_roles().returncode == 0
    with bare_server.admin() as db:
        mighty = db.execute(
            "select rolname from pg_roles where rolname = any(%s) and"
            " (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)",
            [list(ROLES.values())],
        ).fetchall()
    assert mighty == []
    for variable in ROLES:
        connect(variable).close()
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            connect(variable, "another")


def test_nobody_else_may_even_connect(bare_server):
    bare_server.init_roles()
    with bare_server.admin() as db:
        db.execute("create role stranger login password 'stranger'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(bare_server.url("stranger", "stranger"))


def test_running_it_again_changes_the_passwords_and_nothing_else(bare_server, connect):
    bare_server.init_roles()
    migrate(bare_server)
    again = bare_server.init_roles(APP_PASSWORD="quite-another")
    assert again.returncode == 0, again.stderr
    with connect("APP_PASSWORD", "quite-another") as db:
        assert db.execute("select count(*) from question_sets").fetchone()[0] > 0
    with pytest.raises(psycopg.OperationalError):
        connect("APP_PASSWORD")


def test_an_administrator_who_is_no_superuser_can_run_it(bare_server):
    """As on a hosted server."""
    with bare_server.admin() as db:
        db.execute("create role hosting login createrole createdb password 'hosting'")
    done = bare_server.init_roles(PGUSER="hosting", PGPASSWORD="hosting")
    assert done.returncode == 0, done.stderr
    migrate(bare_server)


def test_a_password_with_quotes_in_it_is_a_password(bare_server, connect):
    strange = 'it\'s "odd"; drop role rebound_app; --'
    assert bare_server.init_roles(WORKER_PASSWORD=strange).returncode == 0
    with bare_server.admin() as db:
        assert db.execute("select count(*) from pg_roles where rolname = 'rebound_app'").fetchone() == (1,)
    parts = {"host": str(bare_server.postgres.sockets), "port": 5432, "dbname": "rebound"}
    psycopg.connect(**parts, user="rebound_worker", password=strange).close()


def test_no_password_is_no_start_and_none_is_logged(bare_server):
    done = bare_server.init_roles(APP_PASSWORD="")
    assert done.returncode != 0
    assert "APP_PASSWORD" in done.stderr
    with bare_server.admin() as db:
        assert db.execute("select count(*) from pg_roles where rolname like 'rebound_a%%'").fetchone() == (1,)  # admin
        db.execute("alter system set log_min_duration_statement = 0")
        db.execute("select pg_reload_conf()")
    assert bare_server.init_roles().returncode == 0
    assert PASSWORDS["APP_PASSWORD"] not in bare_server.postgres.log.read_text()
