"""Days away: said beforehand in the coach's zone, several, changed as long as they lie ahead."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.core.coaching import away
from coach_platform.core.coaching.models import AwayDates
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed, NotFound

NOON = datetime(2026, 12, 1, 17, tzinfo=UTC)  # in Toronto, where Casey lives


@pytest.fixture(autouse=True)
def hand():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_the_days_are_those_of_the_coachs_own_calendar(cast):
    away.add_away(cast.casey, from_on=date(2026, 12, 24), until_on=date(2027, 1, 3))
    row = db.session.scalars(select(AwayDates)).one()
    assert row.from_at == datetime(2026, 12, 24, 5, tzinfo=UTC)
    assert row.until_at == datetime(2027, 1, 4, 5, tzinfo=UTC)


def test_whoever_asks_is_told_from_a_fortnight_before_until_the_last_day(cast, hand):
    away.add_away(cast.casey, from_on=date(2026, 12, 24), until_on=date(2027, 1, 3))
    casey = cast.casey.person_id
    assert away.away_of([casey]) == {}
    hand.move_to(NOON + timedelta(days=10))
    assert not away.away_of([casey])[casey].began
    hand.move_to(NOON + timedelta(days=24))
    assert away.away_of([casey])[casey].began
    hand.move_to(datetime(2027, 1, 4, 4, 59, tzinfo=UTC))
    assert away.away_of([casey])[casey].until_on == date(2027, 1, 3)
    hand.move_to(datetime(2027, 1, 4, 5, tzinfo=UTC))
    assert away.away_of([casey]) == {}


def test_stretches_that_touch_are_shown_as_one(cast):
    away.add_away(cast.casey, from_on=date(2026, 12, 1), until_on=date(2026, 12, 5))
    away.add_away(cast.casey, from_on=date(2026, 12, 6), until_on=date(2026, 12, 9))
    away.add_away(cast.casey, from_on=date(2026, 12, 12), until_on=date(2026, 12, 13))
    assert away.away_of([cast.casey.person_id])[cast.casey.person_id].until_on == date(2026, 12, 9)


def test_what_lies_ahead_can_be_changed_and_taken_back(cast):
    away_id = away.add_away(cast.casey, from_on=date(2026, 12, 24), until_on=date(2026, 12, 28))
    away.change_away(cast.casey, away_id, from_on=date(2026, 12, 20), until_on=date(2026, 12, 22))
    assert [(one.from_on, one.until_on) for one in away.my_away(cast.casey)] == [
        (date(2026, 12, 20), date(2026, 12, 22))
    ]
    away.remove_away(cast.casey, away_id)
    assert away.my_away(cast.casey) == []


def test_days_that_were_stay_days_away(cast, hand):
    away_id = away.add_away(cast.casey, from_on=date(2026, 12, 1), until_on=date(2026, 12, 9))
    hand.move_to(NOON + timedelta(days=4))
    away.change_away(cast.casey, away_id, from_on=date(2026, 12, 8), until_on=date(2026, 12, 12))
    [one] = away.my_away(cast.casey)
    assert (one.from_on, one.until_on) == (date(2026, 12, 1), date(2026, 12, 12))
    away.remove_away(cast.casey, away_id)  # "I am back"
    assert away.my_away(cast.casey) == []
    row = db.session.scalars(select(AwayDates)).one()
    assert (row.from_on, row.until_at) == (date(2026, 12, 1), NOON + timedelta(days=4))


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (None, date(2026, 12, 3), "from_on"),
        (date(2026, 12, 3), None, "until_on"),
        (date(2026, 11, 30), date(2026, 12, 3), "from_on"),
        (date(2026, 12, 5), date(2026, 12, 3), "until_on"),
        (date(2026, 12, 5), date(2027, 12, 3), "until_on"),
        (date(9999, 12, 30), date(9999, 12, 31), "from_on"),
    ],
)
def test_days_that_cannot_be_are_said_beside_their_field(cast, first, last, field):
    with pytest.raises(Invalid) as refused:
        away.add_away(cast.casey, from_on=first, until_on=last)
    assert field in refused.value.fields


def test_nobody_changes_the_days_of_somebody_else(cast):
    away_id = away.add_away(cast.casey, from_on=date(2026, 12, 24), until_on=date(2026, 12, 28))
    with pytest.raises(NotFound):
        away.remove_away(cast.omar, away_id)
    with pytest.raises(NotAllowed):
        away.add_away(cast.sam, from_on=date(2026, 12, 24), until_on=date(2026, 12, 28))


def test_the_same_form_sent_twice_is_one_stretch_and_reading_many_is_one_statement(cast, counted):
    for _ in range(2):
        away.add_away(cast.casey, from_on=date(2026, 12, 2), until_on=date(2026, 12, 4))
    away.add_away(cast.omar, from_on=date(2026, 12, 2), until_on=date(2026, 12, 4))
    with counted() as statements:
        assert len(away.away_of([cast.casey.person_id, cast.omar.person_id])) == 2
    assert len(statements) == 1
