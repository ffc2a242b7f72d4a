"""Wall clocks and instants."""

from datetime import UTC, datetime, timedelta

from coach_platform.kit import clock
from tests.zones import changes, different_zones


def test_a_wall_time_in_the_gap_becomes_the_first_valid_instant_after_it():
    # Toronto, 8 March 2026: 02:00 jumps to 03:00, which is 07:00 UTC.
    assert clock.instant(datetime(2026, 3, 8, 2, 30), "America/Toronto") == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


def test_a_wall_time_that_comes_twice_means_the_first():
    # Toronto, 1 November 2026: 01:30 comes at 05:30 and at 06:30 UTC.
    assert clock.instant(datetime(2026, 11, 1, 1, 30), "America/Toronto") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_an_ordinary_wall_time_is_plain():
    assert clock.instant(datetime(2026, 11, 23, 8, 0), "America/Toronto") == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


def test_around_every_change_of_every_zones_clocks_it_is_the_first_instant_that_shows_the_wall_time_or_a_later_one():
    """Ten years, every zone: the definition itself, looked up in a list of what the clocks really showed."""
    step, hours = timedelta(minutes=15), timedelta(hours=4)
    checked = 0
    for zone in different_zones():
        for change in changes(zone):
            shown = [(change - hours + step * n) for n in range(2 * hours // step)]
            walls = [(clock.local(moment, zone).replace(tzinfo=None), moment) for moment in shown]
            for wall in {each + shift for each, _ in walls[12:20] for shift in (timedelta(0), timedelta(minutes=45))}:
                first = next(moment for each, moment in walls if each >= wall)
                assert clock.instant(wall, zone) == first, (zone, change, wall)
                checked += 1
    assert checked > 20_000
