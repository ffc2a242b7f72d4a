"""Noon, a real SMTP server and the kinds of the tests next door."""

from datetime import UTC, datetime

import pytest
import time_machine

from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.models import Message
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.core.mail.conftest import own_kinds, relay, run, sink

__all__ = ["own_kinds", "relay", "run", "sink"]

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # a Tuesday noon in Toronto


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ask(cast):
    """`ask()`, `ask("test_password")`: a message to Sam, as committed."""

    def one(kind="test_notice", to=None, **more) -> Message:
        key = keys.about(kind, new_id())
        outbox.add(kind, key=key, to=to or cast.sam.person_id, **more)
        db.session.commit()
        return db.session.query(Message).filter_by(key=key.text).one()

    return one
