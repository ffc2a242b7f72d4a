"""The log of looks as its seeker reads it, and the file of it; a page opened for printing; the help line."""

import csv
import io

import pytest

from coach_platform.content.help_lines import all_help_lines
from coach_platform.core.access import looks
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.sight import sight_of
from coach_platform.core.accounts.countries import ELSEWHERE, country_of
from coach_platform.core.portability.gathering import gather
from coach_platform.core.relations.models import Section
from coach_platform.kit.db import db
from tests.browsing import words


@pytest.fixture
def looked(cast, world):
    """Casey saw the plan on a page, and one case in a mail."""
    sight = sight_of(cast.casey, cast.sam.person_id)
    looks.record("=Casey", [(sight, (Section.PLAN, None))], surface=Surface.PAGE)
    looks.record("=Casey", [(sight, (Section.STORY, world.nordlys))], surface=Surface.MAIL)
    db.session.commit()
    return world


def test_it_is_read_in_sentences_found_from_sharing_and_from_the_case(cast, browser_of, looked):
    browser = browser_of(cast.sam)
    assert "/sharing/looks" in browser.get("/sharing").text
    case = browser.get(f"/cases/{looked.nordlys}")
    assert "Looked at once by a coach, on" in words(case)
    assert f"/sharing/looks?case={looked.nordlys}" in case.text
    page = words(browser.get("/sharing/looks"))
    assert "=Casey opened a page with Plan." in page
    assert "A mail to =Casey told of Story (Nordlys)." in page


def test_it_is_filtered_by_its_address_and_words_nobody_offered_ask_for_nothing(cast, browser_of, looked):
    browser = browser_of(cast.sam)
    some = words(browser.get("/sharing/looks?where=mail&section=story&from=2020-01-01"))
    assert "A mail to =Casey" in some
    assert "opened a page" not in some
    assert "Nobody looked at that" in words(browser.get("/sharing/looks?to=2020-01-01"))
    assert "opened a page" in words(browser.get("/sharing/looks?where=moon&coach=x&case=&from=soon&before=x"))


def test_the_file_is_the_same_log_with_formulas_made_harmless(cast, browser_of, looked):
    answer = browser_of(cast.sam).get("/sharing/looks/file.csv?section=plan")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert head == ["Day", "Time", "Time zone", "Coach", "Team", "What was shared", "Case", "Where"]
    assert [row[3:] for row in rows] == [["'=Casey", "", "Plan", "", "On a page"]]


def test_pages_and_file_take_a_constant_number_of_statements(cast, browser_of, looked, counted):
    browser = browser_of(cast.sam)
    for path in ("/sharing/looks", "/sharing/looks/file.csv", f"/cases/{looked.nordlys}"):
        with counted() as statements:
            browser.get(path)
        assert len(statements) <= 8, path


def test_a_page_opened_for_printing_is_in_the_log_as_that(cast, browser_of, world):
    cast.grant(Section.PLAN, Section.STORY, future=True)
    db.session.commit()
    coach = browser_of(cast.casey)
    home = f"/coach/seekers/{cast.sam.person_id}"
    for path in (home, f"{home}/plan", f"{home}/cases/{world.nordlys}"):
        assert "?for=print" in coach.get(path).text
        assert "This page is open for printing" in words(coach.get(f"{path}?for=print"))
        looked = _surfaces(coach, f"{path}?for=print")
        assert looked == {"print"}, path


def _surfaces(browser, path: str) -> set[str]:
    kept: set[str] = set()
    rows_of = looks._rows
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(looks, "_rows", lambda *given: _noted(kept, rows_of(*given)))
        browser.get(path)
    return kept


def _noted(kept: set[str], rows: list) -> list:
    kept.update(row["surface"] for row in rows)
    return rows


def test_a_coachs_own_file_is_a_look_at_what_its_comments_stand_at(cast, browser_of, world):
    cast.grant(Section.PLAN)
    db.session.commit()
    coach = browser_of(cast.casey)
    coach.get("/coach")
    coach.post(f"/coach/seekers/{cast.sam.person_id}/comments", {"thread": "plan", "body": "Good"})
    assert [comment["body"] for comment in gather(cast.casey.person_id)["comments"]] == ["Good"]
    db.session.commit()
    page = words(browser_of(cast.sam).get("/sharing/looks?where=export"))
    assert "Casey Tremblay took out a file that tells of Plan." in page


SEEKERS_PAGES = ("/today", "/log", "/applications", "/batch", "/cases", "/plan", "/practice", "/sharing", "/resumes")


def test_the_help_line_is_on_every_page_of_a_seeker_whatever_happened(cast, browser_of, world):
    browser = browser_of(cast.sam)
    for path in (*SEEKERS_PAGES, f"/cases/{world.nordlys}", f"/cases/{world.nordlys}/first", "/sharing/looks"):
        assert "9-8-8" in words(browser.get(path)), path
    assert "9-8-8" not in words(browser_of(cast.casey).get("/coach"))


@pytest.mark.parametrize("country", [*sorted(set(all_help_lines()) - {"default"}), ELSEWHERE])
def test_it_is_the_line_of_the_country_that_was_set(cast, browser_of, country):
    browser = browser_of(cast.sam)
    given = {"name": "Sam", "locale": "fr", "zone": "America/Toronto", "country": country}
    assert browser.post("/settings", given).status_code == 200
    line = all_help_lines().get(country, all_help_lines()["default"])[0]
    assert line.says.fr in words(browser.get("/today"))


def test_a_country_that_nobody_offered_is_refused_beside_its_field(cast, browser_of):
    given = {"name": "Sam", "locale": "en", "zone": "America/Toronto", "country": "XQ"}
    answer = browser_of(cast.sam).post("/settings", given)
    assert (answer.status_code, "Please choose a country from the list." in words(answer)) == (422, True)


def test_an_account_begins_in_the_country_of_its_zone():
    begun = [country_of(zone) for zone in ("America/Vancouver", "Europe/Paris", "Asia/Tokyo", "UTC")]
    assert begun == ["CA", "FR", ELSEWHERE, ELSEWHERE]
