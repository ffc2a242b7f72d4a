"""Whatever a person does and however late the workers are: one digest a period at most, never at night, never lost.

The rules are asked as the sweep and the settings page ask them; only the rows are a plain object here. Each test prints the
seed it ran with, and runs with the same one each time, for about ten seconds at most.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, note, seed, settings
from hypothesis import strategies as st

from coach_platform.core.digests.models import Frequency
from coach_platform.core.digests.schedule import (
    LATEST,
    Due,
    Wish,
    after_choice,
    after_move,
    falls_on,
    next_due,
    week_of,
)
from coach_platform.core.mail.quiet import is_quiet, next_quiet, outside_quiet
from coach_platform.kit import clock
from tests.zones import changes, different_zones

SEED = 20261124
TORONTO, AUCKLAND = "America/Toronto", "Pacific/Auckland"
TRAVELLED = (
    TORONTO,
    AUCKLAND,
    "Europe/Paris",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
    "America/St_Johns",
)
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Reader:
    """One row of digest_schedules, with what became of it."""

    wish: Wish
    zone: str
    next_at: datetime | None = None
    last_on: date | None = None
    sent: list[tuple[datetime, Due, str]] = field(default_factory=list)
    skipped: list[Due] = field(default_factory=list)

    def sweep(self, now: datetime) -> None:
        """As due.sweep_due() and asking.py: decided, then sent, held until it may be, or skipped."""
        if self.next_at is None or self.next_at > now:
            return
        due = falls_on(self.wish.frequency, self.zone, self.next_at)
        leaves = outside_quiet(now, self.zone)
        if leaves <= due.latest_at:
            self.sent.append((leaves, due, self.zone))
        else:
            self.skipped.append(due)
        self.last_on = due.on
        following = next_due(self.wish, self.zone, after=max(now, self.next_at), last_on=due.on)
        self.next_at = following.at if following else None

    def choose(self, now: datetime, wish: Wish) -> None:
        self.wish = wish
        self.next_at = after_choice(wish, self.zone, now=now, last_on=self.last_on, waiting=self.next_at)

    def move(self, now: datetime, zone: str) -> None:
        self.zone = zone
        self.next_at = after_move(self.wish, zone, now=now, last_on=self.last_on, waiting=self.next_at)


def holds(reader: Reader) -> None:
    """What is promised, whatever happened."""
    weeks = [week_of(due.on) for _, due, _ in reader.sent]
    assert weeks == sorted(set(weeks)), "two digests in one ISO week"
    periods = [due.period for _, due, _ in reader.sent]
    assert len(periods) == len(set(periods)), "two digests in one period"
    for left, due, zone in reader.sent:
        assert due.at <= left <= due.at + LATEST, "early, or more than twelve hours late"
        assert not is_quiet(left, zone), "at night"


wishes = st.builds(
    Wish,
    st.sampled_from([Frequency.WEEKLY, Frequency.TWO_WEEKS, Frequency.MONTHLY]),
    st.integers(0, 6),
    st.integers(8, 19),
    st.sampled_from([timedelta(0), timedelta(minutes=17), timedelta(minutes=59)]),
)
OFF = Wish(Frequency.OFF, 0, 8)
acts = st.lists(
    st.tuples(
        st.sampled_from(["wait", "wait", "wait", "late", "move", "choose", "off", "rules"]),
        st.integers(1, 15 * 24 * 60),
        wishes,
        st.sampled_from(TRAVELLED),
    ),
    min_size=5,
    max_size=60,
)


@seed(SEED)
@settings(max_examples=400)
@given(wishes, st.sampled_from(TRAVELLED), acts)
def test_moves_choices_and_late_workers_in_any_order(wish, zone, story):
    note(f"seed {SEED}")
    reader = Reader(wish, zone)
    now = START
    reader.next_at = next_due(wish, zone, after=now, last_on=None).at
    for act, minutes, other, there in story:
        if act in ("wait", "late") and reader.next_at is not None:
            # The sweep looks each minute; "late" is an outage of up to fifteen days.
            delay = timedelta(minutes=minutes if act == "late" else minutes % 60)
            now = max(now, reader.next_at) + delay
            reader.sweep(now)
        else:
            now += timedelta(minutes=minutes)
            reader.sweep(now - timedelta(minutes=minutes % 7))
        if act == "move":
            reader.move(now, there)
        elif act == "choose":
            reader.choose(now, other)
        elif act == "off":
            reader.choose(now, OFF)
            assert reader.next_at is None
        elif act == "rules":
            reader.move(now, reader.zone)
        if reader.wish.frequency is not Frequency.OFF:
            assert reader.next_at is not None, "lost: nothing would ever come again"
            assert not is_quiet(reader.next_at, reader.zone)
        holds(reader)


@seed(SEED)
@settings(max_examples=300)
@given(wishes, st.integers(0, 7 * 24 * 60), st.integers(0, 7 * 24 * 60), st.integers(0, 51))
def test_from_toronto_to_auckland_and_back_within_a_week(wish, out, back, week):
    """Nobody's week is skipped twice in a row, whatever the day and hour of the two flights."""
    reader = Reader(wish, TORONTO)
    now = START + timedelta(weeks=week)
    reader.next_at = next_due(wish, TORONTO, after=now, last_on=None).at
    flights = sorted([(now + timedelta(minutes=out), AUCKLAND), (now + timedelta(minutes=out + back), TORONTO)])
    end = now + timedelta(days=75)
    while now < end:
        if flights and (reader.next_at is None or flights[0][0] < reader.next_at):
            now, zone = flights.pop(0)
            reader.move(now, zone)
        else:
            now = reader.next_at
            reader.sweep(now)
        holds(reader)
    assert not reader.skipped
    weeks = [week_of(due.on) for _, due, _ in reader.sent]
    longest = {Frequency.WEEKLY: 2, Frequency.TWO_WEEKS: 3, Frequency.MONTHLY: 10}[wish.frequency]
    assert all(later - earlier <= longest for earlier, later in pairwise(weeks))


