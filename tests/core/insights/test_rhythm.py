"""The rule of silence: pure, whatever days somebody wrote on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_platform.core.insights.rhythm import CEILING, ENOUGH, FLOOR, UNKNOWN, gaps, rhythm_of

LAST = date(2026, 11, 20)
DAYS = st.sets(st.integers(0, 55).map(lambda back: LAST - timedelta(days=back)))


def every(step: int, times: int = 9) -> list[date]:
    return [LAST - timedelta(days=step * n) for n in range(times)]


@pytest.mark.parametrize(
    ("step", "after", "usual"),
    [(1, 7, 1), (3, 7, 3), (4, 8, 4), (6, 12, 6), (11, 22, 11)],
)
def test_silence_is_twice_the_own_gap_and_a_week_at_least(step, after, usual):
    found = rhythm_of(every(step, 56 // step + 1), LAST)
    assert (found.after.days, found.usual) == (after, usual)


def test_one_long_break_among_many_days_changes_nothing():
    days = [*every(2, 12), LAST - timedelta(days=50)]
    assert rhythm_of(days, LAST).after == rhythm_of(every(2, 12), LAST).after


def test_with_too_little_history_it_is_two_weeks_and_no_rhythm_is_claimed():
    found = rhythm_of(every(3, ENOUGH), LAST)
    assert (found.after, found.usual, found.active_days) == (UNKNOWN, None, ENOUGH)
    assert rhythm_of([], LAST).after == UNKNOWN


@given(DAYS)
def test_never_before_a_week_and_never_after_four(days):
    assert FLOOR <= rhythm_of(days, LAST).after <= CEILING


@given(DAYS, st.randoms())
def test_neither_the_order_nor_a_day_said_twice_matters(days, random):
    shuffled = [*days, *days]
    random.shuffle(shuffled)
    assert rhythm_of(shuffled, LAST) == rhythm_of(days, LAST)


@given(DAYS, st.integers(1, 3))
def test_whoever_writes_more_rarely_is_never_called_quiet_sooner(days, times):
    """The same days, each gap so many times as long."""
    slower = {LAST - (LAST - day) * times for day in days}
    assert rhythm_of(slower, LAST).after >= rhythm_of(days, LAST).after


@given(DAYS)
def test_four_of_five_of_their_own_gaps_are_never_silence(days):
    found, own = rhythm_of(days, LAST), gaps({*days, LAST})
    if found.usual is not None and found.after < CEILING:
        within = [gap for gap in own if timedelta(days=gap) < found.after]
        assert len(within) >= 0.8 * len(own)
