"""Turns a violated constraint into what it means, by the constraint's name."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from coach_platform.kit.db import db


def violated(error: IntegrityError) -> str:
    """The name of the constraint that `error` is about, or an empty string."""
    return getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""


@contextmanager
def meaning(meanings: dict[str, Exception]) -> Iterator[None]:
    """Flush inside a savepoint; a violated constraint named in `meanings` raises that error instead."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        if (name := violated(error)) in meanings:
            raise meanings[name] from error
        raise
