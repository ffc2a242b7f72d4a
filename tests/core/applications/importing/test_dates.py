"""Dates of a column, held against reading each row both ways by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_platform.core.applications.importing.dates import Judged, Order, Why, judge, read_date

TODAY = date(2026, 11, 30)
D, M = Order.DAY_FIRST, Order.MONTH_FIRST


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-09-03", date(2026, 9, 3)),
        ("2026/9/3", date(2026, 9, 3)),
        ("2026-09-03T14:20:00Z", date(2026, 9, 3)),
        ("20260903", date(2026, 9, 3)),
        ("05.09.2026", date(2026, 9, 5)),
        ("12 sept. 2026", date(2026, 9, 12)),
        ("1er octobre 2026", date(2026, 10, 1)),
        ("14 août 26", date(2026, 8, 14)),
        ("Sep 12, 2026", date(2026, 9, 12)),
        ("September 12 2026", date(2026, 9, 12)),
        ("12-Sep-26", date(2026, 9, 12)),
        ("9/9/2026", date(2026, 9, 9)),
        ("46266", date(2026, 9, 1)),
        ("3/9/2026", None),
        ("2026", None),
        ("soon", None),
        ("N/A", None),
        ("31/02/2026", None),
        ("12 sept", None),
        ("", None),
    ],
)
def test_a_day_that_needs_no_order(said, day):
    assert read_date(said, None) == day


def test_a_numeric_day_is_read_in_the_order_of_its_column():
    assert read_date("3/9/26", D) == date(2026, 9, 3)
    assert read_date("7/6/23, 2:20 PM", M) == date(2023, 7, 6)
    assert read_date("05.09.2026", M) == date(2026, 9, 5)  # between dots the day comes first


def test_one_row_that_can_be_nothing_else_tells_for_all():
    assert judge(["3/9/2026", "13/9/2026"], today=TODAY) == Judged(D, Why.IMPOSSIBLE)
    assert judge(["3/9/2026", "9/13/2026"], today=TODAY) == Judged(M, Why.IMPOSSIBLE)


def test_a_day_that_has_not_come_tells_too():
    assert judge(["3/12/2026", "4/10/2026"], today=TODAY) == Judged(M, Why.FUTURE)
    assert judge(["12/3/2026", "10/4/2026"], today=TODAY) == Judged(D, Why.FUTURE)


def test_what_cannot_be_told_apart_is_asked():
    assert judge(["3/9/2026", "9/3/2026"], today=TODAY) == Judged(None, ask=True, example="3/9/2026")


def test_a_column_that_is_written_both_ways_is_asked_too():
    assert judge(["13/9/2026", "9/13/2026", "3/4/2026"], today=TODAY).ask


def test_nothing_is_asked_where_no_row_needs_it():
    assert judge(["2026-09-03", "9/9/2026", "05.09.2026", "", "soon"], today=TODAY) == Judged(None)


days = st.dates(min_value=date(2020, 1, 1), max_value=TODAY)


@given(st.lists(days, min_size=1, max_size=40), st.sampled_from(list(Order)), st.sampled_from(["/", "-", " "]))
def test_a_column_is_never_read_wrongly(column, order, sign):
    """Whatever is judged without asking gives back the days that were written."""
    pattern = f"%d{sign}%m{sign}%Y" if order is D else f"%m{sign}%d{sign}%Y"
    written = [day.strftime(pattern) for day in column]
    judged = judge(written, today=TODAY)
    if not judged.ask:
        assert [read_date(said, judged.order) for said in written] == column


@given(st.lists(days, min_size=1, max_size=40), st.sampled_from(list(Order)))
def test_it_is_asked_only_where_another_reading_exists(column, order):
    written = [day.strftime("%d/%m/%Y" if order is D else "%m/%d/%Y") for day in column]
    if judge(written, today=TODAY).ask:
        other = [read_date(said, M if order is D else D) for said in written]
        assert all(day is not None and day <= TODAY for day in other)
        assert other != column


def test_every_day_of_four_years_comes_back_in_both_languages():
    from babel.dates import format_date

    day = date(2024, 1, 1)
    while day < date(2028, 1, 1):
        for locale in ("en_CA", "fr_CA", "en_US", "fr_FR"):
            for width in ("long", "medium"):
                assert read_date(format_date(day, width, locale=locale), None) == day, (locale, width, day)
        day += timedelta(days=5)
