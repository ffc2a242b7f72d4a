"""The sample world of the tests that ask who may see what."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import create_engine

from coach_platform.kit.db import db
from tests.browsing import Browser
from tests.rules.access_world import World, build


@contextmanager
def sample_world(app: Any, url: str) -> Iterator[World]:
    """The sample world on one connection to `url`, a database that holds it; what is written there is never committed."""
    engine = create_engine(url)
    with app.app_context(), engine.connect() as connection:
        outer = connection.begin()
        kept = dict(db.engines)
        db.engines[None] = connection
        db.session.remove()
        db.session.session_factory.configure(join_transaction_mode="create_savepoint")
        try:
            yield build(app, lambda: Browser(app))
        finally:
            db.session.remove()
            db.engines.update(kept)
            outer.rollback()
    engine.dispose()


@pytest.fixture(scope="module")
def world(app, sample_database) -> Iterator[World]:
    """The sample world as the web's database role has it."""
    with sample_world(app, sample_database.app_url) as world:
        yield world
