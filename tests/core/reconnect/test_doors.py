"""Doors left open: one reminder on the chosen morning, and an employer who comes back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from coach_platform.content.vocabulary import Outcome
from coach_platform.core.applications.models import Application, Case, OutcomeEvent
from coach_platform.core.mail.models import Message, MessageState
from coach_platform.core.reconnect import doors
from coach_platform.core.reconnect.doors import Wanted
from coach_platform.core.reminders.collecting import SAID
from coach_platform.core.reminders.models import Reminder
from coach_platform.core.reminders.sweeping import sweep
from coach_platform.core.reminders.topics import Topic
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.ids import new_id


def a_door(nordlys, days: int = 3, **more) -> object:
    day = clock.today("America/Toronto") + timedelta(days=days)
    door = doors.keep_door(nordlys.cast.sam, nordlys.case, Wanted(day, contact_id=nordlys.ines, **more))
    db.session.commit()
    return door


def sweeps(hand, day: int, hour: int) -> list[list[str]]:
    """What was said of doors until then: alone, or in the morning's letter with other things."""
    hand.move_to(datetime(2026, 11, day, hour + 5, 1, tzinfo=UTC))  # Toronto in November
    while sweep():
        pass
    db.session.commit()
    said = [item for params in db.session.scalars(select(Message.params)) for item in (params or {}).get(SAID, [])]
    return [item for item in said if item[0] == "door_open"]


def test_one_reminder_comes_on_that_morning_and_no_other(nordlys, hand):
    door = a_door(nordlys)
    assert sweeps(hand, 26, 9) == [] and sweeps(hand, 27, 7) == []
    assert sweeps(hand, 27, 8) == [["door_open", str(door), "2026-11-27"]]
    db.session.execute(update(Message).values(state=MessageState.SENT))
    assert len(sweeps(hand, 28, 9)) == 1


def test_a_door_that_was_closed_is_not_spoken_of(nordlys, hand):
    door = a_door(nordlys)
    doors.close_door(nordlys.cast.sam, door)
    sweeps(hand, 27, 9)
    assert db.session.scalars(select(Reminder).where(Reminder.topic == Topic.DOOR_OPEN)).all() == []


def test_the_list_has_the_next_day_first_and_says_what_is_due(nordlys, hand):
    later, sooner = a_door(nordlys, 30), a_door(nordlys, 2)
    hand.move_to(clock.now() + timedelta(days=5))
    rows = doors.open_doors(nordlys.cast.sam).rows
    assert [(row.id, row.due) for row in rows] == [(sooner, True), (later, False)]
    assert rows[0].person == "Ines Dufour" and rows[0].company == "Nordlys"


def test_an_employer_who_comes_back_reopens_the_application_and_keeps_the_case(nordlys):
    door = a_door(nordlys)
    for _ in range(2):  # a double click
        assert doors.they_came_back(nordlys.cast.sam, door) == nordlys.application
        db.session.commit()
    application = db.session.get_one(Application, nordlys.application)
    outcomes = db.session.scalars(select(OutcomeEvent.outcome).order_by(OutcomeEvent.recorded_at, OutcomeEvent.id))
    assert application.outcome is Outcome.OPEN and list(outcomes) == [Outcome.REJECTED, Outcome.OPEN]
    assert db.session.get_one(Case, nordlys.case).reopened_at is not None
    assert doors.open_doors(nordlys.cast.sam).rows == []
    assert doors.closed_doors(nordlys.cast.sam)[0].came_back


def test_it_needs_a_day_and_is_kept_once_however_often_it_is_sent(nordlys):
    with pytest.raises(Invalid) as refused:
        doors.keep_door(nordlys.cast.sam, nordlys.case, Wanted(None, person="x" * 300))
    assert set(refused.value.fields) == {"reconnect_on", "person"}
    once, day = new_id(), clock.today("America/Toronto")
    kept = {doors.keep_door(nordlys.cast.sam, nordlys.case, Wanted(day), client_id=once) for _ in range(2)}
    assert len(kept) == 1


def test_removed_it_can_come_back(nordlys):
    door = a_door(nordlys)
    doors.remove_door(nordlys.cast.sam, door)
    assert doors.open_doors(nordlys.cast.sam).rows == []
    doors.restore_door(nordlys.cast.sam, door)
    assert len(doors.open_doors(nordlys.cast.sam).rows) == 1


def test_nobody_else_has_a_door_here(nordlys):
    door = a_door(nordlys)
    for stranger in (nordlys.cast.nina, nordlys.cast.casey):
        for act in (doors.close_door, doors.they_came_back, doors.remove_door, doors.one_door):
            with pytest.raises(NotFound):
                act(stranger, door)
        assert doors.open_doors(stranger).rows == []
