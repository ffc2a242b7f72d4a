"""The schema: one line of revisions, models and migrations agree, a populated earlier state upgrades."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from coach_platform.kit.db import Base
from coach_platform.schema import alembic_config, is_enough, upgrade
from tests.apart import own_database


def test_there_is_one_line_of_revisions():
    scripts = ScriptDirectory.from_config(alembic_config())
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_models_and_migrations_agree(services, template):
    engine = create_engine(services.on(template).owner_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


@pytest.fixture
def bare(services):
    """The owner's way into a database without any table."""
    with own_database(services) as urls:
        yield urls.owner_url


def test_a_populated_first_state_upgrades_and_keeps_its_rows(bare):
    upgrade(bare, "0001")
    engine = create_engine(bare)
    with engine.begin() as connection:
        assert not is_enough(connection)
        connection.execute(
            text(
                "insert into persons (id, email, name, name_sort, locale, zone, country, created_at)"
                " values (gen_random_uuid(), 'kept@example.org', 'K', 'k', 'fr', 'America/Toronto', 'CA', now())"
            )
        )
    upgrade(bare)
    upgrade(bare)  # a second deploy finds nothing to do
    with engine.connect() as connection:
        assert connection.execute(text("select email from persons")).scalar_one() == "kept@example.org"
        assert is_enough(connection)
    engine.dispose()


def test_the_working_roles_cannot_rewrite_history(services, template):
    engine = create_engine(services.on(template).owner_url)
    with engine.connect() as connection:
        may = text(
            "select has_table_privilege(:role, :table, 'update') or has_table_privilege(:role, :table, 'delete')"
        )
        for role in ("rebound_app", "rebound_worker"):
            for table in (
                "audit_events",
                "looks",
                "stage_events",
                "stage_ratings",
                "outcome_events",
                "grants",
                "reconnect_events",
            ):
                assert connection.execute(may, {"role": role, "table": table}).scalar() is False, (role, table)
    engine.dispose()


def test_a_newer_database_is_enough_for_older_code(services, template):
    with own_database(services, template) as urls:
        engine = create_engine(urls.owner_url)
        with engine.begin() as connection:
            connection.execute(text("update alembic_version set version_num = '9999'"))
            assert is_enough(connection)
        engine.dispose()
