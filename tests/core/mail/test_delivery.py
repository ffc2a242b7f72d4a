"""A message from its row to the reader, and every way it may not get there."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, text, update

from coach_platform.core.access.actor import Actor
from coach_platform.core.mail import keys, kinds, outbox
from coach_platform.core.mail.kinds import Lane
from coach_platform.core.mail.letters import Letter
from coach_platform.core.mail.models import MailChoice, Message, MessageState, Suppression
from coach_platform.core.mail.outbox import Recipient
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.core.mail.conftest import kind

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # a Tuesday noon in Toronto
NIGHT = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)  # 23:00 there
MORNING = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)  # 08:00 there


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def ask(to, kind="test_notice", **more) -> Message:
    outbox.add(kind, key=keys.about(kind, new_id()), to=to.person_id if isinstance(to, Actor) else to, **more)
    db.session.commit()
    return db.session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id.desc())).first()


def again(message: Message) -> Message:
    db.session.refresh(message)
    return message


def test_a_message_goes_from_its_row_to_the_reader_once(cast, run, sink):
    message = ask(cast.sam)
    assert run().accepted == 1
    assert run().claimed == 0
    [letter] = sink.letters
    assert letter["To"] == "Sam Okafor <sam@example.org>"
    assert letter["Message-ID"] == f"<{message.id}@mail.example.org>"
    assert again(message).state is MessageState.SENT
    assert message.sent_at == NOON
    assert message.claimed_by is None


def test_asking_twice_is_asking_once(cast, run, sink):
    key = keys.about("test_notice", new_id())
    assert outbox.add("test_notice", key=key, to=cast.sam.person_id)
    assert not outbox.add("test_notice", key=key, to=cast.sam.person_id)
    run()
    assert len(sink.letters) == 1


def test_somebody_without_an_account_is_written_to_at_the_given_address(cast, run, sink):
    ask(Recipient("new@example.org", "fr", "America/Toronto"), "test_password")
    run()
    assert sink.letters[0]["To"] == "new@example.org"
    assert sink.letters[0]["Content-Language"] == "fr-CA"


def test_the_connection_is_kept_from_letter_to_letter(cast, run, sink):
    for _ in range(3):
        ask(cast.sam)
    run()
    ask(cast.sam)
    run()
    assert len(sink.letters) == 4
    assert sink.connections == 1


def test_what_is_not_yet_due_waits(cast, run, sink, noon):
    ask(cast.sam, due_at=NOON + timedelta(minutes=10))
    assert run().claimed == 0
    noon.shift(timedelta(minutes=10))
    assert run().accepted == 1


def test_nobody_is_written_to_in_their_quiet_hours(cast, run, sink, noon):
    noon.move_to(NIGHT)
    message = ask(cast.sam)
    assert message.due_at == MORNING
    noon.move_to(MORNING)
    run()
    assert len(sink.letters) == 1


def test_after_an_outage_nobody_is_woken_at_night(cast, run, sink, noon):
    message = ask(cast.sam)
    noon.move_to(NIGHT)
    run()
    assert (again(message).state, message.reason, message.due_at) == ("queued", Reason.QUIET_HOURS, MORNING)
    assert sink.letters == []


def test_what_somebody_waits_for_goes_at_any_hour(cast, run, sink, noon):
    noon.move_to(NIGHT)
    ask(cast.sam, "test_password")
    ask(cast.sam, at_once=True)
    run()
    assert len(sink.letters) == 2


def test_not_today_silences_all_but_what_is_waited_for(cast, run, sink, noon):
    db.session.get(Person, cast.sam.person_id).quiet_until = NOON + timedelta(hours=24)
    message = ask(cast.sam)
    ask(cast.sam, "test_password")
    run()
    assert len(sink.letters) == 1
    assert (again(message).reason, message.due_at) == (Reason.NOT_TODAY, NOON + timedelta(hours=24))


def test_not_today_past_the_latest_moment_is_a_skip_with_its_reason(cast, run, sink):
    db.session.get(Person, cast.sam.person_id).quiet_until = NOON + timedelta(hours=24)
    message = ask(cast.sam, latest_at=NOON + timedelta(hours=3))
    run()
    assert (again(message).state, message.reason) == ("skipped", Reason.NOT_TODAY)


def test_a_kind_that_was_turned_off_is_skipped(cast, run, sink):
    off = {"wanted": False, "changed_at": NOON, "changed_by": "settings"}
    db.session.add(MailChoice(person_id=cast.sam.person_id, kind="test_notice", **off))
    db.session.add(MailChoice(person_id=cast.sam.person_id, kind="test_password", **off))
    message = ask(cast.sam)
    ask(cast.sam, "test_password")  # essential: it cannot be turned off
    run()
    assert len(sink.letters) == 1
    assert (again(message).state, message.reason) == ("skipped", Reason.TURNED_OFF)


def test_too_late_is_skipped(cast, run, sink, noon):
    message = ask(cast.sam, latest_at=NOON + timedelta(hours=1))
    noon.shift(timedelta(hours=2))
    run()
    assert (again(message).state, message.reason) == ("skipped", Reason.TOO_LATE)


def test_a_changed_address_is_obeyed(cast, run, sink):
    ask(cast.sam)
    db.session.get(Person, cast.sam.person_id).email = "sam.new@example.org"
    db.session.commit()
    run()
    assert sink.recipients == ["sam.new@example.org"]


def test_a_letter_that_confirms_an_address_stays_with_it(cast, run, sink):
    kinds.register(kind("test_confirm", kinds.Family.TRANSACTIONAL, as_given=True))
    ask(Recipient("sam.new@example.org", "en", "America/Toronto", cast.sam.person_id), "test_confirm")
    run()
    assert sink.recipients == ["sam.new@example.org"]


def test_a_person_erased_between_the_claim_and_the_sending_gets_nothing(cast, run, sink):
    def compose(messages, _facts):
        db.session.execute(text("delete from messages"))  # as the erasure of a person takes their messages along
        return {m.id: Letter("s", "t", "h") for m in messages}

    kinds.register(kind("test_slow", compose=compose))
    ask(cast.sam, "test_slow")
    run()
    assert sink.letters == []


def test_the_kind_is_asked_again_just_before(cast, run, sink):
    kinds.register(kind("test_vain", still_due=lambda messages, _facts: {m.id: Reason.ENDED for m in messages}))
    message = ask(cast.sam, "test_vain")
    run()
    assert (again(message).state, message.reason) == ("skipped", Reason.ENDED)


def test_an_opt_out_between_the_claim_and_the_sending_is_obeyed(cast, run, sink):
    def compose(messages, _facts):
        row = MailChoice(person_id=cast.sam.person_id, kind="test_slow", wanted=False, changed_at=NOON, changed_by="x")
        db.session.add(row)
        db.session.flush()
        return {m.id: Letter("s", "t", "h") for m in messages}

    kinds.register(kind("test_slow", compose=compose))
    message = ask(cast.sam, "test_slow")
    run()
    assert sink.letters == []
    run()
    assert (again(message).state, message.reason) == ("skipped", Reason.TURNED_OFF)


def test_a_grant_revoked_between_the_claim_and_the_sending_is_obeyed(cast, run, sink):
    grant = cast.grant(Section.PLAN)
    kinds.register(
        kind("test_slow", compose=lambda ms, _: {m.id: Letter("s", "t", "h", grants={grant.id}) for m in ms})
    )
    ask(cast.casey, "test_slow")
    run()
    assert len(sink.letters) == 1
    message = ask(cast.casey, "test_slow")
    cast.revoke()
    run()
    assert len(sink.letters) == 1
    assert again(message).state is MessageState.QUEUED  # to be asked and written anew


def test_an_address_that_was_not_confirmed_gets_only_what_its_owner_waits_for(cast, run, sink):
    db.session.execute(update(Person).where(Person.id == cast.sam.person_id).values(confirmed_at=None))
    notice, digest, password = (ask(cast.sam, one) for one in ("test_notice", "test_digest", "test_password"))
    run()
    run(Lane.DIGESTS)
    assert [letter["Subject"] for letter in sink.letters] == ["About test_password"]
    for held in (notice, digest):
        assert (again(held).state, held.reason) == ("skipped", Reason.NOT_CONFIRMED)
    assert again(password).state is MessageState.SENT


# The relay's answers


@pytest.mark.parametrize("answer", ["450 4.2.0 Greylisted", "421 4.3.2 Closing"])
def test_later_is_tried_again_later(cast, run, sink, noon, answer):
    sink.at_rcpt["sam@example.org"] = answer
    message, other = ask(cast.sam), ask(cast.casey)
    run()
    assert (again(message).state, message.reason, message.deferrals) == ("queued", Reason.RELAY_LATER, 1)
    assert message.due_at == NOON + timedelta(minutes=1)
    assert message.error.startswith(answer[:3])
    assert again(other).state is MessageState.SENT
    sink.at_rcpt.clear()
    noon.shift(timedelta(minutes=1))
    run()
    assert again(message).state is MessageState.SENT
    assert db.session.query(Suppression).count() == 0


def test_after_two_days_of_later_it_is_failed_and_shown(cast, run, sink, noon):
    sink.at_rcpt["sam@example.org"] = "450 4.2.0 Greylisted"
    message = ask(cast.sam, "test_password")
    while again(message).state is MessageState.QUEUED:
        noon.move_to(message.due_at)
        run()
    assert (message.state, message.reason) == ("failed", Reason.RELAY_GAVE_UP)
    assert clock.now() - NOON >= timedelta(hours=47)


def test_a_refused_address_is_failed_and_suppressed(cast, run, sink):
    sink.at_rcpt["sam@example.org"] = "550 5.1.1 <sam@example.org> No such user"
    message = ask(cast.sam)
    run()
    assert (again(message).state, message.reason) == ("failed", Reason.ADDRESS_REFUSED)
    assert "sam@example.org" not in message.error
    assert db.session.get(Suppression, "sam@example.org") is not None
    following = ask(cast.sam)
    run()
    assert (again(following).state, following.reason) == ("skipped", Reason.SUPPRESSED)


def test_a_refused_letter_is_failed_and_the_address_kept(cast, run, sink):
    sink.at_data["sam@example.org"] = "554 5.7.1 Content refused"
    message, other = ask(cast.sam), ask(cast.casey)
    run()
    assert (again(message).state, message.reason) == ("failed", Reason.LETTER_REFUSED)
    assert again(other).state is MessageState.SENT
    assert db.session.query(Suppression).count() == 0


def test_no_answer_after_the_final_dot_is_sent_once_more_under_the_same_id_then_shown(cast, run, sink, noon):
    sink.at_data["sam@example.org"] = "drop"
    message = ask(cast.sam)
    run()
    assert again(message).state is MessageState.UNKNOWN
    for _ in range(5):
        noon.shift(timedelta(minutes=10))
        run()
    assert (again(message).state, message.reason) == ("failed", Reason.NO_ANSWER)
    assert list(sink.by_id.values()) == [2]


def test_without_a_relay_everything_waits_and_nobody_is_blamed(cast, run, relay, sink):
    relay._url = relay._url._replace(netloc="127.0.0.1:9")
    messages = [ask(cast.sam), ask(cast.casey)]
    assert run().accepted == 0
    assert {(again(m).state, m.attempts, m.deferrals) for m in messages} == {("queued", 0, 0)}
    relay._url = relay._url._replace(netloc=f"127.0.0.1:{sink.port}")
    assert run().accepted == 2


# Bad rows


def test_one_bad_row_stops_nobody_else_and_is_failed_after_three_attempts(cast, run, sink, noon):
    def compose(messages, _facts):
        if any(m.params for m in messages):
            raise ZeroDivisionError
        return {m.id: Letter("s", "t", "h") for m in messages}

    kinds.register(kind("test_fragile", compose=compose))
    bad = ask(cast.sam, "test_fragile", params={"bad": 1})
    good = [ask(cast.sam, "test_fragile") for _ in range(6)]
    run()
    assert {again(m).state for m in good} == {"sent"}
    assert (again(bad).state, bad.attempts, bad.error) == ("queued", 1, "ZeroDivisionError")
    for _ in range(2):
        noon.shift(timedelta(minutes=5))
        run(again=True)
    assert (again(bad).state, bad.reason) == ("failed", Reason.NOT_COMPOSED)


def test_a_kind_that_only_a_newer_release_knows_waits_for_it(cast, run, own_kinds, sink):
    message = ask(cast.sam)
    newer = own_kinds.pop("test_notice")
    run()
    assert again(message).state is MessageState.QUEUED
    kinds.register(newer)
    run()
    assert again(message).state is MessageState.SENT
