"""The embedded PostgreSQL and Valkey, as tests and `make run` use them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from coach_platform.laptop import postgres
from coach_platform.laptop.processes import born, wait_until
from coach_platform.laptop.services import start_services
from coach_platform.laptop.trouble import Trouble

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def services(module_home):
    with start_services(module_home, for_tests=True) as running:
        yield running


def connect(url):
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def test_each_role_reaches_the_database_and_none_is_mighty(services):
    for url, role in (
        (services.owner_url, "rebound_owner"),
        (services.app_url, "rebound_app"),
        (services.worker_url, "rebound_worker"),
    ):
        with connect(url) as db:
            row = db.execute(
                "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
        assert row == (role, False, False, False)


def test_only_the_owner_may_make_tables(services):
    with connect(services.owner_url) as db:
        db.execute("CREATE TABLE made_by_owner (id int)")
    for url in (services.app_url, services.worker_url):
        with connect(url) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("CREATE TABLE made_by_another (id int)")


def test_a_database_can_be_copied_from_a_template_and_dropped(services):
    template = services.create_database("a_template")
    with connect(template.owner_url) as db:
        db.execute("CREATE TABLE kept (id int)")
        db.execute("INSERT INTO kept VALUES (7)")
    copy = services.create_database("a_copy", template="a_template")
    with connect(copy.owner_url) as db:
        assert db.execute("SELECT id FROM kept").fetchall() == [(7,)]
    services.drop_database("a_copy")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connect(copy.owner_url)


def test_text_is_utf8_and_time_is_utc(services):
    with connect(services.app_url) as db:
        row = db.execute("SELECT current_setting('server_encoding'), current_setting('timezone'), 'é'").fetchone()
    assert row == ("UTF8", "UTC", "é")


def test_postgresql_listens_on_no_network_port(services):
    with connect(services.app_url) as db:
        assert db.execute("SHOW listen_addresses").fetchone() == ("",)


def test_valkey_answers_only_with_its_password(services):
    assert redis.Redis.from_url(services.redis_url).ping()
    bare = "redis://" + services.redis_url.rpartition("@")[2]
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(bare).ping()


def test_two_cannot_use_one_folder_at_a_time(services, module_home):
    with pytest.raises(Trouble, match=f"process {os.getpid()}"):
        start_services(module_home, for_tests=True)


def test_a_second_start_keeps_rows_and_queued_jobs(home):
    with start_services(home) as first:
        with connect(first.owner_url) as db:
            db.execute("CREATE TABLE kept AS SELECT 1 AS id")
            assert db.execute("SHOW fsync").fetchone() == ("on",)
        redis.Redis.from_url(first.redis_url).rpush("queue", "job")
    with start_services(home) as second:
        with connect(second.owner_url) as db:
            assert db.execute("SELECT id FROM kept").fetchall() == [(1,)]
        assert redis.Redis.from_url(second.redis_url, decode_responses=True).lrange("queue", 0, -1) == ["job"]


def test_nothing_is_left_running_after_the_stop(home):
    with start_services(home, for_tests=True) as services:
        pids = [services.postgres.child.pid, services.valkey.child.pid]
    assert [born(pid) for pid in pids] == [None, None]


HOLDS_SERVICES = """
import sys, time
from pathlib import Path
from coach_platform.laptop.services import start_services
services = start_services(Path(sys.argv[1]), for_tests=True)
print(services.postgres.child.pid, services.valkey.child.pid, flush=True)
time.sleep(600)
"""


def test_servers_end_when_the_process_that_started_them_is_killed(home):
    pids = kill_a_holder_of(home)
    assert wait_until(lambda: not any(map(born, pids)), seconds=15)
    with start_services(home, for_tests=True) as again, connect(again.app_url) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)


def test_a_start_waits_for_a_server_that_is_still_ending(home):
    kill_a_holder_of(home)
    with start_services(home, for_tests=True) as again, connect(again.app_url) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)


def kill_a_holder_of(home):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS_SERVICES, str(home)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    with holder:
        pids = [int(word) for word in holder.stdout.readline().split()]
        holder.send_signal(signal.SIGKILL)
    assert len(pids) == 2
    return pids


def test_a_stale_lock_file_with_somebody_elses_pid_harms_nobody(home):
    """After a reboot the pid in postmaster.pid may be anyone's: here it is this very test's."""
    start_services(home, for_tests=True).stop()
    (home / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{home / 'postgres'}\n")
    (home / "run" / "pg" / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    with start_services(home, for_tests=True) as services, connect(services.app_url) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)


def test_a_setup_that_was_cut_off_is_begun_anew(home):
    half = home / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with start_services(home, for_tests=True) as services, connect(services.app_url) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)


def test_a_long_path_gets_a_short_private_folder_for_its_socket(home):
    deep = home / ("a-folder-with-a-long-name/" * 5)
    folder = postgres.socket_folder(deep)
    try:
        assert len(str(folder)) <= postgres.LONGEST_SOCKET_FOLDER
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder == postgres.socket_folder(deep)
    finally:
        folder.rmdir()


def test_a_server_that_does_not_start_is_named_with_its_last_words(home):
    start_services(home, for_tests=True).stop()
    (home / "postgres" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(Trouble, match="no_such_setting"):
        start_services(home, for_tests=True)
    # The lock is free again: the next try fails for the same reason, not because of the first.
    with pytest.raises(Trouble, match="no_such_setting"):
        start_services(home, for_tests=True)
