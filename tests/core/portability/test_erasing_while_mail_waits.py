"""After an erasure no letter to that person leaves, wherever it was at that moment. Committed for real, over real SMTP."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import text

from coach_platform.core.mail import keys, kinds, outbox
from coach_platform.core.mail.delivery import deliver
from coach_platform.core.mail.kinds import Family, Kind, Lane, one_by_one
from coach_platform.core.mail.letters import Letter
from coach_platform.core.mail.outbox import Recipient
from coach_platform.core.mail.transport import Relay
from coach_platform.core.portability import erasure
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests import apart
from tests.apart import own_database, settings_on
from tests.smtp import Sink, running

LEAVING = "leaving@example.org"
KINDS = {"test_notice": Family.TRANSACTIONAL, "test_digest": Family.DIGEST}


@pytest.fixture
def app(services, template, environment) -> Iterator:
    """The worker's application on a database where commits are commits."""
    with (
        own_database(services, template) as urls,
        apart.own_app(settings_on(environment, urls), "worker") as app,
        app.app_context(),
    ):
        yield app
        db.session.remove()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running(Sink()) as sink:
        yield sink


@pytest.fixture
def while_writing(monkeypatch) -> list[Callable[[], None]]:
    """What is put in it is called when a letter is being written. Two kinds of our own are known meanwhile."""
    acts: list[Callable[[], None]] = []

    def write(_message) -> Letter:
        for act in acts:
            act()
        return Letter("Hello", "Hello\n", "<p>Hello</p>")

    table = kinds.Kinds(kinds.all_kinds())
    monkeypatch.setattr(kinds, "_KINDS", table)
    for name, family in KINDS.items():
        table[name] = Kind(name, family, label=name, why="A test.", compose=one_by_one(write))
    return acts


@pytest.fixture
def run(app, sink) -> Iterator[Callable]:
    """`run(lane)`: one delivery over what is due."""
    relay = Relay(sink.url, hello="mail.example.org")
    yield lambda lane: deliver(lane, relay=relay, worker="test")
    relay.close()


@pytest.fixture
def person(app, while_writing) -> UUID:
    """Somebody who asked to be erased; of each kind two letters to them are due, one as to a stranger, and one to another."""
    moment = clock.now()
    who = {"name": "Sam", "name_sort": "sam", "locale": "en", "zone": "Etc/UTC", "created_at": moment}
    leaving = Person(email=LEAVING, confirmed_at=moment, **who)
    other = Person(email="staying@example.org", confirmed_at=moment, **who)
    db.session.add_all([leaving, other])
    db.session.flush()
    db.session.execute(text("insert into erasures values (:me, now(), 0)"), {"me": leaving.id})
    for kind in KINDS:
        for to in (leaving, Recipient(LEAVING, "en", "Etc/UTC"), other):
            outbox.add(kind, key=keys.about(kind, new_id()), to=to, at_once=True)
    db.session.commit()
    return leaving.id


def erase(app, person_id: UUID) -> bool:
    """As another worker, on another connection."""

    def work() -> bool:
        with app.app_context():
            done = erasure.erase(person_id)
            db.session.commit()
            return done

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result(timeout=10)


def arrived(sink: Sink) -> list[str]:
    return sorted(sink.recipients)


@pytest.mark.parametrize("lane", list(Lane))
def test_what_a_worker_holds_does_not_leave_after_the_erasure(app, run, person, sink, while_writing, lane):
    erased: list[bool] = []
    while_writing.append(lambda: erased or erased.append(erase(app, person)))
    run(lane)
    assert erased == [True]
    assert arrived(sink) == ["staying@example.org"]
    left = db.session.execute(text("select distinct address from messages")).scalars().all()
    assert left == ["staying@example.org"]


def test_what_was_queued_does_not_leave_either(app, run, person, sink):
    assert erase(app, person)
    for lane in Lane:
        run(lane)
    assert arrived(sink) == ["staying@example.org"] * 2


def test_an_erasure_waits_while_a_letter_is_handed_over_and_that_is_no_failed_attempt(app, person):
    held = "update messages set state = 'sending', claimed_by = 'one', lease_until = clock_timestamp() + interval '{}'"
    db.session.execute(text(held.format("1 minute") + " where address = 'leaving@example.org'"))
    db.session.commit()
    for _ in range(erasure.ATTEMPTS + 1):
        assert not erase(app, person)
    assert erasure.due_erasures() == [person]
    assert db.session.execute(text("select count(*) from messages")).scalar() == 6
    db.session.rollback()
    db.session.execute(text(held.format("-1 second") + " where state = 'sending'"))  # its worker died
    db.session.commit()
    assert erase(app, person)
    assert erasure.due_erasures() == []
