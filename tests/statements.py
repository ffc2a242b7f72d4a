"""Counting SQL statements, so that a page's number is asserted and does not grow with rows."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import Engine, event


class Statements(list[str]):
    """The statements that were run inside a `with counted() as statements` block, savepoints left out."""


@contextmanager
def _counting() -> Iterator[Statements]:
    seen = Statements()

    def note(conn, cursor, statement, parameters, context, executemany):
        if not statement.upper().startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def counted() -> Callable[[], AbstractContextManager[Statements]]:
    """`with counted() as statements: ...; assert len(statements) <= 8`."""
    return _counting
