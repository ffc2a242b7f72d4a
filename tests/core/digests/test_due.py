"""From a schedule to one message a period, set by set."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, text

from coach_platform.core.digests import due
from coach_platform.core.digests.models import DigestSchedule, Face, Frequency
from coach_platform.core.digests.now import send_now
from coach_platform.core.digests.preferences import change_preferences, choices, ensure_schedule, zone_changed
from coach_platform.core.mail.models import Message
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MONDAY_EIGHT = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)  # in Toronto


@pytest.fixture(autouse=True)
def sunday():
    with time_machine.travel(SUNDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def schedule(cast):
    ensure_schedule(cast.sam.person_id, Face.SEEKER, cast.sam.zone)
    return db.session.get(DigestSchedule, (cast.sam.person_id, Face.SEEKER))


def messages() -> list[Message]:
    return list(db.session.scalars(select(Message).order_by(Message.due_at)))


def test_a_new_person_gets_it_on_monday_at_eight(schedule):
    assert schedule.next_at == MONDAY_EIGHT


def test_giving_a_schedule_twice_changes_nothing(cast, schedule):
    ensure_schedule(cast.sam.person_id, Face.SEEKER, cast.sam.zone, hour=15)
    db.session.refresh(schedule)
    assert schedule.hour == 8


def test_what_is_due_becomes_one_message_and_the_next_moment(schedule, sunday):
    assert due.sweep_due() == 0
    sunday.move_to(MONDAY_EIGHT)
    assert due.sweep_due() == 1
    assert due.sweep_due() == 0
    [message] = messages()
    assert (message.kind, message.stream_on, message.due_at) == ("digest_seeker", date(2026, 11, 23), MONDAY_EIGHT)
    assert message.key.endswith(":2026-W48")
    assert message.latest_at == MONDAY_EIGHT + timedelta(hours=12)
    db.session.refresh(schedule)
    assert schedule.next_at == MONDAY_EIGHT + timedelta(days=7)
    assert (schedule.last_on, schedule.last_period) == (date(2026, 11, 23), "2026-W48")


def test_a_sweep_that_was_undone_and_done_again_asks_for_one(schedule, sunday):
    sunday.move_to(MONDAY_EIGHT)
    due.sweep_due()
    db.session.refresh(schedule)
    schedule.next_at, schedule.last_on = MONDAY_EIGHT, None  # as if restored from before
    db.session.flush()
    due.sweep_due()
    assert len(messages()) == 1


def test_after_an_outage_of_weeks_one_comes_not_three(schedule, sunday):
    sunday.move_to(MONDAY_EIGHT + timedelta(days=15))
    due.sweep_due()
    assert due.sweep_due() == 0
    [message] = messages()
    assert message.latest_at < clock.now()  # delivery skips it as too late, with the reason
    db.session.refresh(schedule)
    assert schedule.next_at == MONDAY_EIGHT + timedelta(days=21)


def test_a_sweep_takes_three_statements_however_many_are_due(cast, counted, sunday):
    for number in range(60):
        person = Person(email=f"p{number}@example.org", name="P", name_sort="p", locale="fr", zone="America/Toronto")
        person.created_at = clock.now()
        db.session.add(person)
        db.session.flush()
        ensure_schedule(person.id, Face.SEEKER, person.zone)
    sunday.move_to(MONDAY_EIGHT)
    with counted() as statements:
        assert due.sweep_due() == 60
    assert len(statements) == 3
    assert len(messages()) == 60


def test_changing_the_day_moves_the_next_one(cast, schedule):
    change_preferences(cast.sam, Face.SEEKER, frequency=Frequency.WEEKLY, weekday=3, hour=18)
    assert clock.local(schedule.next_at, cast.sam.zone).isoformat() == "2026-11-26T18:00:00-05:00"
    [choice] = choices(cast.sam)
    assert (choice.weekday, choice.hour) == (3, 18)


def test_changing_the_day_after_this_weeks_digest_waits_for_next_week(cast, schedule, sunday):
    sunday.move_to(MONDAY_EIGHT)
    due.sweep_due()
    db.session.refresh(schedule)
    change_preferences(cast.sam, Face.SEEKER, frequency=Frequency.WEEKLY, weekday=4, hour=9)
    assert clock.local(schedule.next_at, cast.sam.zone).date() == date(2026, 12, 4)


@pytest.mark.parametrize("hour", [7, 20, 0])
def test_an_hour_in_the_quiet_hours_cannot_be_chosen(cast, schedule, hour):
    with pytest.raises(Invalid) as refused:
        change_preferences(cast.sam, Face.SEEKER, frequency=Frequency.WEEKLY, weekday=0, hour=hour)
    assert "hour" in refused.value.fields


def test_off_has_no_next(cast, schedule):
    change_preferences(cast.sam, Face.SEEKER, frequency=Frequency.OFF, weekday=0, hour=8)
    assert schedule.next_at is None


def test_a_new_zone_has_its_own_monday_morning(cast, schedule):
    db.session.get(Person, cast.sam.person_id).zone = "Europe/Paris"
    zone_changed(cast.sam.person_id)
    assert clock.local(schedule.next_at, "Europe/Paris").isoformat() == "2026-11-23T08:00:00+01:00"


def test_new_zone_rules_recompute_those_made_with_the_old_ones(schedule, monkeypatch):
    schedule.tzdata, schedule.next_at = "2019a", MONDAY_EIGHT + timedelta(hours=1)
    db.session.flush()
    assert due.recompute_after_tzdata() == 1
    assert schedule.next_at == MONDAY_EIGHT
    assert due.recompute_after_tzdata() == 0


def test_one_can_be_asked_for_at_once(cast, schedule, sunday):
    sunday.move_to(MONDAY_EIGHT - timedelta(hours=9))
    send_now(cast.sam.person_id, Face.SEEKER)
    [message] = messages()
    assert message.at_once
    assert message.due_at == clock.now()
    assert db.session.execute(text("select count(*) from messages where latest_at is null")).scalar() == 1
