"""Who holds which row, and what becomes of the rows of the dead. Committed for real: locks need two connections."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import text

from coach_platform.core.mail import claims, keys, marks, outbox
from coach_platform.core.mail.marks import Mark
from coach_platform.core.mail.models import MessageState as S
from coach_platform.core.mail.outbox import Recipient
from coach_platform.kit.db import db, own_transaction
from coach_platform.kit.ids import new_id
from tests import apart
from tests.apart import own_database, settings_on

KINDS = ["test_notice"]


@pytest.fixture(scope="module")
def own_app(services, template, environment):
    with own_database(services, template) as urls, apart.own_app(settings_on(environment, urls), "worker") as app:
        yield app


@pytest.fixture
def rows(own_app):
    """`rows(5)` asks for five messages that are due."""
    with own_app.app_context():
        db.session.execute(text("delete from messages"))
        db.session.commit()

        def ask(count):
            for _ in range(count):
                to = Recipient("sam@example.org", "en", "Etc/UTC")
                outbox.add("test_notice", key=keys.about("test_notice", new_id()), to=to, at_once=True)
            db.session.commit()

        yield ask
        db.session.remove()


def lease_is_over():
    db.session.execute(text("update messages set lease_until = clock_timestamp() - interval '1 second'"))
    db.session.commit()


def column(name):
    db.session.rollback()
    return list(db.session.execute(text(f"select {name} from messages order by due_at, id")).scalars())


def test_two_workers_never_hold_the_same_row(rows):
    rows(claims.CHUNK + 20)
    one, two = claims.take(KINDS, "one"), claims.take(KINDS, "two")
    assert (len(one.messages), len(two.messages)) == (claims.CHUNK, 20)
    assert not {m.id for m in one.messages} & {m.id for m in two.messages}
    assert [m.due_at for m in one.messages] == sorted(m.due_at for m in one.messages)


def test_a_row_that_somebody_is_changing_is_skipped_not_waited_for(rows):
    rows(2)
    with own_transaction() as other:
        other.execute(text("select id from messages order by due_at limit 1 for update"))
        assert len(claims.take(KINDS, "one").messages) == 1


def test_a_live_lease_is_respected_and_a_dead_one_taken_over(rows):
    rows(1)
    dead = claims.take(KINDS, "one")
    assert claims.take(KINDS, "two", again=True).messages == []
    lease_is_over()
    taken = claims.take(KINDS, "two", again=True)
    assert [m.attempts for m in taken.messages] == [2]
    assert marks.write(dead, [Mark(dead.messages[0].id, S.SENDING, address="sam@example.org")]) == set()


def test_a_worker_that_slept_past_its_lease_sends_nothing_more(rows):
    rows(1)
    claim = claims.take(KINDS, "one")
    lease_is_over()
    assert marks.write(claim, [Mark(claim.messages[0].id, S.SENDING, address="sam@example.org")]) == set()


def test_renewing_holds_the_rows(rows):
    rows(1)
    claim = claims.take(KINDS, "one")
    db.session.execute(text("update messages set lease_until = clock_timestamp() + interval '1 second'"))
    db.session.commit()
    claims.renew(claim)
    [left] = column("extract(epoch from lease_until - clock_timestamp())")
    assert left > claims.LEASE.total_seconds() - 5


def test_a_long_run_renews_by_itself_and_gives_back_what_it_did_not_begin(rows, monkeypatch):
    monkeypatch.setattr(claims, "BEAT", timedelta(milliseconds=50))
    rows(2)
    claim = claims.take(KINDS, "one")
    with claims.held(claim):
        before = column("lease_until")
        patience = time.monotonic() + 60  # for a busy machine; a renewal takes milliseconds
        while column("lease_until") == before and time.monotonic() < patience:
            time.sleep(0.01)
        assert column("lease_until") > before
    assert column("state") == ["queued", "queued"]
    assert column("attempts") == [0, 0]


def test_a_chunk_that_died_comes_back_smaller_until_the_culprit_is_alone(rows):
    rows(40)
    claims.take(KINDS, "killed")
    lease_is_over()
    assert len(claims.take(KINDS, "killed too", again=True).messages) == claims.SMALL_CHUNK
    lease_is_over()
    first = claims.take(KINDS, "third", again=True)
    assert [m.attempts for m in first.messages] == [2] * 15  # those that died once, before those that died twice
    assert [m.attempts for m in claims.take(KINDS, "third", again=True).messages] == [3]


def test_a_digest_that_died_while_sending_is_counted_as_doubtful(rows):
    rows(1)
    claim = claims.take(KINDS, "one")
    marks.write(claim, [Mark(claim.messages[0].id, S.SENDING, address="sam@example.org")])
    lease_is_over()
    assert [m.doubts for m in claims.take(KINDS, "two", again=True).messages] == [1]


def test_sent_is_the_end(rows):
    rows(1)
    claim = claims.take(KINDS, "one")
    [message] = claim.messages
    assert marks.write(claim, [Mark(message.id, S.SENT)]) == set()  # not before it was marked as sending
    marks.write(claim, [Mark(message.id, S.SENDING, address="sam@example.org")])
    assert marks.write(claim, [Mark(message.id, S.SENT)]) == {message.id}
    assert marks.write(claim, [Mark(message.id, S.QUEUED)]) == set()
    lease_is_over()
    assert claims.take(KINDS, "two", again=True).messages == []


def test_whoever_was_being_sent_when_three_workers_died_is_no_suspect(rows):
    rows(1)
    for number in range(3):
        claim = claims.take(KINDS, f"worker {number}", again=number > 0)
        mark = Mark(claim.messages[0].id, S.SENDING, address="sam@example.org")
        assert len(marks.write(claim, [mark])) == 1
        lease_is_over()
    [message] = claims.take(KINDS, "fourth", again=True).messages
    assert (message.attempts, message.doubts) == (1, 3)
