"""The quick log: a no in at most five interactions, nothing typed lost, no try logged twice."""

import re
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.applications import quick_log
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application
from coach_platform.core.drafts import DraftConflict
from coach_platform.kit.db import db
from tests.browsing import Browser, words
from tests.web.seeker.pages import unmarked


class Hand(HTMLParser):
    """Somebody with the quick log before them: counts each field filled, each choice tapped, each button pressed."""

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        self.browser, self.data, self.interactions, self.action = browser, {}, 0, ""
        self.feed(browser.get("/log").text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form" and a.get("id") == "quick-log":
            self.action = a["action"]
        elif self.action and tag == "input" and (a.get("type") != "radio" or "checked" in a):
            self.data.setdefault(a["name"], a.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form" and self.action and "company" in self.data:
            self.action, self.sent_to = "", self.action

    def put(self, name, value):
        assert name in self.data
        self.data[name] = value
        self.interactions += 1

    def press(self):
        self.interactions += 1
        return self.browser.post(self.sent_to, self.data)


def one(session) -> Application:
    return db.session.scalars(select(Application)).one()


def many() -> int:
    return db.session.scalar(select(func.count()).select_from(Application)) or 0


def sent(**more) -> dict:
    return {"company": "Nordlys", "role": "Analyst", "outcome": "rejected", "stage": "applied", **more}


def test_company_role_outcome_and_stage_take_at_most_five_interactions(cast, browser_of, session):
    hand = Hand(browser_of(cast.sam))
    hand.put("company", "École Nord")
    hand.put("role", "Data analyst")
    hand.put("outcome", "no_reply")
    hand.put("stage", "interview")
    answer = hand.press()
    assert answer.status_code == 200
    assert hand.interactions <= 5
    logged = one(session)
    assert (logged.company, logged.role, logged.outcome, logged.furthest_stage) == (
        "École Nord",
        "Data analyst",
        Outcome.NO_REPLY,
        Stage.INTERVIEW,
    )
    assert "What would you like now?" in words(answer)


def test_it_is_one_tap_or_the_key_l_away_from_a_seekers_pages(cast, browser_of):
    browser = browser_of(cast.sam)
    for path in ("/applications", "/batch", "/resumes", "/log"):
        assert re.search(r'href="/log" data-key="l"', browser.get(path).text), path


def test_a_missing_company_is_said_beside_its_field_and_what_was_typed_stays(cast, browser_of):
    answer = browser_of(cast.sam).post("/log", sent(company="", own_words="We regret", stage="interview"))
    assert answer.status_code == 422
    assert 'id="company-error" data-error-for="company">' in answer.text
    assert "Which company was it?" in words(answer)
    assert "We regret" in answer.text
    assert re.search(r'name="stage"[^>]*value="interview" checked', answer.text)
    assert many() == 0


def test_a_day_that_cannot_be_read_is_said_in_french_to_a_french_reader(cast, browser_of):
    answer = browser_of(cast.nina).post("/log", sent(on="yesterday"))
    assert answer.status_code == 422
    assert "Écrivez le jour ainsi" in words(answer)


def test_a_form_sent_twice_logs_once(cast, browser_of):
    browser, client_id = browser_of(cast.sam), str(uuid4())
    for _ in range(2):
        assert browser.post("/log", sent(client_id=client_id, as_new="yes")).status_code == 200
    assert many() == 1


def test_typing_finds_the_application_that_exists(cast, browser_of):
    existing = add_application(cast.sam, company="École Nord", role="Analyst")
    log_no(cast.nina, company="École du Sud", role="Analyst")
    found = browser_of(cast.sam).get("/log/suggest?q=ecole").json
    assert [(one["label"], one["url"]) for one in found] == [("École Nord, Analyst", f"/log?application={existing}")]


def test_without_scripts_the_matches_are_offered_after_sending_and_nothing_is_logged_yet(cast, browser_of):
    existing = add_application(cast.sam, company="Nordlys", role="Analyst")
    browser = browser_of(cast.sam)
    asked = browser.post("/log", sent(stage="interview"))
    assert "Is it one of these?" in words(asked)
    assert (many(), db.session.get_one(Application, existing).outcome) == (1, Outcome.OPEN)
    browser.post("/log", sent(stage="interview", application_id=str(existing)))
    db.session.expire_all()
    went_on = db.session.get_one(Application, existing)
    assert (many(), went_on.outcome, went_on.furthest_stage) == (1, Outcome.REJECTED, Stage.INTERVIEW)


def test_the_same_company_can_be_logged_as_another_one(cast, browser_of):
    add_application(cast.sam, company="Nordlys", role="Analyst")
    browser_of(cast.sam).post("/log", sent(as_new="yes"))
    assert many() == 2


def test_what_is_typed_is_kept_and_there_again_when_the_tab_was_closed(cast, browser_of):
    browser = browser_of(cast.sam)
    page = browser.get("/log").text
    assert 'data-autosave="/log/draft"' in page
    saved = browser.post("/log/draft", {"company": "Nord", "stage": "task", "revision": "0", "client_id": str(uuid4())})
    assert saved.json == {"revision": 1, "errors": {}}
    again = browser.get("/log").text
    assert 'value="Nord"' in again
    assert re.search(r'name="stage"[^>]*value="task" checked', again)
    browser.post("/log", sent(as_new="yes"))
    assert 'value="Nord"' not in browser.get("/log").text


def test_a_second_tab_overwrites_nothing_and_is_led_to_both_versions(cast, browser_of):
    browser = browser_of(cast.sam)
    for company, status in (("First tab", 200), ("Second tab", 409)):
        answer = browser.post("/log/draft", {"company": company, "revision": "0", "client_id": str(uuid4())})
        assert answer.status_code == status
    assert answer.json == {"url": "/log/versions"}
    assert 'value="First tab"' in browser.get("/log").text


def test_both_versions_are_shown_and_the_chosen_one_goes_on(cast, browser_of):
    browser = browser_of(cast.sam)
    quick_log.keep(cast.sam, None, client_id=uuid4(), revision=0, body={"company": "First tab"})
    with pytest.raises(DraftConflict):
        quick_log.keep(cast.sam, None, client_id=uuid4(), revision=0, body={"company": "Second tab"})
    both = unmarked(browser.get("/log/versions"))
    assert "First tab" in both
    assert "Second tab" in both
    assert 'value="Second tab"' in browser.post("/log/versions", {"take": "aside"}).text


def test_an_application_still_open_is_logged_too(cast, browser_of, session):
    browser_of(cast.sam).post("/log", sent(outcome="open", stage="screening"))
    assert (one(session).outcome, one(session).furthest_stage) == (Outcome.OPEN, Stage.SCREENING)
