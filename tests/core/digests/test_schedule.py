"""When a digest comes: over all zones, ten years, moves and changes of mind. No database."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach_platform.core.digests.models import Frequency
from coach_platform.core.digests.schedule import (
    LATEST,
    Wish,
    due_after_move,
    next_due,
    period_of,
    spread_for,
    week_of,
)
from coach_platform.core.mail.quiet import is_quiet
from coach_platform.kit import clock
from coach_platform.kit.ids import new_id

ZONES = sorted(available_timezones())
zones = st.sampled_from(ZONES)
starts = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))
spreads = st.integers(0, 59).map(lambda minutes: timedelta(minutes=minutes))
sending = st.sampled_from([Frequency.WEEKLY, Frequency.TWO_WEEKS, Frequency.MONTHLY])
wishes = st.builds(Wish, sending, st.integers(0, 6), st.integers(8, 19), spreads)
weekly = st.builds(Wish, st.just(Frequency.WEEKLY), st.integers(0, 6), st.integers(8, 19), spreads)


def walk(wish, zone, start, count):
    """The next `count` digests, each asked for at the moment of the one before."""
    moment, last_on = start, None
    for _ in range(count):
        due = next_due(wish, zone, after=moment, last_on=last_on)
        yield due
        moment, last_on = due.at, due.on


@settings(max_examples=150)
@given(wishes, zones, starts)
def test_it_comes_at_the_chosen_hour_on_the_wall_and_never_in_quiet_hours(wish, zone, start):
    for due in walk(wish, zone, start, 4):
        wall = clock.local(due.at, zone)
        assert wall.date() == due.on
        assert due.on.weekday() == wish.weekday
        assert wall.replace(tzinfo=None) == datetime.combine(due.on, wall.time().replace(hour=wish.hour, minute=0)) + (
            wish.spread
        ) or not exists(due.on, wish, zone)
        assert due.at < due.latest_at <= due.at + LATEST
        assert not is_quiet(due.at, zone)
        assert not is_quiet(due.latest_at - timedelta(seconds=1), zone)


def exists(day: date, wish: Wish, zone: str) -> bool:
    """Whether that wall clock time happens on that day (clocks that spring forward skip some)."""
    wall = datetime.combine(day, datetime.min.time()) + timedelta(hours=wish.hour)
    return clock.local(clock.instant(wall, zone), zone).replace(tzinfo=None) == wall


@settings(max_examples=25)
@given(weekly, zones, starts)
def test_weekly_is_every_week_of_ten_years_once(wish, zone, start):
    weeks = [week_of(due.on) for due in walk(wish, zone, start, 520)]
    assert weeks == list(range(weeks[0], weeks[0] + 520))


@settings(max_examples=25)
@given(wishes.filter(lambda wish: wish.frequency is Frequency.TWO_WEEKS), zones, starts)
def test_every_two_weeks_is_every_second_week_of_ten_years(wish, zone, start):
    weeks = [week_of(due.on) for due in walk(wish, zone, start, 260)]
    assert weeks == list(range(weeks[0], weeks[0] + 520, 2))


@settings(max_examples=25)
@given(wishes.filter(lambda wish: wish.frequency is Frequency.MONTHLY), zones, starts)
def test_monthly_is_every_month_of_ten_years_once_on_its_first_such_day(wish, zone, start):
    days = [due.on for due in walk(wish, zone, start, 120)]
    months = [day.year * 12 + day.month for day in days]
    assert months == list(range(months[0], months[0] + 120))
    assert all(day.day <= 7 for day in days)


@given(wishes, zones, starts)
def test_every_period_has_one_name_and_one_digest(wish, zone, start):
    periods = [due.period for due in walk(wish, zone, start, 60)]
    assert len(set(periods)) == 60


@given(st.data(), weekly, zones, starts)
def test_moves_and_changes_of_mind_never_make_two_in_a_week(data, wish, zone, start):
    """A person who moves, changes their wish, or waits, a hundred times: at most one an ISO week of theirs."""
    moment, last_on, weeks = start, None, []
    due = next_due(wish, zone, after=moment, last_on=None)
    for _ in range(data.draw(st.integers(5, 40))):
        act = data.draw(st.sampled_from(["wait", "wait", "move", "change"]))
        if act == "wait" and due is not None:
            moment, last_on = due.at, due.on
            weeks.append(week_of(due.on))
            due = next_due(wish, zone, after=moment, last_on=last_on)
            continue
        if due is not None:  # something happens before the next one is due
            moment += timedelta(seconds=data.draw(st.integers(0, max(0, int((due.at - moment).total_seconds()) - 1))))
        if act == "move":
            zone = data.draw(zones)
            due = due_after_move(wish, zone, now=moment, last_on=last_on, missed=due.at if due else None)
        else:
            wish = data.draw(wishes | st.just(Wish(Frequency.OFF, 0, 8)))
            due = next_due(wish, zone, after=moment, last_on=last_on)
        assert due is None or due.at > moment or act == "move"
        assert due is None or not is_quiet(due.at, zone)
    assert weeks == sorted(set(weeks))


@given(weekly, zones, zones, starts, st.integers(0, 7 * 24 * 60 - 1))
def test_a_move_in_the_middle_of_a_week_does_not_cost_that_weeks_digest(wish, here, there, start, minutes):
    first = next_due(wish, here, after=start, last_on=None)
    following = next_due(wish, here, after=first.at, last_on=first.on)
    moved_at = first.at + timedelta(minutes=minutes)
    if moved_at >= following.at:
        return
    due = due_after_move(wish, there, now=moved_at, last_on=first.on, missed=following.at)
    gap = week_of(due.on) - week_of(first.on)
    assert gap >= 1
    # Only a Sunday evening leaves no allowed hour in the week; or the week is over where they arrive.
    arrived = clock.local(moved_at, there)
    nothing_left = arrived.weekday() == 6 or week_of(arrived.date()) > week_of(first.on) + 1
    assert gap == 1 or nothing_left


def test_from_toronto_to_auckland_on_the_friday_it_was_due():
    wish = Wish(Frequency.WEEKLY, 4, 18)
    now = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # Friday 10:00 in Toronto, Saturday 04:00 in Auckland
    missed = next_due(wish, "America/Toronto", after=now, last_on=date(2026, 11, 20)).at
    due = due_after_move(wish, "Pacific/Auckland", now=now, last_on=date(2026, 11, 20), missed=missed)
    assert clock.local(due.at, "Pacific/Auckland").isoformat() == "2026-11-28T18:00:00+13:00"
    assert due.period == "2026-W48"


@pytest.mark.parametrize(
    ("day", "zone", "wall"),
    [
        (date(2026, 3, 8), "America/Toronto", "2026-03-08T08:00:00-04:00"),  # clocks sprang forward at 02:00
        (date(2026, 11, 1), "America/Toronto", "2026-11-01T08:00:00-05:00"),  # and back
        (date(2011, 12, 31), "Pacific/Apia", "2011-12-31T08:00:00+14:00"),  # the day before was left out altogether
    ],
)
def test_the_wall_clock_rules_over_changes_of_the_clock(day, zone, wall):
    wish = Wish(Frequency.WEEKLY, day.weekday(), 8)
    due = next_due(wish, zone, after=clock.instant(datetime.combine(day, datetime.min.time()), zone), last_on=None)
    assert clock.local(due.at, zone).isoformat() == wall


def test_the_names_of_periods():
    assert period_of(Frequency.WEEKLY, date(2026, 11, 23)) == "2026-W48"
    assert period_of(Frequency.TWO_WEEKS, date(2026, 11, 23)) == "2026-W48/2"
    assert period_of(Frequency.MONTHLY, date(2026, 11, 2)) == "2026-11"
    assert period_of(Frequency.WEEKLY, date(2027, 1, 1)) == "2026-W53"


def test_off_is_off():
    assert next_due(Wish(Frequency.OFF, 0, 8), "Etc/UTC", after=clock.now(), last_on=None) is None


def test_the_spread_is_a_persons_own_and_under_its_width():
    person = new_id()
    assert spread_for(person, timedelta(minutes=50)) == spread_for(person, timedelta(minutes=50))
    shares = {spread_for(new_id(), timedelta(minutes=50)) for _ in range(200)}
    assert len(shares) > 100
    assert max(shares) < timedelta(minutes=50)
    assert spread_for(person, timedelta(0)) == timedelta(0)