@seed(SEED)
@settings(max_examples=300)
@given(wishes, wishes, st.integers(0, 11 * 60 + 59))
def test_a_change_of_mind_while_one_is_due_does_not_cost_it(wish, other, minutes):
    reader = Reader(wish, TORONTO)
    first = next_due(wish, TORONTO, after=START, last_on=None)
    reader.next_at = first.at
    now = first.at + timedelta(minutes=minutes)  # nobody has looked yet
    reader.choose(now, other)
    reader.sweep(now)
    assert [due.at for due in (*(due for _, due, _ in reader.sent), *reader.skipped)] == [first.at]
    assert reader.next_at > now
    holds(reader)


def test_a_move_while_one_is_due_into_the_night_of_elsewhere_brings_it_in_the_morning():
    weekly = Wish(Frequency.WEEKLY, 0, 8)
    reader = Reader(weekly, TORONTO)
    reader.next_at = next_due(weekly, TORONTO, after=START, last_on=None).at
    now = reader.next_at  # Monday, eight o'clock in Toronto; two in the night of Tuesday in Auckland
    reader.move(now, AUCKLAND)
    assert not is_quiet(reader.next_at, AUCKLAND)
    reader.sweep(reader.next_at)
    [(left, due, _)] = reader.sent
    assert left - now < timedelta(hours=12)
    assert week_of(due.on) == week_of(clock.local(now, AUCKLAND).date())


def test_off_and_on_again_in_the_same_week_sends_none_twice():
    weekly = Wish(Frequency.WEEKLY, 0, 8)
    reader = Reader(weekly, TORONTO)
    reader.next_at = next_due(weekly, TORONTO, after=START, last_on=None).at
    monday = reader.next_at
    reader.sweep(monday)
    reader.choose(monday + timedelta(hours=1), OFF)
    reader.choose(monday + timedelta(hours=2), Wish(Frequency.WEEKLY, 2, 9))
    assert week_of(clock.local(reader.next_at, TORONTO).date()) == week_of(reader.last_on) + 1


@pytest.mark.parametrize("hour", [8, 19])
def test_in_every_zone_for_ten_years_the_first_and_last_hours_come_each_week_by_the_wall_clock(hour):
    """Daylight saving in every zone: 520 Mondays in each, an hour before and after which it is night."""
    mondays = [date(2024, 1, 1) + timedelta(weeks=week) for week in range(523)]
    for zone in different_zones():
        wanted = [datetime(day.year, day.month, day.day, hour) for day in mondays]
        moments = [clock.instant(wall, zone) for wall in wanted]
        assert [clock.local(moment, zone).replace(tzinfo=None) for moment in moments] == wanted, zone
        assert len(set(moments)) == len(mondays), zone
        for moment in moments[::13]:  # around each change the test below looks at every one
            assert not is_quiet(moment, zone), zone
            assert timedelta(0) < next_quiet(moment, zone) - moment <= timedelta(hours=13), zone


def test_in_every_zone_the_weeks_around_each_change_of_the_clocks_have_one_digest_each():
    """Every weekday and the latest spread, asked as the sweep asks. Of half the zones the changes to summer time, of the
    others those back."""
    checked = 0
    for number, zone in enumerate(different_zones()):
        wish = Wish(Frequency.WEEKLY, number % 7, 8 + number % 12, timedelta(minutes=59))
        for change in changes(zone)[number % 2 :: 2]:
            due = next_due(wish, zone, after=change - timedelta(days=15), last_on=None)
            weeks = []
            for _ in range(4):
                assert not is_quiet(due.at, zone), (zone, due)
                assert due.at < due.latest_at <= due.at + LATEST, (zone, due)
                weeks.append(week_of(due.on))
                due = next_due(wish, zone, after=due.at, last_on=due.on)
            assert weeks == list(range(weeks[0], weeks[0] + 4)), (zone, change)
            checked += 1
    assert checked > 1000, f"{checked} changes of the clocks in {len(different_zones())} zones"
