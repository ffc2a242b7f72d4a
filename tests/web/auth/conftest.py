"""Credentials for the cast, and limits that begin anew with each test."""

import pytest
from redis import Redis

from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.passwords import hash_password
from coach_platform.kit import clock
from coach_platform.kit.db import db

PASSWORD = "a quiet Tuesday"


@pytest.fixture(autouse=True)
def _fresh_limits(app, services):
    counters = app.extensions["rebound.limits"]
    counters.memory.storage.reset()
    with Redis.from_url(services.redis_url) as redis:  # a client of its own: the product's gives up after half a second
        redis.flushdb()
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
