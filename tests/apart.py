"""A database and an application of one's own, for tests that commit; both leave nothing behind."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import Flask

from coach_platform.app import create_app
from coach_platform.config import from_environment
from coach_platform.foundation import create_foundation
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.laptop.services import DatabaseUrls, Services


@contextmanager
def own_database(services: Services, template: str | None = None, name: str = "apart") -> Iterator[DatabaseUrls]:
    """A new database that nobody else has by accident: its name ends in a number of its own."""
    name = f"rebound_{name}_{new_id().hex[-8:]}"
    yield services.create_database(name, template=template)
    services.drop_database(name)


def settings_on(environment: Mapping[str, str], urls: DatabaseUrls) -> dict[str, str]:
    """`environment`, on that database in all three roles."""
    return {
        **environment,
        "DATABASE_URL": urls.app_url,
        "WORKER_DATABASE_URL": urls.worker_url,
        "MIGRATE_DATABASE_URL": urls.owner_url,
    }


@contextmanager
def own_app(environment: Mapping[str, str], role: str = "web") -> Iterator[Flask]:
    """An application whose connections are closed at the end: one left open is a warning in whichever test comes next.

    Without pages for a role that has none.
    """
    make = create_app if role == "web" else create_foundation
    app = make(from_environment(environment, role=role))
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
