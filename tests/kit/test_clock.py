"""Wall clocks and instants."""

from datetime import UTC, datetime

from coach_platform.kit import clock


def test_a_wall_time_in_the_gap_becomes_the_first_valid_instant_after_it():
    # Toronto, 8 March 2026: 02:00 jumps to 03:00, which is 07:00 UTC.
    assert clock.instant(datetime(2026, 3, 8, 2, 30), "America/Toronto") == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


def test_a_wall_time_that_comes_twice_means_the_first():
    # Toronto, 1 November 2026: 01:30 comes at 05:30 and at 06:30 UTC.
    assert clock.instant(datetime(2026, 11, 1, 1, 30), "America/Toronto") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_an_ordinary_wall_time_is_plain():
    assert clock.instant(datetime(2026, 11, 23, 8, 0), "America/Toronto") == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
