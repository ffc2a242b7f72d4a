"""One mail gathers what is said in ten minutes, whoever speaks in the same instant. Committed for real, on two connections."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import text

from coach_platform.core.mail import claims, marks, outbox
from coach_platform.core.mail.marks import Mark
from coach_platform.core.mail.models import MessageState as S
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests import apart
from tests.apart import own_database, settings_on

KIND = "test_notice"
TEN = timedelta(minutes=10)


@pytest.fixture(scope="module")
def own_app(services, template, environment):
    with own_database(services, template) as urls, apart.own_app(settings_on(environment, urls), "worker") as app:
        yield app


@pytest.fixture
def reader(own_app) -> Iterator:
    """The id of somebody to whom things are said."""
    with own_app.app_context():
        who = {"name": "Sam", "name_sort": "sam", "locale": "en", "zone": "Etc/UTC", "created_at": clock.now()}
        person = Person(email=f"{new_id()}@example.org", **who)
        db.session.add(person)
        db.session.commit()
        yield person.id
        db.session.delete(db.session.get(Person, person.id))
        db.session.commit()
        db.session.remove()


def ask(reader, subject) -> bool:
    return outbox.gather(KIND, subject=subject, to=reader, window=TEN)


def firsts() -> list[str]:
    db.session.rollback()
    rows = db.session.execute(text("select params ->> 'first' from messages order by id"))
    return list(rows.scalars())


def in_the_same_instant(app, reader, subject, answer) -> bool:
    """Another connection asks while ours has not committed; `answer` ends ours."""
    begun = Event()

    def other() -> bool:
        with app.app_context():
            begun.set()
            new = ask(reader, subject)
            db.session.commit()
            return new

    with ThreadPoolExecutor(1) as pool:
        theirs = pool.submit(other)
        begun.wait()
        try:
            waits_for_us(theirs)
            answer()
        finally:
            db.session.rollback()
        return theirs.result(timeout=10)


def waits_for_us(theirs: Future) -> None:
    """Until the other connection really stands before our lock."""
    for _ in range(500):
        if db.session.execute(text("select count(*) from pg_locks where not granted")).scalar():
            return
        assert not theirs.done(), theirs.result()
        db.session.execute(text("select pg_sleep(0.01)"))
    raise AssertionError("the other connection waits for nothing")


def test_what_is_said_while_a_mail_waits_joins_it(reader):
    subjects = [new_id(), new_id()]
    assert [ask(reader, subject) for subject in subjects] == [True, False]
    assert firsts() == []  # rolled back: a page that fails asks for nothing
    for subject in subjects:
        ask(reader, subject)
    db.session.commit()
    assert firsts() == [str(subjects[0])]


def test_two_in_the_same_instant_are_one_mail(own_app, reader):
    first, second = new_id(), new_id()
    assert ask(reader, first)
    assert not in_the_same_instant(own_app, reader, second, db.session.commit)
    assert firsts() == [str(first)]


def test_when_the_one_who_opened_it_fails_the_other_opens_it(own_app, reader):
    assert ask(reader, new_id())
    second = new_id()
    assert in_the_same_instant(own_app, reader, second, db.session.rollback)
    assert firsts() == [str(second)]


def test_who_spoke_first_and_committed_last_is_not_forgotten(own_app, reader):
    earlier, later = new_id(), new_id()
    assert ask(reader, later)
    assert not in_the_same_instant(own_app, reader, earlier, db.session.commit)
    assert firsts() == [str(earlier)]


def test_many_at_once_are_one_mail(own_app, reader):
    def one(_n: int) -> bool:
        with own_app.app_context():
            new = ask(reader, new_id())
            db.session.commit()
            return new

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(24))) == 1
    assert len(firsts()) == 1


def test_the_same_comment_is_told_to_each_of_two_readers(reader):
    who = {"name": "Lee", "name_sort": "lee", "locale": "en", "zone": "Etc/UTC", "created_at": clock.now()}
    other = Person(email=f"{new_id()}@example.org", **who)
    db.session.add(other)
    db.session.flush()
    subject = new_id()
    assert [ask(reader, subject), ask(other.id, subject)] == [True, True]
    db.session.rollback()


def test_a_claimed_mail_takes_in_nothing_more_and_one_that_was_put_back_does(reader):
    ask(reader, new_id())
    db.session.execute(text("update messages set due_at = now() - interval '1 minute'"))
    db.session.commit()
    claim = claims.take([KIND], "one")
    assert ask(reader, new_id())  # a new one: what is claimed may be written already
    db.session.rollback()
    marks.write(claim, [Mark(claim.messages[0].id, S.QUEUED, due_at=clock.now() + TEN)])
    assert not ask(reader, new_id())
    db.session.rollback()


def test_a_mail_that_is_put_back_stands_beside_the_one_that_was_opened_meanwhile(reader):
    ask(reader, new_id())
    db.session.execute(text("update messages set due_at = now() - interval '1 minute'"))
    db.session.commit()
    claim = claims.take([KIND], "one")
    ask(reader, new_id())
    db.session.commit()
    claims.release(claim)
    assert len(firsts()) == 2
    assert not ask(reader, new_id())
    db.session.rollback()
