"""The plan as its seeker uses it, without scripts."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import ActionKind, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.plans import actions, comments, proposals, reviews
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Action, ActionState, CommentText, Plan, Turn
from coach_platform.core.plans.targets import PLAN, on_action
from coach_platform.core.relations.models import Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import words

POINT = {"what": "Practise aloud", "kind": "practice"}


def add(actor, what="Practise aloud", **more):
    return actions.add_action(actor, details=Details(what=what, kind=ActionKind.PRACTICE, **more))


def row(action_id) -> Action:
    return db.session.get(Action, action_id, populate_existing=True)


@pytest.fixture
def weak(cast):
    """A case in which Sam rated what they knew about the company 1 of 5."""
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW))
    submit_assessment(cast.sam, case_id, set_key="deeper", answers={"research": {"value": 1}})
    return case_id


def test_an_empty_plan_teaches_what_a_point_is(cast, browser_of):
    page = words(browser_of(cast.sam).get("/plan"))
    assert "No action yet" in page
    assert "Write the first action" in page


def test_a_point_is_added_read_changed_and_deleted_with_undo(cast, browser_of, weak):
    browser = browser_of(cast.sam)
    sent = {
        **POINT,
        "area": "research",
        "due_on": "2026-12-24",
        "why": "They asked twice",
        "if_then": "If it is Monday, then I say it aloud",
        "obstacle": "Tired",
        "obstacle_answer": "Before breakfast",
        "done_when": "Ada understands it",
        "guide_key": "research",
        "evidence": [str(weak)],
    }
    page = browser.post("/plan/points/add", sent)
    assert page.status_code == 200
    for said in ("Practise aloud", "They asked twice", "Before breakfast", "Ada understands it", "Nordlys", "Research"):
        assert said in words(page)
    action = db.session.scalars(select(Action)).one()
    form = browser.get(f"/plan/points/{action.id}/edit")
    assert 'value="2026-12-24"' in form.text
    assert f'value="{weak}" checked' in form.text
    changed = browser.post(f"/plan/points/{action.id}/edit", {**sent, "what": "Practise in the car"})
    assert "Practise in the car" in words(changed)
    gone = browser.post(f"/plan/points/{action.id}/delete")
    assert "Practise in the car" not in words(gone)
    assert "Undo" in words(gone)
    assert "Practise in the car" in words(browser.post(f"/plan/points/{action.id}/restore"))


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"what": ""}, "what", "Say in a few words what will be done."),
        ({"link": "javascript:alert(1)"}, "link", "Write the whole address"),
        ({"due_on": "tomorrow"}, "due_on", "Write the day like this"),
        ({"due_on": "0202-01-01"}, "due_on", "Please check the year."),
        ({"kind": "nonsense"}, "kind", "Choose one of the answers."),
    ],
)
def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(cast, browser_of, sent, field, sentence):
    answer = browser_of(cast.sam).post("/plan/points/add", {**POINT, "why": "Kept words", **sent})
    assert answer.status_code == 422
    beside = re.search(rf'id="{field}-error"[^>]*>(.*?)</p>', answer.text, re.S)
    assert beside is not None
    assert sentence in beside.group(1)
    assert "Kept words" in answer.text
    assert db.session.scalars(select(Action)).all() == []


def test_the_order_is_changed_by_buttons(cast, browser_of):
    browser = browser_of(cast.sam)
    ids = [add(cast.sam, what) for what in ("Alpha", "Beta", "Gamma")]

    def order(page):
        return re.findall(r'class="point-what">(\w+)<', page.text)

    assert order(browser.post(f"/plan/points/{ids[2]}/move", {"to": "up"})) == ["Alpha", "Gamma", "Beta"]
    assert order(browser.post(f"/plan/points/{ids[0]}/move", {"to": "down"})) == ["Gamma", "Alpha", "Beta"]
    assert order(browser.post(f"/plan/points/{ids[1]}/move", {"to": "top"})) == ["Beta", "Gamma", "Alpha"]
    assert browser.post(f"/plan/points/{ids[1]}/move", {"to": "sideways"}).status_code == 404


def test_done_dropped_and_asleep_with_a_word_why(cast, browser_of):
    browser = browser_of(cast.sam)
    done, dropped, later = (add(cast.sam, what) for what in ("One", "Two", "Three"))
    assert "Two chairs" in words(browser.post(f"/plan/points/{done}/done", {"words": "Two chairs, one broken"}))
    browser.post(f"/plan/points/{dropped}/drop", {"words": "Not for me"})
    page = browser.post(f"/plan/points/{later}/snooze", {"days": "7"})
    assert [row(i).state for i in (done, dropped, later)] == [ActionState.DONE, ActionState.DROPPED, ActionState.OPEN]
    assert row(later).snoozed_until_on == clock.today(cast.sam.zone) + timedelta(days=7)
    assert "1 action asleep" in words(page)
    browser.post(f"/plan/points/{later}/snooze", {"days": "0"})
    browser.post(f"/plan/points/{done}/reopen")
    assert (row(later).snoozed_until_on, row(done).state) == (None, ActionState.OPEN)


def test_a_suggestion_is_accepted_edited_or_sent_away(cast, browser_of, weak):
    browser = browser_of(cast.sam)
    page = browser.get("/plan")
    assert "Suggested by your answers" in words(page)
    assert "With Nordlys (interview), you reached a conversation" in words(page)
    form = browser.get("/plan/suggestions/research.one_page/edit")
    assert "Make a one-page research sheet" in form.text
    taken = browser.post(
        "/plan/suggestions/research.one_page/edit",
        {**POINT, "what": "One page, on paper", "kind": "research", "evidence": [str(weak)]},
    )
    assert "One page, on paper" in words(taken)
    again = browser.post("/plan/suggestions/research.one_page/accept")
    assert again.status_code == 404
    rest = re.findall(r"/plan/suggestions/([\w.]+)/dismiss", browser.get("/plan").text)
    for rule in rest:
        browser.post(f"/plan/suggestions/{rule}/dismiss")
    assert not set(rest) & set(re.findall(r"/plan/suggestions/([\w.]+)/dismiss", browser.get("/plan").text))


def test_the_turn_goes_to_the_coach_and_back_and_is_agreed(cast, browser_of):
    browser = browser_of(cast.sam)
    add(cast.sam)
    assert "does not see your plan yet" in words(browser.get("/plan"))
    refused = browser.post("/plan/ask", {"coaching_id": str(cast.coaching_id), "note": "Two points are new"})
    assert refused.status_code == 422
    cast.grant(Section.PLAN)
    asked = browser.post("/plan/ask", {"coaching_id": str(cast.coaching_id), "note": "Two points are new"})
    assert "Casey Tremblay has it since" in words(asked)
    assert "Two points are new" in words(asked)
    browser.post("/plan/withdraw")
    browser.post("/plan/ask", {"coaching_id": str(cast.coaching_id)})
    plan = db.session.scalars(select(Plan)).one()
    review = db.session.scalars(select(reviews.Review).where(reviews.Review.withdrawn_at.is_(None))).one()
    reviews.answer_review(cast.casey, review.id, answer="Begin with the first.")
    page = words(browser.get("/plan"))
    assert "Begin with the first." in page
    assert "I agree" in page
    assert "Agreed with Casey Tremblay" in words(browser.post("/plan/agree"))
    db.session.refresh(plan)
    assert plan.turn is Turn.AGREED
    assert browser.post("/plan/agree").status_code == 200  # pressed twice: answered like the first
    browser.post("/plan/points/add", {**POINT, "what": "One more"})
    assert "A draft again: the plan was changed on" in words(browser.get("/plan"))


def test_too_long_a_note_is_answered_beside_its_field(cast, browser_of):
    cast.grant(Section.PLAN)
    add(cast.sam)
    answer = browser_of(cast.sam).post("/plan/ask", {"coaching_id": str(cast.coaching_id), "note": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.text
    assert re.search(r'id="note-error"[^>]*>.*?under 2000', answer.text, re.S)


def test_a_proposal_is_taken_in_changed_first_or_declined(cast, browser_of):
    cast.grant(Section.PLAN)
    browser = browser_of(cast.sam)
    taken, changed, declined = (
        proposals.propose_action(cast.casey, cast.sam.person_id, details=Details(what=what, kind=ActionKind.PROJECT))
        for what in ("Taken", "Changed", "Declined")
    )
    assert "proposed by Casey Tremblay" in words(browser.get("/plan"))
    browser.post(f"/plan/points/{taken}/accept")
    browser.post(f"/plan/points/{changed}/edit", {**POINT, "what": "Changed a little"})
    browser.post(f"/plan/points/{declined}/decline")
    assert [row(i).state for i in (taken, changed, declined)] == [
        ActionState.OPEN,
        ActionState.OPEN,
        ActionState.DECLINED,
    ]
    assert row(changed).what == "Changed a little"


def test_comments_are_said_changed_removed_and_brought_back(cast, browser_of):
    cast.grant(Section.PLAN)
    action = add(cast.sam)
    said = comments.add_comment(cast.casey, cast.sam.person_id, on_action(action), body="The chair matters")
    browser = browser_of(cast.sam)
    page = browser.get("/plan")
    assert "The chair matters" in words(page)
    assert "your coach" in words(page)
    assert f'name="comment" value="{said}"' in page.text
    browser.post("/comments/read", {"comment": [str(said)], "next": "/plan"})
    assert f'name="comment" value="{said}"' not in browser.get("/plan").text
    mine = browser.post("/comments", {"thread": f"action:{action}", "body": "It does", "next": "/plan"})
    assert "It does" in words(mine)
    edit = re.search(r'href="(/comments/[\w-]+/edit\?next=/plan)"', mine.text)
    assert edit is not None
    browser.post(edit.group(1), {"body": "It really does", "next": "/plan"})
    assert db.session.scalars(select(CommentText.body)).all() == ["It does"]
    delete = edit.group(1).replace("/edit", "/delete")
    assert "Undo" in words(browser.post(delete))
    assert "It really does" not in words(browser.get("/plan"))
    browser.post(delete.replace("/delete", "/restore"), {"next": "/plan"})
    assert "It really does" in words(browser.get("/plan"))


def test_an_empty_comment_is_refused_beside_its_field(cast, browser_of):
    answer = browser_of(cast.sam).post("/comments", {"thread": "plan", "body": " ", "next": "/plan"})
    assert answer.status_code == 422
    assert re.search(r'id="body-error"[^>]*>.*?Write a few words first', answer.text, re.S)


def test_what_people_write_is_text_and_never_markup(cast, browser_of):
    action = add(cast.sam, "<script>alert(1)</script>", why="<b>bold</b>")
    comments.add_comment(cast.sam, cast.sam.person_id, on_action(action), body="<img src=x onerror=alert(1)>")
    page = browser_of(cast.sam).get("/plan").text
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert "<img src=x" not in page


def test_to_a_stranger_a_point_and_a_comment_do_not_exist(cast, browser_of):
    action = add(cast.sam)
    said = comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="Mine")
    nina = browser_of(cast.nina)
    assert nina.get(f"/plan/points/{action}/edit").status_code == 404
    for act in ("edit", "move", "done", "drop", "reopen", "snooze", "delete", "restore", "accept", "decline"):
        sent = {**POINT, "to": "up", "days": "1"}
        assert nina.post(f"/plan/points/{action}/{act}", sent).status_code == 404, act
    assert nina.get(f"/comments/{said}/edit").status_code == 404
    for act in ("edit", "delete", "restore"):
        assert nina.post(f"/comments/{said}/{act}", {"body": "x"}).status_code == 404
    assert nina.post("/comments", {"thread": f"action:{action}", "body": "x"}).status_code == 404
    for other in (cast.omar, cast.dana, cast.root):
        assert browser_of(other).get("/plan").status_code == 404


@pytest.mark.parametrize("number", [2, 50])
def test_the_page_costs_at_most_eight_statements_however_long_the_plan(cast, browser_of, counted, weak, number):
    cast.grant(Section.PLAN)
    ids = [add(cast.sam, f"Point {n}", evidence=[weak]) for n in range(number)]
    for action in ids[:20]:
        comments.add_comment(cast.casey, cast.sam.person_id, on_action(action), body="A word")
    reviews.ask_review(cast.sam, cast.coaching_id)
    browser = browser_of(cast.sam)
    browser.get("/plan")
    with counted() as statements:
        assert f"Point {number - 1}" in browser.get("/plan").text
    assert len(statements) <= 8, [one[:90] for one in statements]


def test_in_french_the_page_and_the_rules_words_are_french(cast, browser_of):
    case_id = open_case(cast.nina, log_no(cast.nina, company="Sarment", role="Agente", stage=Stage.INTERVIEW))
    submit_assessment(cast.nina, case_id, set_key="deeper", answers={"research": {"value": 1}})
    browser = browser_of(cast.nina)
    page = words(browser.get("/plan"))
    assert "Suggestions tirées de vos réponses" in page
    assert "Dans le dossier Sarment (entrevue), vous avez" in page
    assert "donné 1 sur 5 à ce que vous saviez de l’entreprise" in page
    browser.post("/plan/suggestions/research.one_page/accept")
    taken = words(browser.get("/plan"))
    assert "Faire une fiche de recherche" in taken
    for english in ("Ask somebody", "Add an action", "How it holds", "Done", "Later"):
        assert english not in taken


@pytest.mark.parametrize("key", ["research", "hiring-has-changed"])
def test_guides_are_open_to_anybody_in_both_languages(client, key):
    assert client.get(f"/guides/{key}").status_code == 200
    assert client.get("/guides").status_code == 200
    assert client.get("/guides/nonsense").status_code == 404
    assert client.get(f"/guides/{key}", **{"Accept-Language": "fr-CA"}).text != client.get(f"/guides/{key}").text
