"""The sample world in a database of its own, loaded once for all tests of this folder."""

from collections.abc import Iterator

import pytest
from flask import Flask

from coach_platform.kit.db import db
from coach_platform.sample.loading import load
from tests.apart import own_app, own_database, settings_on
from tests.statements import Statements, _counting


@pytest.fixture(scope="module")
def sample_environment(services, template, environment) -> Iterator[dict[str, str]]:
    """The settings of the command line on an empty, migrated database."""
    with own_database(services, template, "sample") as urls:
        yield settings_on(environment, urls)


@pytest.fixture(scope="module")
def sample_app(sample_environment) -> Iterator[Flask]:
    """The application as `seed` makes it: with the worker's role."""
    with own_app(sample_environment, "worker") as app:
        yield app


@pytest.fixture(scope="module")
def loading(sample_app) -> Statements:
    """The sample world is loaded and committed; gives the statements it took."""
    with sample_app.app_context(), _counting() as statements:
        load()
        db.session.commit()
    return statements


@pytest.fixture
def world(sample_app, loading) -> Iterator:
    """A session on the loaded world; what a test changes is undone."""
    with sample_app.app_context():
        yield db.session
        db.session.rollback()
