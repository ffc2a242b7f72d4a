"""Today and the threads of a case, as a seeker reads them."""

import re
from datetime import timedelta

import pytest
import time_machine

from coach_platform.content.vocabulary import ActionKind, Stage
from coach_platform.core.applications.cases import open_case, pause_case
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.events import record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.coaching.handing import asking
from coach_platform.core.plans import actions, comments, reviews
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.targets import PLAN, on_answer, on_case
from coach_platform.core.relations.models import Organisation, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import words


def add(actor, what="Practise aloud", **more):
    return actions.add_action(actor, details=Details(what=what, kind=ActionKind.PRACTICE, **more))


def test_the_one_next_thing_can_be_done_put_off_or_dropped_from_here(cast, browser_of):
    action = add(cast.sam, why="They asked twice", due_on=clock.today(cast.sam.zone))
    browser = browser_of(cast.sam)
    page = browser.get("/today")
    assert "The one next thing Practise aloud They asked twice" in words(page)
    for act in ("done", "snooze", "drop"):
        assert f"/plan/points/{action}/{act}" in page.text
    after = browser.post(f"/plan/points/{action}/done", {"next": "/today"})
    assert after.request.path == "/today"
    assert "The one next thing Practise aloud" not in words(after)
    assert "Done: Practise aloud What worked?" in words(after)


def test_a_coachs_comment_is_read_here_and_marked_as_read(cast, browser_of):
    cast.grant(Section.PLAN, Section.STORY, future=True)
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW))
    said = comments.add_comment(cast.casey, cast.sam.person_id, on_case(case_id), body="A close one")
    browser = browser_of(cast.sam)
    page = browser.get("/today")
    assert "Your coach left you a comment" in words(page)
    assert "A close one" in words(page)
    assert f"/cases/{case_id}#comment-{said}" in page.text
    after = browser.post("/comments/read", {"comment": str(said), "next": "/today"})
    assert after.request.path == "/today"
    assert "A close one" not in words(after)


def test_when_a_pause_is_over_today_and_the_case_lead_to_the_message_as_the_mail_does(cast, browser_of):
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW))
    pause_case(cast.sam, case_id)
    later = clock.now() + timedelta(hours=25)
    with time_machine.travel(later):
        browser = browser_of(cast.sam)
        today, case = browser.get("/today"), browser.get(f"/cases/{case_id}")
    assert "Your thank-you message is ready" in words(today)
    [offered] = re.findall(r'<section class="next".*?</section>', case.text, re.S)
    for page in (today.text, offered):
        assert re.search(rf'href="/cases/{case_id}/reconnect"[^>]*>[^<]*Look at my message', page)


def test_interviews_ahead_and_steps_forward_stand_on_the_page(cast, browser_of):
    today = clock.today(cast.sam.zone)
    here = add_application(cast.sam, company="Harbour", role="R", applied_on=today - timedelta(days=9))
    record_stage(cast.sam, here, stage=Stage.INTERVIEW, on=today - timedelta(days=1))
    record_stage(cast.sam, here, stage=Stage.FINAL_ROUND, on=today + timedelta(days=2))
    page = words(browser_of(cast.sam).get("/today"))
    assert "Coming up Harbour Final round" in page
    assert "further than ever" in page


def test_today_belongs_to_seekers(cast, browser_of, client):
    for other in (cast.casey, cast.dana, cast.root):
        assert browser_of(other).get("/today").status_code == 404
    assert client.get("/today", follow=False).status_code == 302


def test_nobody_elses_things_are_on_it(cast, browser_of):
    add(cast.sam, "Only Sam's")
    log_no(cast.sam, company="Canary Ltd", role="R")
    comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="To myself")
    page = words(browser_of(cast.nina).get("/today"))
    for private in ("Only Sam", "Canary", "To myself"):
        assert private not in page


def test_in_french_it_is_french(cast, browser_of):
    page = browser_of(cast.nina).get("/today")
    assert 'lang="fr-CA"' in page.text
    assert "Commencer par un non" in words(page)
    add(cast.nina, "Appeler Paule")
    assert "La prochaine chose" in words(browser_of(cast.nina).get("/today"))


