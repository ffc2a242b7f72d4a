"""The database's schema: bringing it up to date, and whether it is at least what this code needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

FOLDER = Path(__file__).parent.parent / "migrations"


def alembic_config(connection: Connection | None = None) -> AlembicConfig:
    """Alembic's configuration, on a given connection where there is one."""
    config = AlembicConfig(str(FOLDER / "alembic.ini"))
    config.attributes["connection"] = connection
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` (as its owner) up to `revision`."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            command.upgrade(alembic_config(connection), revision)
            connection.commit()
    finally:
        engine.dispose()


def is_enough(connection: Connection) -> bool:
    """Whether the database has at least the newest revision this code carries.

    A database that is ahead (a newer release has migrated already) is enough: migrations expand before they contract.
    """
    found = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(alembic_config())
    known = {script.revision for script in scripts.walk_revisions()}
    return found is not None and (found == scripts.get_current_head() or found not in known)
