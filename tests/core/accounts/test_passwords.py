"""Argon2id as production runs it."""

import time
from dataclasses import replace
from threading import BoundedSemaphore

import pytest

from coach_platform.core.accounts import passwords
from coach_platform.kit.errors import Unavailable


@pytest.fixture
def as_in_production(app):
    kept = app.extensions["rebound.config"]
    app.extensions["rebound.config"] = replace(kept, env="laptop")
    with app.app_context():
        yield
    app.extensions["rebound.config"] = kept


def test_production_uses_argon2id_with_64_mib(as_in_production):
    assert passwords.hash_password("a quiet Tuesday").startswith("$argon2id$v=19$m=65536,t=3,p=1$")


def test_nobodys_password_takes_as_long_as_somebodys(as_in_production):
    kept = passwords.hash_password("a quiet Tuesday")
    passwords.verify("warm", None)
    known, unknown = (min(_seconds(whose) for _ in range(3)) for whose in (kept, None))
    assert 0.5 < unknown / known < 2


def _seconds(kept: str | None) -> float:
    begun = time.process_time()
    assert not passwords.verify("not this one", kept)
    return time.process_time() - begun


def test_nobody_comes_in_with_the_stand_ins_password(app):
    with app.app_context():
        assert not passwords.verify("nobody's password", None)


def test_more_at_once_than_slots_waits_and_then_says_so(app, monkeypatch):
    full = BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(passwords, "_slots", full)
    monkeypatch.setattr(passwords, "PATIENCE", passwords.PATIENCE / 100)
    with app.app_context(), pytest.raises(Unavailable):
        passwords.hash_password("a quiet Tuesday")
