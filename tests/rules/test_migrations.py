"""The schema: one line of revisions, models and migrations agree, a populated earlier state upgrades."""

import zipfile
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, select, text

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


STATES = sorted((Path(__file__).parent / "states").glob("*.zip"))


def test_the_state_before_the_first_later_revision_is_kept():
    assert "0002" in {path.stem for path in STATES}


@pytest.mark.parametrize("path", STATES, ids=[path.stem for path in STATES])
def test_a_populated_earlier_state_upgrades_and_keeps_its_rows(bare, path):
    upgrade(bare, path.stem)
    engine = create_engine(bare)
    with zipfile.ZipFile(path) as kept, engine.begin() as connection:
        put_in(connection, kept)
    before = counted_rows(engine)
    upgrade(bare)
    upgrade(bare)  # a second deploy finds nothing to do
    after = counted_rows(engine)
    assert {table: after[table] for table in before} == before
    assert sum(before.values()) > 500
    with engine.connect() as connection:
        assert is_enough(connection)
        read_every_table(connection)
    engine.dispose()


def put_in(connection: Connection, kept: zipfile.ZipFile) -> None:
    """What tools/keep_state.py wrote, parents first."""
    cursor = connection.connection.cursor()
    for name in kept.namelist():
        with cursor.copy(f"copy {name} from stdin") as copy:
            copy.write(kept.read(name))


def counted_rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
        return {t: connection.execute(text(f"select count(*) from {t}")).scalar_one() for t in sorted(tables)}


def read_every_table(connection: Connection) -> None:
    """Every row as today's code reads it: an enum's value, a type that changed would raise."""
    for table in Base.metadata.sorted_tables:
        connection.execute(select(table)).all()


def test_the_working_roles_cannot_rewrite_history(services, template):
    engine = create_engine(services.on(template).owner_url)
    with engine.connect() as connection:
        may = text(
            "select has_table_privilege(:role, :table, 'update') or has_table_privilege(:role, :table, 'delete')"
        )
        for role in ("rebound_app", "rebound_worker"):
            for table in ("audit_events", "looks", "stage_events", "stage_ratings", "outcome_events", "grants"):
                assert connection.execute(may, {"role": role, "table": table}).scalar() is False, (role, table)
    engine.dispose()


def test_a_newer_database_is_enough_for_older_code(services, template):
    with own_database(services, template) as urls:
        engine = create_engine(urls.owner_url)
        with engine.begin() as connection:
            connection.execute(text("update alembic_version set version_num = '9999'"))
            assert is_enough(connection)
        engine.dispose()
