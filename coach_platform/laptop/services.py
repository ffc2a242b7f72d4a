"""PostgreSQL and Valkey together, as `make run` and the tests want them.

with start_services(folder, for_tests=True) as services:
    database = services.create_database("one_test")
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from .lock import Lock
from .postgres import Postgres
from .roles import ADMIN, APP, DATABASE, OWNER, WORKER, drop_database, make_database
from .valkey import Valkey


@dataclass(frozen=True)
class DatabaseUrls:
    """How each role reaches one database (SQLAlchemy addresses)."""

    name: str
    admin_url: str
    owner_url: str
    app_url: str
    worker_url: str


@dataclass
class Services:
    """Two running servers. The addresses are those of the database `rebound`; `on(name)` gives another's."""

    postgres: Postgres
    valkey: Valkey
    lock: Lock = field(repr=False)

    @property
    def admin_url(self) -> str:
        """For setting up databases and roles; no program of the product ever gets it."""
        return self.on(DATABASE).admin_url

    @property
    def owner_url(self) -> str:
        return self.on(DATABASE).owner_url

    @property
    def app_url(self) -> str:
        return self.on(DATABASE).app_url

    @property
    def worker_url(self) -> str:
        return self.on(DATABASE).worker_url

    @property
    def redis_url(self) -> str:
        return self.valkey.url

    def on(self, name: str) -> DatabaseUrls:
        """The addresses of a database, whether or not it exists yet."""
        admin, owner, app, worker = (self.postgres.url(role, name) for role in (ADMIN, OWNER, APP, WORKER))
        return DatabaseUrls(name, admin, owner, app, worker)

    def create_database(self, name: str, template: str | None = None) -> DatabaseUrls:
        """A new database owned by the owner role; a copy of `template` (nobody may be connected to that) if given."""
        make_database(self._control_url, name, template)
        return self.on(name)

    def drop_database(self, name: str) -> None:
        """Drop it with whoever is still connected."""
        drop_database(self._control_url, name)

    @property
    def _control_url(self) -> str:
        return self.postgres.url(ADMIN, "postgres", dialect=False)

    def stop(self) -> None:
        """Valkey first (it saves), PostgreSQL last; doing it twice is harmless."""
        try:
            self.valkey.stop()
        finally:
            self.postgres.stop()
            self.lock.release()

    def __enter__(self) -> Services:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start_services(home: Path, *, for_tests: bool = False) -> Services:
    """Start both under `home`, where their data, logs and pid files stay.

    `for_tests` gives up surviving a power cut for speed; `make run` never sets it.

    Raises: Trouble, a sentence for the person, if one does not start or another run uses `home`.
    """
    home = home.resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = Lock(home / "services.lock")
    started: list[Postgres | Valkey] = []
    try:
        started.append(postgres := Postgres(home, for_tests=for_tests))
        started.append(valkey := Valkey(home, for_tests=for_tests))
        postgres.start()
        valkey.start()
        return Services(postgres, valkey, lock)
    except BaseException:  # Ctrl-C too: nothing half started stays behind
        for server in started:
            server.stop()
        lock.release()
        raise
