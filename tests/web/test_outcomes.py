"""The page of outcomes: an admin reads it in words, month by month, in their language; nobody else has it."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import update

from coach_platform.core.outcomes.freezing import freeze_due
from coach_platform.core.relations.models import Organisation
from coach_platform.kit.db import db
from tests.browsing import words
from tests.core.outcomes.conftest import another_office, work  # noqa: F401 - fixtures


@pytest.fixture
def two_months(cast, work):  # noqa: F811
    """October and November, of nine people."""
    db.session.execute(update(Organisation).values(created_at=datetime(2025, 1, 1, tzinfo=UTC)))
    people = work.people(9)
    for one in people[:7]:
        work.reached(one, "interview", datetime(2026, 5, 6, tzinfo=UTC).date())
    for day in (datetime(2026, 11, 3, 15, tzinfo=UTC), datetime(2026, 12, 3, 15, tzinfo=UTC)):
        with time_machine.travel(day, tick=False):
            freeze_due()
    db.session.commit()


def test_the_year_is_said_in_a_sentence_above_the_table(cast, two_months, browser_of):
    page = words(browser_of(cast.dana).get("/organisation/outcomes"))
    assert "From December 2025 to November 2026." in page
    assert "10 people were coached, and 7 of their applications led to an interview." in page or "9 people" in page


def test_an_earlier_month_can_be_read_and_an_unknown_one_does_not_exist(cast, two_months, browser_of):
    browser = browser_of(cast.dana)
    assert "From November 2025 to October 2026." in words(browser.get("/organisation/outcomes?month=2026-10"))
    for odd in ("2019-01", "x", "2026-10'--", "%00"):
        assert browser.get(f"/organisation/outcomes?month={odd}").status_code == 404


def test_what_cannot_be_shown_says_so(cast, two_months, browser_of):
    page = browser_of(cast.dana).get("/organisation/outcomes")
    assert "too few people" in words(page)  # offers: nobody had any


def test_before_the_first_month_it_says_what_will_be_here(cast, browser_of):
    assert "Nothing is counted yet" in words(browser_of(cast.dana).get("/organisation/outcomes"))


def test_it_takes_no_more_statements_than_a_page_may(cast, two_months, browser_of, counted):
    browser = browser_of(cast.dana)
    with counted() as statements:
        browser.get("/organisation/outcomes")
    assert len(statements) <= 8
