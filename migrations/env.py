"""Runs migrations as the owner of the tables. Forward only; a lock that cannot be had soon is given up, not waited for."""

import os

from alembic import context
from sqlalchemy import create_engine, text

import coach_platform.core.models  # noqa: F401 - every table on the metadata
from coach_platform.kit.db import Base


def run(connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
    with context.begin_transaction():
        connection.execute(text("set local lock_timeout = '5s'"))
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(os.environ["MIGRATE_DATABASE_URL"]).connect() as own:
        run(own)
        own.commit()
