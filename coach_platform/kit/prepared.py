"""Statements that are built once a process. Building a large one anew costs more than PostgreSQL takes to answer it.

@prepared
def _actor(shape: bool, *, token_hash: Any) -> Select: ...

db.session.execute(*_actor(True, token_hash=hashed))

What is given by position decides the statement's shape (each is built once and kept); what is given by name is bound:
the builder gets a parameter in its place. The present moment is `NOW`, asked for each time the statement runs: a call of
`clock.now()` inside a builder would be kept for ever, and is refused.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, update_wrapper
from typing import Any, Generic, TypeVar

from sqlalchemy import BindParameter, DateTime, bindparam

from coach_platform.kit import clock

Statement = TypeVar("Statement")
SHAPES = 64  # of one builder; more would be a value that ought to be bound

NOW: BindParameter[Any] = bindparam("this_moment", callable_=lambda: clock.now(), type_=DateTime(timezone=True))


class Prepared(Generic[Statement]):
    """A builder whose statements are kept. Calling it gives (statement, parameters) for `session.execute(*...)`."""

    def __init__(self, build: Callable[..., Statement]) -> None:
        update_wrapper(self, build)
        code = build.__code__
        self._build = build
        self._bound = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
        self.statement = lru_cache(SHAPES)(self._built)

    def __call__(self, *shape: Hashable, **values: Any) -> tuple[Statement, dict[str, Any]]:
        return self.statement(*shape), values

    def _built(self, *shape: Hashable) -> Statement:
        with clock.unasked():
            return self._build(*shape, **{name: bindparam(name) for name in self._bound})


def prepared(build: Callable[..., Statement]) -> Prepared[Statement]:
    """See above."""
    return Prepared(build)
