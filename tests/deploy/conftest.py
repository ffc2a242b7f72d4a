"""A PostgreSQL of its own for what changes roles of the whole server."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from coach_platform.laptop.postgres import SOCKET_PORT, Postgres
from coach_platform.laptop.roles import ADMIN
from tests.deploy.files import INIT_ROLES, PROJECT

PASSWORDS = {name: f"{name.lower()}-0123456789" for name in ("OWNER_PASSWORD", "APP_PASSWORD", "WORKER_PASSWORD")}
ROLES = {"OWNER_PASSWORD": "rebound_owner", "APP_PASSWORD": "rebound_app", "WORKER_PASSWORD": "rebound_worker"}


class BareServer:
    """A server as its image leaves it: an administrator, no roles, no database; passwords are asked for."""

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres
        self.environment = {
            "PATH": f"{postgres.bin}{os.pathsep}{os.environ['PATH']}",
            "PGHOST": str(postgres.sockets),
            "PGPORT": str(SOCKET_PORT),
            "PGUSER": ADMIN,
        }

    def run(self, *words: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, env={**self.environment, **env}, cwd=PROJECT, capture_output=True, text=True, check=False
        )

    def init_roles(self, **env: str) -> subprocess.CompletedProcess[str]:
        return self.run(INIT_ROLES, **{**PASSWORDS, **env})

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.postgres.url(ADMIN, database, dialect=False), autocommit=True)

    def url(self, role: str, password: str, database: str = "rebound") -> str:
        return f"postgresql://{role}:{password}@/{database}?host={self.postgres.sockets}&port={SOCKET_PORT}"


@pytest.fixture
def bare_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[BareServer]:
    monkeypatch.setattr("coach_platform.laptop.postgres.prepare_roles", lambda _url: None)
    home = Path(tempfile.mkdtemp(prefix="rbd"))
    postgres = Postgres(home, for_tests=True).start()
    try:
        # As the official image has it, but for the administrator, who needs a way in.
        (postgres.data / "pg_hba.conf").write_text(f"local all {ADMIN} trust\nlocal all all scram-sha-256\n")
        server = BareServer(postgres)
        with server.admin() as db:
            db.execute("select pg_reload_conf()")
        yield server
    finally:
        postgres.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def connect(bare_server: BareServer) -> Callable[[str], psycopg.Connection]:
    """Sign in as the role whose password variable is named."""

    def connection(variable: str, password: str | None = None) -> psycopg.Connection:
        url = bare_server.url(ROLES[variable], password or PASSWORDS[variable])
        return psycopg.connect(url, autocommit=True)

    return connection
