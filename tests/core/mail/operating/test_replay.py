"""Trying again what failed: asked everything anew, once, under the same Message-ID."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coach_platform.core.mail.models import MailChoice, Suppression
from coach_platform.core.mail.operating import replay
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail_history.lists import Wanted, my_mail
from coach_platform.core.relations.models import AuditEvent
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotAllowed, NotFound
from tests.core.mail.operating.conftest import NOON


@pytest.fixture
def fail(ask, run, sink):
    """A message that the relay refused at the end, for good."""

    def one(**more):
        sink.at_data["sam@example.org"] = "554 5.7.1 No"
        message = ask(**more)
        run()
        sink.at_data.clear()
        db.session.refresh(message)
        assert (message.state, message.reason) == ("failed", Reason.LETTER_REFUSED)
        return message

    return one


def again(cast, kind="test_notice", reason=Reason.LETTER_REFUSED):
    count = replay.try_again(kind, reason, actor=cast.root)
    db.session.commit()
    return count


def test_what_failed_goes_once_more_under_its_own_number(cast, fail, run, sink):
    message = fail()
    assert again(cast) == 1
    assert run().accepted == 1
    db.session.refresh(message)
    assert (message.state, message.reason, message.error, message.done_at) == ("sent", None, None, NOON)
    assert list(sink.by_id) == [f"<{message.id}@mail.example.org>"]
    assert again(cast) == 0  # it did not fail again


def test_it_begins_with_all_its_patience(cast, fail, noon):
    message = fail()
    noon.shift(timedelta(hours=1))
    again(cast)
    db.session.refresh(message)
    assert (message.attempts, message.deferrals, message.doubts) == (0, 0, 0)
    assert message.due_at == NOON + timedelta(hours=1)


def test_what_has_lost_its_sense_meanwhile_is_skipped(cast, fail, run, sink):
    message = fail()
    off = {"wanted": False, "changed_at": NOON, "changed_by": "settings"}
    db.session.add(MailChoice(person_id=cast.sam.person_id, kind="test_notice", **off))
    again(cast)
    run()
    db.session.refresh(message)
    assert (message.state, message.reason, len(sink.letters)) == ("skipped", Reason.TURNED_OFF, 0)


def test_an_address_that_nothing_is_sent_to_is_still_not_written_to(cast, ask, run, sink):
    sink.at_rcpt["sam@example.org"] = "550 5.1.1 No such user"
    message = ask()
    run()
    [found] = replay.failed()
    assert (found.reason, found.in_vain, found.count) == (Reason.ADDRESS_REFUSED, True, 1)
    sink.at_rcpt.clear()
    again(cast, reason=Reason.ADDRESS_REFUSED)
    run()
    db.session.refresh(message)
    assert (message.state, message.reason) == ("skipped", Reason.SUPPRESSED)
    assert db.session.scalars(select(Suppression.address)).all() == ["sam@example.org"]


def test_failures_are_told_by_kind_and_reason_and_forgotten_after_two_weeks(cast, fail, noon):
    fail()
    noon.shift(timedelta(hours=1))
    fail()
    [found] = replay.failed()
    assert (found.kind, found.reason, found.count, found.doubtful) == (
        "test_notice",
        Reason.LETTER_REFUSED,
        2,
        False,
    )
    assert (found.oldest, found.newest) == (NOON, NOON + timedelta(hours=1))
    assert replay.failed("test_digest") == replay.failed(reason="no_answer") == []
    noon.shift(replay.SHOWN_FOR)
    assert replay.failed() == []
    assert again(cast) == 0


def test_its_reader_finds_the_step_in_their_history(cast, fail, run):
    fail()
    again(cast)
    run()
    [line] = my_mail(cast.sam, wanted=Wanted()).rows
    assert Reason.REPLAYED in [step.reason for step in line.steps]


def test_it_is_in_the_audit_log_and_an_operators_alone(cast, fail):
    fail()
    with pytest.raises(NotAllowed):
        replay.try_again("test_notice", Reason.LETTER_REFUSED, actor=cast.dana)
    with pytest.raises(NotFound):
        replay.try_again("nothing", Reason.LETTER_REFUSED, actor=cast.root)
    again(cast)
    [event] = db.session.scalars(select(AuditEvent))
    assert (event.event, event.details) == (
        "mail.tried_again",
        {"kind": "test_notice", "reason": "letter_refused", "count": 1},
    )
