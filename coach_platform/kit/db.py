"""The database: one declarative base, one session, and the one named door for writes that must outlive a rollback."""

import enum
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Date, DateTime, Engine, Enum, MetaData, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

from coach_platform.kit.ids import new_id

# Constraints are named, so that an IntegrityError can become a domain error by that name (kit/constraints.py).
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _values(kind: type[enum.Enum]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """All tables. Times are aware and UTC, text is text, documents are jsonb."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        UUID: Uuid(),
        datetime: DateTime(timezone=True),
        date: Date(),
        str: Text(),
        dict[str, Any]: JSONB(),
        list[str]: ARRAY(Text()),
        # StrEnums by value, held by a named check: a native enum type is dear to change.
        enum.Enum: Enum(enum.Enum, native_enum=False, length=40, create_constraint=True, values_callable=_values),
    }


Id = Annotated[UUID, mapped_column(primary_key=True, default=new_id)]

# Thin: Flask-SQLAlchemy gives the session and the engine; the models stand on our own Base.
db = SQLAlchemy(session_options={"expire_on_commit": False})


def uuid_array(ids: Iterable[UUID]) -> str:
    """Ids as PostgreSQL writes an array, for `= any(:ids)` in an SQL text: psycopg takes ten times as long for a list."""
    return "{" + ",".join([one.hex for one in ids]) + "}"


@contextmanager
def own_transaction(engine: Engine | None = None) -> Iterator[Session]:
    """A session of its own that commits at the end, whatever becomes of the request around it.

    Only for what must be kept even when the page fails or is a GET: steps of mail delivery, the audit log and attempt
    counters, a coach's look, the touch of a sign-in session, a lagging tab's words (core/drafts/conflicts.py).
    `engine`: for a thread, which has no application context.
    """
    with Session(engine or db.engine, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
        yield session
        session.commit()
