"""Days as they are written: the first of a month is « 1er » in French, with the day of the week before it too."""

from datetime import date

import pytest

from coach_platform.kit.i18n import format_date, format_near, using


@pytest.mark.parametrize(
    ("day", "style", "said"),
    [
        (date(2026, 12, 1), "long", "1er décembre 2026"),
        (date(2026, 12, 1), "full", "mardi 1er décembre 2026"),
        (date(2026, 12, 11), "full", "vendredi 11 décembre 2026"),
    ],
)
def test_the_first_of_a_month_in_french(day, style, said):
    with using("fr"):
        assert format_date(day, style) == said


def test_english_has_no_such_word():
    with using("en"):
        assert format_date(date(2026, 12, 1), "full") == "Tuesday, December 1, 2026"


@pytest.mark.parametrize(
    ("locale", "day", "said"),
    [
        ("en", date(2026, 9, 30), "Sep 30"),
        ("fr", date(2026, 9, 30), "30 sept."),
        ("fr", date(2026, 8, 1), "1er août"),
        ("en", date(2025, 9, 30), "Sep 30, 2025"),
        ("fr", date(2025, 12, 31), "31 déc. 2025"),
    ],
)
def test_a_narrow_column_says_the_year_only_when_it_is_another(locale, day, said):
    with using(locale):
        assert format_near(day, date(2026, 11, 30)) == said
