"""The list of mails and why: from what delivery recorded, for its person alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from coach_platform.content.vocabulary import ActionKind
from coach_platform.core.accounts.preferences import be_quiet
from coach_platform.core.applications.search_end import found_work
from coach_platform.core.digests import due
from coach_platform.core.digests.models import Face, Frequency
from coach_platform.core.digests.preferences import change_preferences, ensure_schedule
from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.choices import By, choose
from coach_platform.core.mail.delivery import deliver
from coach_platform.core.mail.kinds import Lane
from coach_platform.core.mail.models import Message, MessageState, Suppression
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.transport import Relay
from coach_platform.core.mail_history.expected import expected
from coach_platform.core.mail_history.lines import Became, What
from coach_platform.core.mail_history.lists import Wanted, my_mail
from coach_platform.core.mail_history.standing import kinds_of
from coach_platform.core.plans import actions
from coach_platform.core.plans.details import Details
from coach_platform.core.relations.models import Person, Role
from coach_platform.core.reminders.sweeping import sweep
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.core.mail.conftest import own_kinds  # noqa: F401 - kinds of the tests' own
from tests.smtp import Sink, running

TORONTO = "America/Toronto"
SUNDAY_NOON = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
EVERYTHING = Wanted()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return clock.instant(datetime(2026, 11, day, hour, minute), TORONTO)


@pytest.fixture(autouse=True)
def hand():
    with time_machine.travel(SUNDAY_NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sink():
    with running(Sink()) as sink:
        yield sink


@pytest.fixture
def run(session, sink):
    relay = Relay(sink.url, hello="mail.example.org")
    yield lambda lane=Lane.POST: deliver(lane, relay=relay, worker="test")
    relay.close()


def ask(cast, kind="address_is_known", **more):
    outbox.add(kind, key=keys.about(kind, new_id()), to=cast.sam.person_id, **more)
    db.session.flush()


def lines(actor, wanted=EVERYTHING, page=""):
    db.session.expire_all()
    return my_mail(actor, wanted=wanted, page=page).rows


def steps(line) -> list[tuple]:
    return [(step.what, step.at, step.reason) for step in line.steps]


def test_what_was_sent_says_when_it_was_asked_for_and_when_it_went(cast, run, hand):
    ask(cast)
    hand.shift(timedelta(seconds=30))
    run()
    [line] = lines(cast.sam)
    assert (line.kind, line.became, line.reason, line.until) == ("address_is_known", Became.SENT, None, None)
    assert steps(line) == [
        (What.ASKED, SUNDAY_NOON, None),
        (What.SENT, SUNDAY_NOON + timedelta(seconds=30), None),
    ]


def test_what_was_asked_for_at_night_says_it_waits_for_the_morning_and_still_says_so_when_it_went(cast, run, hand):
    hand.move_to(at(22, 23))
    outbox.gather("test_notice", subject=new_id(), to=cast.sam.person_id, window=timedelta(minutes=10))
    [line] = lines(cast.sam)
    assert (line.became, line.reason, line.until) == (Became.WAITS, Reason.QUIET_HOURS, at(23, 8))
    assert line.collects
    hand.move_to(at(23, 8, 1))
    run()
    [line] = lines(cast.sam)
    assert (line.became, line.reason, line.until) == (Became.SENT, None, None)
    assert steps(line) == [
        (What.ASKED, at(22, 23), None),
        (What.DUE, at(22, 23, 10), None),
        (What.HELD, at(22, 23), Reason.QUIET_HOURS),
        (What.SENT, at(23, 8, 1), None),
    ]


def test_what_the_night_overtook_is_held_until_eight_and_says_so(cast, run, hand):
    hand.move_to(at(22, 19, 59))
    ask(cast, "test_notice")
    hand.move_to(at(22, 20, 1))
    run()
    [line] = lines(cast.sam)
    assert (line.became, line.reason, line.until) == (Became.WAITS, Reason.QUIET_HOURS, at(23, 8))
    assert [(step.what, step.at, step.until) for step in line.steps][1:] == [(What.HELD, at(22, 20, 1), at(23, 8))]


def test_not_today_is_a_step_and_the_waiting_line_says_until_when(cast, run, hand):
    hand.move_to(at(23, 9))
    ensure_schedule(cast.sam.person_id, Face.SEEKER, TORONTO, hour=10)
    be_quiet(cast.sam, 24)
    hand.move_to(at(23, 10))
    due.sweep_due()
    run(Lane.DIGESTS)
    [line] = lines(cast.sam)
    assert (line.became, line.reason) == (Became.SKIPPED, Reason.NOT_TODAY)  # twelve hours are less than a day
    assert steps(line) == [(What.ASKED, at(23, 10), None), (What.SKIPPED, at(23, 10), Reason.NOT_TODAY)]
    action = Details(what="Read", kind=ActionKind.PRACTICE, due_on=date(2026, 11, 27))
    actions.add_action(cast.sam, details=action)
    hand.move_to(at(24, 9))
    db.session.execute(update(Person).values(quiet_until=None))
    hand.move_to(at(26, 8))
    sweep()
    be_quiet(cast.sam, 24)
    run()
    waiting = lines(cast.sam)[0]
    assert (waiting.kind, waiting.became, waiting.reason) == ("action_due", Became.WAITS, Reason.NOT_TODAY)
    assert waiting.until == at(27, 8)
    assert [(one.topic, one.left_out) for one in waiting.gathered] == [("due", None)]


def test_a_digest_that_never_came_says_there_was_nothing_to_say(cast, run, hand):
    ensure_schedule(cast.sam.person_id, Face.SEEKER, TORONTO)
    hand.move_to(at(23, 8))
    due.sweep_due()
    run(Lane.DIGESTS)
    [line] = lines(cast.sam)
    assert (line.kind, line.became, line.reason) == ("digest_seeker", Became.SKIPPED, Reason.EMPTY)
    digest = next(one for one in kinds_of(cast.sam.person_id, {Role.SEEKER}) if one.kind == "digest_seeker")
    assert (digest.last.became, digest.last.reason, digest.last.at) == (Became.SKIPPED, Reason.EMPTY, at(23, 8))


def test_each_no_of_the_mail_server_is_a_step_with_its_reason(cast, run, hand, sink):
    sink.at_rcpt["sam@example.org"] = "451 later"
    ask(cast, "test_notice")
    run()
    [line] = lines(cast.sam)
    assert (line.became, line.reason) == (Became.WAITS, Reason.RELAY_LATER)
    sink.at_rcpt["sam@example.org"] = "550 no such user"
    hand.move_to(line.until)
    run()
    [line] = lines(cast.sam)
    assert (line.became, line.reason) == (Became.FAILED, Reason.ADDRESS_REFUSED)
    assert [(step.what, step.reason) for step in line.steps] == [
        (What.ASKED, None),
        (What.HELD, Reason.RELAY_LATER),
        (What.FAILED, Reason.ADDRESS_REFUSED),
    ]
    ask(cast, "test_notice")
    run()
    assert lines(cast.sam)[0].reason is Reason.SUPPRESSED


def test_each_person_sees_their_own_and_nothing_older_than_a_year(cast):
    ask(cast)
    outbox.add("address_is_known", key=keys.about("x", new_id()), to=cast.nina.person_id)
    db.session.flush()
    assert len(lines(cast.sam)) == len(lines(cast.nina)) == 1
    assert lines(cast.omar) == []
    db.session.execute(update(Message).values(created_at=clock.now() - timedelta(days=366)))
    assert lines(cast.sam) == []


def test_it_narrows_to_a_kind_and_to_what_became_of_it(cast):
    for kind in ("address_is_known", "mail_check"):
        ask(cast, kind)
    db.session.execute(update(Message).where(Message.kind == "mail_check").values(state=MessageState.FAILED))
    assert [line.kind for line in lines(cast.sam, Wanted(kind="mail_check"))] == ["mail_check"]
    assert [line.kind for line in lines(cast.sam, Wanted(became=Became.WAITS))] == ["address_is_known"]
    assert [line.kind for line in lines(cast.sam, Wanted(became=Became.FAILED))] == ["mail_check"]
    assert lines(cast.sam, Wanted(kind="mail_check", became=Became.SENT)) == []


def test_pages_by_mark_show_each_once_and_cost_two_statements(cast, counted):
    ids = [new_id() for _ in range(120)]
    for key in ids:
        outbox.add("address_is_known", key=keys.about("x", key), to=cast.sam.person_id)
    db.session.flush()
    seen, page = [], ""
    while True:
        with counted() as statements:
            found = my_mail(cast.sam, wanted=EVERYTHING, page=page)
        assert len(statements) <= 2
        seen += [row.id for row in found.rows]
        if not (page := found.next):
            break
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, reverse=True)


def test_a_kind_that_was_turned_off_says_since_when_and_from_where(cast):
    choose(cast.sam, "comments", wanted=False)
    known = {one.kind: one for one in kinds_of(cast.sam.person_id, {Role.SEEKER})}
    assert (known["comments"].off_since, known["comments"].off_by) == (SUNDAY_NOON, By.SETTINGS)
    assert known["action_due"].off_since is None
    assert known["action_due"].last is None
    assert "digest_coach" not in known


def test_what_comes_next_is_the_summary_and_what_ones_own_dates_lead_to(cast):
    ensure_schedule(cast.sam.person_id, Face.SEEKER, TORONTO)
    actions.add_action(cast.sam, details=Details(what="Read", kind=ActionKind.PRACTICE, due_on=date(2026, 11, 27)))
    shown = expected(cast.sam.person_id, {Role.SEEKER}, with_reminders=True)
    assert [(one.kind, one.at) for one in shown.mails] == [("digest_seeker", at(23, 8)), ("action_due", at(26, 8))]
    without = expected(cast.sam.person_id, {Role.SEEKER}, with_reminders=False)
    assert [one.kind for one in without.mails] == ["digest_seeker"]


def test_the_reminder_that_was_foretold_is_the_one_that_comes(cast, hand):
    actions.add_action(cast.sam, details=Details(what="Read", kind=ActionKind.PRACTICE, due_on=date(2026, 11, 27)))
    [said] = expected(cast.sam.person_id, {Role.SEEKER}, with_reminders=True).mails
    hand.move_to(said.at - timedelta(minutes=1))
    sweep()
    assert lines(cast.sam) == []
    hand.move_to(said.at)
    sweep()
    assert [line.kind for line in lines(cast.sam)] == [said.kind]


def test_nothing_is_foretold_that_is_turned_off_or_silenced(cast):
    ensure_schedule(cast.sam.person_id, Face.SEEKER, TORONTO)
    actions.add_action(cast.sam, details=Details(what="Read", kind=ActionKind.PRACTICE, due_on=date(2026, 11, 27)))
    choose(cast.sam, "action_due", wanted=False)
    change_preferences(cast.sam, Face.SEEKER, frequency=Frequency.OFF, weekday=0, hour=8)
    shown = expected(cast.sam.person_id, {Role.SEEKER}, with_reminders=True)
    assert [(one.kind, one.at) for one in shown.mails] == [("digest_seeker", None)]
    found_work(cast.sam)
    shown = expected(cast.sam.person_id, {Role.SEEKER}, with_reminders=True)
    assert (shown.mails, shown.found_work) == ((), True)


def test_what_keeps_everything_silent_is_said(cast):
    be_quiet(cast.sam, 24)
    db.session.add(Suppression(address="sam@example.org", reason="address_refused", since_at=clock.now()))
    db.session.execute(update(Person).where(Person.id == cast.sam.person_id).values(confirmed_at=None))
    shown = expected(cast.sam.person_id, {Role.SEEKER}, with_reminders=True)
    assert (shown.unconfirmed, shown.suppressed) == (True, True)
    assert shown.quiet_until == db.session.scalar(select(Person.quiet_until).where(Person.id == cast.sam.person_id))
