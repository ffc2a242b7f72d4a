"""Argon2id, slow on purpose: at most two at once in a process, so that a flood of sign-ins cannot take all its memory."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from coach_platform.core.accounts.password_rules import LONGEST, normal
from coach_platform.kit.errors import Unavailable
from coach_platform.kit.settings import settings

AT_ONCE = 2  # 64 MiB each
PATIENCE = timedelta(seconds=5)  # then the page says "in a moment" instead of holding a thread
_slots = BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """What the credential keeps. Raises: Unavailable when too many are at it."""
    with _slot():
        return _hasher().hash(normal(password))


def verify(password: str, kept: str | None) -> bool:
    """Whether `password` is the one that `kept` was made of. Takes as long when there is none. Raises: Unavailable."""
    hasher, stand_in = _hasher(), _stand_in()
    given = normal(password)
    with _slot():
        try:
            right = hasher.verify(kept or stand_in, given[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return right and kept is not None


def nobodys() -> str:
    """A password nobody knows, for an account whose old one must not open any more."""
    return secrets.token_urlsafe(48)


def is_outdated(kept: str) -> bool:
    """Whether `kept` was made with other parameters than those of today."""
    return _hasher().check_needs_rehash(kept)


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=PATIENCE.total_seconds()):
        raise Unavailable
    try:
        yield
    finally:
        _slots.release()


def _hasher() -> PasswordHasher:
    return _quick() if settings().env == "test" else _slow()


@cache
def _slow() -> PasswordHasher:
    # RFC 9106's second choice in memory and passes; one lane, because a sign-in should not take every core.
    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


@cache
def _quick() -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def _stand_in() -> str:
    return _stand_in_of(settings().env == "test")


@cache
def _stand_in_of(quick: bool) -> str:
    # Verified for addresses nobody has, so that they take as long as the others.
    return (_quick() if quick else _slow()).hash("nobody's password")
