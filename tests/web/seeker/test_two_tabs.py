"""Two tabs of one assessment, in a database of their own: the lagging tab's words are kept by a commit of their own."""

from collections.abc import Iterator

import pytest

from coach_platform.kit.db import db
from tests.apart import own_app, own_database, settings_on
from tests.browsing import words
from tests.core.assessments.stories import a_case
from tests.web.seeker.pages import answers_of, hidden, marked, typed, unmarked


@pytest.fixture
def app(services, template, environment) -> Iterator:
    """The application on a database where commits are commits."""
    with own_database(services, template) as urls, own_app(settings_on(environment, urls)) as app:
        yield app


@pytest.fixture
def session(app) -> Iterator:
    """In place of the session whose writes are undone."""
    with app.app_context():
        yield db.session
        db.session.remove()


def test_two_tabs_are_both_shown_and_one_goes_on(cast, browser_of):
    case_id = a_case(cast.sam)
    browser = browser_of(cast.sam)
    tabs = [hidden(browser.get(f"/cases/{case_id}/first")) for _ in range(2)]
    browser.post(f"/cases/{case_id}/first/draft", {**tabs[0], "what_happened.words": "From the first tab"})
    late = browser.post(f"/cases/{case_id}/first/draft", {**tabs[1], "what_happened.words": "From the second tab"})
    assert late.status_code == 409
    both = browser.get(late.json["url"])
    assert "From the first tab" in unmarked(both)
    assert "From the second tab" in unmarked(both)
    assert marked(both) == (["first"], ["second"])
    assert "[only here: first ]" in words(both)
    on = browser.post(late.json["url"], {"choice": "aside"})
    assert typed(on, "what_happened.words") == "From the second tab"


def test_a_submit_from_the_lagging_tab_shows_both_too(cast, browser_of):
    case_id = a_case(cast.sam)
    browser = browser_of(cast.sam)
    tabs = [hidden(browser.get(f"/cases/{case_id}/first")) for _ in range(2)]
    browser.post(f"/cases/{case_id}/first/draft", {**tabs[0], "what_happened.words": "From the first tab"})
    both = browser.post(f"/cases/{case_id}/first", {**tabs[1], "what_happened.words": "From the second tab"})
    assert "From the first tab" in unmarked(both)
    assert "From the second tab" in unmarked(both)
    assert answers_of(case_id) == {}


def test_two_tabs_of_a_message_are_both_shown_and_one_goes_on(cast, browser_of):
    case_id = a_case(cast.sam)
    db.session.commit()
    browser, page = browser_of(cast.sam), f"/cases/{case_id}/reconnect/{case_id}"
    tab = {"subject": "Thanks", "channel": "mail", "locale": "en", "revision": "0"}
    browser.post(f"{page}/draft", {**tab, "text": "From the first tab"})
    late = browser.post(f"{page}/draft", {**tab, "text": "From the second tab"})
    assert late.status_code == 409
    both = words(browser.get(late.json["url"]))
    assert "From the first tab" in both and "From the second tab" in both
    assert "From the second tab" in words(browser.post(late.json["url"], {"choice": "aside"}))