@pytest.mark.parametrize("number", [2, 50])
def test_today_costs_at_most_eight_statements_however_much_there_is(cast, browser_of, counted, number):
    cast.grant(Section.PLAN)
    today = clock.today(cast.sam.zone)
    for n in range(number):
        add(cast.sam, f"Action {n}")
        application = add_application(cast.sam, company=f"C{n}", role="R", applied_on=today - timedelta(days=3))
        record_stage(cast.sam, application, stage=Stage.SCREENING, on=today - timedelta(days=1))
    for n in range(min(number, 20)):
        comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body=f"Comment {n}")
    browser = browser_of(cast.sam)
    browser.get("/today")
    with counted() as statements:
        assert browser.get("/today").status_code == 200
    assert len(statements) <= 8, [one[:90] for one in statements]


def test_today_with_a_suggestion_costs_no_more_than_eight(cast, browser_of, counted):
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="R", stage=Stage.INTERVIEW))
    submit_assessment(cast.sam, case_id, set_key="first_assessment", answers={"clarity": {"value": 3}})
    submit_assessment(cast.sam, case_id, set_key="deeper", answers={"research": {"value": 1}})
    browser = browser_of(cast.sam)
    browser.get("/today")
    with counted() as statements:
        assert "Put it in my plan" in words(browser.get("/today"))
    assert len(statements) <= 8, [one[:90] for one in statements]


def test_on_the_page_of_a_case_each_answer_has_its_thread(cast, browser_of):
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="R", stage=Stage.INTERVIEW))
    submit_assessment(cast.sam, case_id, set_key="first_assessment", answers={"clarity": {"value": 3, "words": "Half"}})
    cast.grant(Section.STORY, future=True)
    comments.add_comment(
        cast.casey, cast.sam.person_id, on_answer(case_id, "first_assessment", "clarity"), body="Which half?"
    )
    browser = browser_of(cast.sam)
    page = browser.get(f"/cases/{case_id}")
    assert "Which half?" in words(page)
    sent = {"thread": "answer:first_assessment:clarity", "case_id": str(case_id), "next": f"/cases/{case_id}"}
    answered = browser.post("/comments", {**sent, "body": "The first"})
    assert answered.request.path == f"/cases/{case_id}"
    assert "The first" in words(answered)


def test_handed_back_is_the_next_thing(cast, browser_of):
    cast.grant(Section.PLAN)
    add(cast.sam)
    reviews.answer_review(cast.casey, reviews.ask_review(cast.sam, cast.coaching_id), answer="Good.")
    assert "Casey Tremblay answered on your plan" in words(browser_of(cast.sam).get("/today"))


def test_a_case_that_was_begun_is_gone_on_with_and_nobody_is_asked_to_begin_again(cast, browser_of):
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW))
    submit_assessment(cast.sam, case_id, set_key="first_assessment", answers={"clarity": {"value": 3}})
    browser = browser_of(cast.sam)
    page = browser.get("/today")
    assert "Go on with Nordlys" in words(page)
    assert f"/cases/{case_id}" in page.text
    pause_case(cast.sam, case_id)
    resting = words(browser.get("/today"))
    assert "Nothing waits for you" in resting
    assert "Start with one no" not in resting


def test_a_hand_over_that_waits_for_an_answer_is_asked_here_too(cast, browser_of, colleague, counted):
    jo = colleague("Jo Martin")
    browser = browser_of(cast.sam)
    assert "may go on with you" not in words(browser.get("/today"))
    asked = asking.ask_hand_over(cast.casey, cast.coaching_id, to_coach_id=jo.person_id, note="Away until spring")
    db.session.commit()
    with counted() as statements:
        page = browser.get("/today")
    assert len(statements) <= 8
    name = db.session.get_one(Organisation, cast.agency_id).name
    assert f"{name} asks whether Jo Martin may go on with you. Nothing changes before you answer." in words(page)
    assert f'href="/sharing/handing/{asked}"' in page.text
    assert "Away until spring" not in words(page)
    asking.take_back(cast.casey, asked)
    db.session.commit()
    assert "may go on with you" not in words(browser.get("/today"))
