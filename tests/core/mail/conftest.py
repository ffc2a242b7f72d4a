"""Kinds of the tests' own, a real SMTP server, and one delivery run."""

import pytest

from coach_platform.core.mail import kinds
from coach_platform.core.mail.delivery import deliver
from coach_platform.core.mail.kinds import Family, Kind, Lane, one_by_one
from coach_platform.core.mail.letters import Letter
from coach_platform.core.mail.transport import Relay
from tests.smtp import Sink, running


def plain(message):
    return Letter(f"About {message.kind}", f"Hello {message.name}\n", f"<p>Hello {message.name}</p>")


def kind(name, family=Family.NOTICE, **more):
    return Kind(name, family, label=name, why="Because of a test.", **{"compose": one_by_one(plain), **more})


@pytest.fixture(autouse=True)
def own_kinds(monkeypatch):
    """`test_notice`, `test_password`, `test_digest`, and whatever a test adds with `add_kind`."""
    table = kinds.Kinds(kinds.all_kinds())
    monkeypatch.setattr(kinds, "_KINDS", table)
    kinds.register(
        kind("test_notice"),
        kind("test_password", Family.TRANSACTIONAL, essential=True),
        kind("test_digest", Family.DIGEST),
    )
    return table


@pytest.fixture
def sink():
    with running(Sink()) as sink:
        yield sink


@pytest.fixture
def relay(sink):
    relay = Relay(sink.url, hello="mail.example.org")
    yield relay
    relay.close()


@pytest.fixture
def run(session, relay):
    """Deliver what is due in a lane, once: `run()`, `run(Lane.DIGESTS)`, `run(again=True)`."""

    def once(lane=Lane.POST, **options):
        return deliver(lane, relay=relay, worker="test", **options)

    return once
