"""The page of a case."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import Section, Stage
from coach_platform.core.applications.events import rate_stage, record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Case
from coach_platform.core.assessments.models import CheckIn
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import words
from tests.core.assessments.stories import a_case


def test_a_case_says_what_happened_its_steps_and_the_one_next_thing(cast, browser_of):
    case_id = a_case(cast.sam, company="Nordlys", own_words="We went with someone else.", reason="more_experience")
    page = words(browser_of(cast.sam).get(f"/cases/{case_id}"))
    assert "We went with someone else." in page
    assert "They want more experience" in page
    assert "The one next thing First look" in page
    assert "Any step, in any order, at any time." in page


def test_a_case_is_read_in_french(cast, browser_of):
    case_id = a_case(cast.nina, company="Nordlys")
    page = browser_of(cast.nina).get(f"/cases/{case_id}")
    assert 'lang="fr-CA"' in page.text
    assert "La prochaine chose à faire" in words(page)


def test_the_open_cases_are_listed_and_an_empty_list_teaches(cast, browser_of):
    browser = browser_of(cast.sam)
    assert "A case is a no you want to learn from" in words(browser.get("/cases"))
    a_case(cast.sam, company="Nordlys")
    a_case(cast.nina, company="Somebody else’s")
    page = words(browser.get("/cases"))
    assert "Nordlys" in page
    assert "Somebody else’s" not in page


def test_a_case_is_paused_and_taken_up_again(cast, browser_of):
    case_id = a_case(cast.sam)
    browser = browser_of(cast.sam)
    assert "Paused until" in words(browser.post(f"/cases/{case_id}/pause", {"hours": "24"}))
    assert db.session.get_one(Case, case_id).paused_until > clock.now() + timedelta(hours=23)
    assert "This case is open again." in words(browser.post(f"/cases/{case_id}/pause", {"hours": "0"}))
    assert browser.post(f"/cases/{case_id}/pause", {"hours": "5"}).status_code == 422


def test_a_step_is_called_done_and_not_done_after_all(cast, browser_of):
    case_id = a_case(cast.sam)
    browser = browser_of(cast.sam)
    browser.post(f"/cases/{case_id}/steps", {"step": "professional", "done": "y"})
    assert db.session.get_one(Case, case_id).steps_done == ["professional"]
    browser.post(f"/cases/{case_id}/steps", {"step": "professional", "done": "n"})
    assert db.session.get_one(Case, case_id).steps_done == []
    assert browser.post(f"/cases/{case_id}/steps", {"step": "nonsense", "done": "y"}).status_code == 404


@pytest.mark.parametrize("events", [2, 40])
def test_the_page_takes_at_most_eight_statements_however_long_the_story(cast, browser_of, counted, events):
    case_id = a_case(cast.sam)
    application_id = db.session.get_one(Case, case_id).application_id
    for _ in range(events):
        record_stage(cast.sam, application_id, stage=Stage.INTERVIEW, on=clock.today(cast.sam.zone))
        rate_stage(cast.sam, application_id, stage=Stage.INTERVIEW, value=3)
    items = [{"question": f"Question {n}?"} for n in range(events % 13)]
    submit_assessment(cast.sam, case_id, set_key="deeper", answers={"surprises": {"value": 2, "items": items}})
    browser = browser_of(cast.sam)
    for path, most in ((f"/cases/{case_id}", 8), (f"/cases/{case_id}/first", 8), ("/cases", 4), ("/practice", 4)):
        with counted() as statements:
            assert browser.get(path).status_code == 200
        assert len(statements) <= most, "\n\n".join(statements)


def test_a_case_does_not_exist_for_anybody_else(cast, browser_of):
    case_id = a_case(cast.sam)
    cast.grant(*Section, future=True)
    for stranger in (cast.nina, cast.casey, cast.omar, cast.dana, cast.root):
        browser = browser_of(stranger)
        assert browser.get(f"/cases/{case_id}").status_code == 404
        assert browser.post(f"/cases/{case_id}/pause", {"hours": "24"}).status_code == 404
        assert browser.post(f"/cases/{case_id}/steps", {"step": "plan", "done": "y"}).status_code == 404


def test_a_check_in_is_one_tap_and_leads_back(cast, browser_of):
    browser = browser_of(cast.sam)
    back = browser.post("/check-ins", {"confidence": "3", "occasion": "planned", "next": "/cases"}, follow=False)
    assert (back.status_code, back.location) == (303, "/cases")
    assert db.session.execute(select(CheckIn.confidence, CheckIn.occasion)).all() == [(3, "planned")]
    assert browser.post("/check-ins", {"confidence": "9"}).status_code == 422


def test_the_number_chosen_stands_marked_beside_the_question_and_can_be_changed(cast, browser_of):
    browser = browser_of(cast.sam)
    after = f"/applications/{log_no(cast.sam, company='Nordlys', role='Analyst')}/after"
    assert 'aria-pressed="true"' not in browser.get(after).text
    for tapped in ("3", "2"):
        page = browser.post("/check-ins", {"confidence": tapped, "occasion": "logged", "next": f"{after}#check-in"})
        assert re.findall(r'value="(\d)" aria-pressed="true"', page.text) == [tapped]
        assert re.search(rf"Noted at [\d:]+ [ap].m.: {tapped} of 5. Another tap changes it.", words(page))
    assert db.session.scalars(select(CheckIn.confidence)).all() == [2]


def test_with_scripts_the_answer_of_a_tap_is_the_form_itself(cast, browser_of):
    given = {"confidence": "4", "occasion": "planned", "next": "/plan#check-in"}
    answer = browser_of(cast.sam).post("/check-ins", given, **{"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<form class="check-in"')
    assert 'value="4" aria-pressed="true" data-focus' in answer.text
    assert 'name="next" value="/plan#check-in"' in answer.text


def test_a_better_answer_that_is_too_long_is_refused_and_kept_on_the_page(cast, browser_of):
    case_id = a_case(cast.sam)
    answers = {"surprises": {"items": [{"question": "Why us?", "said": "Hm."}]}}
    submit_assessment(cast.sam, case_id, set_key="deeper", answers=answers)
    browser = browser_of(cast.sam)
    from coach_platform.core.access.sight import own_sight
    from coach_platform.core.practice.queries import practice_list

    [item] = practice_list(own_sight(cast.sam.person_id)).rows
    refused = browser.post(f"/practice/{item.id}", {"what_i_said": "Hm.", "better_answer": "y" * 2001})
    assert refused.status_code == 422
    assert "y" * 2001 in refused.text
    kept = browser.post(f"/practice/{item.id}", {"what_i_said": "Hm.", "better_answer": "Their harbour project."})
    assert "Their harbour project." in words(kept)
    assert "Bring it back" in words(browser.post(f"/practice/{item.id}/let-go"))
    assert "Why us?" in words(browser.post(f"/practice/{item.id}/bring-back"))


def test_one_can_comment_on_the_case_and_on_an_answer(cast, browser_of):
    case_id = a_case(cast.sam)
    submit_assessment(cast.sam, case_id, set_key="deeper", answers={"research": {"value": 2}})
    browser = browser_of(cast.sam)
    for thread in ("case", "answer:deeper:research"):
        sent = {"thread": thread, "case_id": case_id, "body": f"A word on {thread}", "next": f"/cases/{case_id}"}
        assert f"A word on {thread}" in words(browser.post("/comments", sent))
