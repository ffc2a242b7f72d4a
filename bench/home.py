"""The servers of the measurements: PostgreSQL and Valkey of their own, with databases of several sizes, kept between runs."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.crowd.build import SEED, Size, build
from bench.site import ROOT
from coach_platform.laptop.roles import ADMIN
from coach_platform.laptop.services import DatabaseUrls, Services, start_services
from coach_platform.schema import upgrade
from coach_platform.setting_up import load_content

FOLDER = Path(os.environ.get("BENCH_HOME", ROOT / "var" / "bench"))


@dataclass
class Home:
    """The running servers. `database(size)` gives a crowd of that size, made now if it is not there."""

    services: Services
    folder: Path
    say: Callable[[str], object]

    @property
    def postgres(self) -> int:
        """The pid of PostgreSQL."""
        child = self.services.postgres.child
        assert child is not None
        return child.pid

    def database(self, size: Size) -> DatabaseUrls:
        """A crowd of that size, in a database named after it and its seed; its tables are brought up to date."""
        name = f"crowd_{size.people}_{SEED}"
        urls = self.services.on(name)
        if not self._whole(name):
            self.say(f"making a crowd of {size.people} people with {size.applications:.0f} applications each")
            self.services.drop_database(name)
            self.services.create_database(name)
            upgrade(urls.owner_url)
            load_content(urls.owner_url)
            build(self.admin(name), size, say=self.say)
            with psycopg.connect(self.admin(name), autocommit=True) as db:
                db.execute(f"comment on database {name} is 'whole'")  # type: ignore[arg-type]
        upgrade(urls.owner_url)
        return urls

    def admin(self, name: str) -> str:
        """Its address for a superuser (libpq)."""
        return self.services.postgres.url(ADMIN, name, dialect=False)

    def _whole(self, name: str) -> bool:
        wanted = "select shobj_description(oid, 'pg_database') = 'whole' from pg_database where datname = %s"
        with psycopg.connect(self.admin("postgres")) as db:
            row = db.execute(wanted, [name]).fetchone()
        return bool(row and row[0])


@contextmanager
def home(say: Callable[[str], object], folder: Path = FOLDER) -> Iterator[Home]:
    """Start the servers as `make run` does: nothing is set that production would not set."""
    with start_services(folder) as services:
        yield Home(services, folder, say)
