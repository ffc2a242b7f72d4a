"""Real servers for every test: one PostgreSQL and one Valkey a run, one database a worker, one savepoint a test."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, create_engine

from coach_platform.laptop.services import DatabaseUrls, Services, start_services

# Machines here are noisy: a slow draw says nothing about the code.
settings.register_profile("noisy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("noisy")


@pytest.hookimpl(tryfirst=True)  # before xdist, which reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a module sets up once is set up in one process: a module is a group, unless it joins one of its own choice."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


pytest_plugins = ["tests.cast", "tests.chromium", "tests.statements"]

TEMPLATE, SAMPLE = "rebound_template", "rebound_sample"


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """PostgreSQL and Valkey of this test process (each xdist worker has its own: they start in under 2 s)."""
    with tempfile.TemporaryDirectory(prefix="rbt") as home, start_services(Path(home), for_tests=True) as running:
        yield running


@pytest.fixture(scope="session")
def template(services: Services) -> str:
    """The name of a migrated, empty database; databases of single tests are copies of it."""
    from coach_platform.schema import upgrade
    from coach_platform.setting_up import load_content

    urls = services.create_database(TEMPLATE)
    upgrade(urls.owner_url)
    load_content(urls.owner_url)
    return TEMPLATE


@pytest.fixture(scope="session")
def sample_template(services: Services, template: str, environment: dict[str, str]) -> str:
    """The name of a database with the sample world, to be copied: loaded once a process, and nobody ever writes to it."""
    from coach_platform.kit.db import db
    from coach_platform.sample.loading import load
    from tests.apart import own_app, settings_on

    urls = services.create_database(SAMPLE, template=template)
    with own_app(settings_on(environment, urls), "worker") as app, app.app_context():
        load()
        db.session.commit()
    # No test waits for a plan that was made as if the tables were empty, and each has the same plans.
    owner = create_engine(urls.owner_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.exec_driver_sql("analyze")
    owner.dispose()
    return SAMPLE


@pytest.fixture(scope="session")
def sample_database(services: Services, sample_template: str) -> DatabaseUrls:
    """The sample world for tests that take back what they write."""
    return services.create_database("rebound_world", template=sample_template)


@pytest.fixture(scope="session")
def database(services: Services, template: str) -> DatabaseUrls:
    """The database that the savepoint tests of this process share."""
    return services.create_database("rebound_tests", template=template)


@pytest.fixture(scope="session")
def environment(services: Services, database: DatabaseUrls) -> dict[str, str]:
    """The settings of a process in the tests; SMTP leads nowhere until a test starts a catcher."""
    return {
        "REBOUND_ENV": "test",
        "DATABASE_URL": database.app_url,
        "WORKER_DATABASE_URL": database.worker_url,
        "MIGRATE_DATABASE_URL": database.owner_url,
        "REDIS_URL": services.redis_url,
        "SECRET_KEY": "test-key-0123456789-abcdefghijklmnopqrstuvwxyz",
        "BASE_URL": "http://rebound.test",
        "SMTP_URL": "smtp://127.0.0.1:9",
        "MAIL_FROM": "rebound@mail.example.org",
        "MAIL_DOMAIN": "mail.example.org",
        "OPERATOR_NAME": "Rebound Example",
        "OPERATOR_ADDRESS": "100 Example Street, Ottawa, Ontario  K1A 0A0",
        "PRIVACY_OFFICER": "Ann Roy, privacy officer | Ann Roy, responsable de la protection des renseignements",
        "PRIVACY_CONTACT": "privacy@example.org",
        "DATA_RESIDENCY": "Montréal (Québec), Canada",
        "SUBPROCESSORS": "Example Host, servers, Canada; Example Relay, mail, Canada",
        "BACKUP_DAYS": "35",
        "LOG_FORMAT": "json",
        # One folder for all processes of a run: none compiles what another did.
        "TEMPLATES_KEPT": f"{home}/templates" if (home := os.environ.get("REBOUND_HOME")) else "",
        "METRICS_TOKEN": "metrics-0123456789-abcdefghijklmnop",
        "BOUNCE_ADDRESS": "bounces@mail.example.org",
        "BOUNCE_TOKEN": "bounce-0123456789-abcdefghijklmnop",
        "MFA_REQUIRED": "no",  # tests that need it say so; each other begins at its own page
    }


@pytest.fixture(scope="session")
def app(environment: dict[str, str]):
    """The whole application on the test database."""
    from coach_platform.app import create_app
    from coach_platform.config import from_environment

    return create_app(from_environment(environment))


@pytest.fixture(scope="session")
def connection(app) -> Iterator[Connection]:
    """One connection for all savepoint tests: statements compiled and prepared once are half of a test's time."""
    # Plans kept from an earlier test, when a table was empty, take seconds once it holds two thousand rows.
    engine = create_engine(
        app.config["SQLALCHEMY_DATABASE_URI"], connect_args={"options": "-c plan_cache_mode=force_custom_plan"}
    )
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def session(app, connection) -> Iterator:
    """A database session whose every write is undone after the test, commits of the code under test included.

    Flask-SQLAlchemy's session ignores bind=: the test's connection goes in the engine's place instead.
    """
    from coach_platform.kit.db import db

    with app.app_context():
        outer = connection.begin()
        kept = dict(db.engines)
        db.engines[None] = connection
        db.session.remove()
        db.session.session_factory.configure(join_transaction_mode="create_savepoint")
        try:
            yield db.session
        finally:
            db.session.remove()
            db.engines.update(kept)
            outer.rollback()


@pytest.fixture
def client(app, session):
    """A browser without JavaScript; writes are undone after the test."""
    from tests.browsing import Browser

    return Browser(app)


@pytest.fixture(autouse=True)
def _no_machine_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY"):
        if name in os.environ:
            monkeypatch.delenv(name)
