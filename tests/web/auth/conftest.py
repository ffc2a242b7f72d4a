"""Credentials for the cast, and limits that begin anew with each test."""

import pytest

from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.passwords import hash_password
from coach_platform.kit import clock
from coach_platform.kit.db import db

PASSWORD = "a quiet Tuesday"


@pytest.fixture(autouse=True)
def _fresh_limits(app):
    counters = app.extensions["rebound.limits"]
    counters.memory.storage.reset()
    counters.redis.storage.reset()
    counters.ask_again()


@pytest.fixture
def with_passwords(cast):
    """The cast, each with the same password."""
    for who in (cast.sam, cast.nina, cast.casey, cast.root):
        db.session.add(
            Credential(person_id=who.person_id, password_hash=hash_password(PASSWORD), changed_at=clock.now())
        )
    db.session.commit()
    return cast
