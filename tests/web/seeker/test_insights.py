"""The pages of insights: how far, what comes back, what worked, and the fourth step of a case."""

import re
from time import process_time
from uuid import UUID

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import ActionKind, Outcome, Stage
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.events import record_stage
from coach_platform.core.applications.outcomes import record_outcome
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.insights.models import Settled, SettledPattern, VictoryNote
from coach_platform.core.plans import actions, progress, reviews
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Action
from coach_platform.core.relations.models import Section
from coach_platform.kit.db import db
from tests.browsing import words
from tests.core.assessments.stories import a_case
from tests.core.insights.searches import a_search


def weak_twice(seeker) -> list[UUID]:
    """Two cases in which research was weak."""
    cases = [a_case(seeker, company=company) for company in ("Nordlys", "Harbour Co.")]
    for case_id in cases:
        submit_assessment(seeker, case_id, set_key="deeper", answers={"research": {"value": 1}})
    db.session.commit()
    return cases


def test_an_empty_page_teaches(cast, browser_of):
    page = words(browser_of(cast.sam).get("/insights"))
    assert "Nothing to count yet" in page
    assert "none is ever said to be more certain than it is" in page


def test_few_applications_are_words_and_no_picture(cast, browser_of):
    a_search(cast.sam, 3)
    page = browser_of(cast.sam).get("/insights")
    assert "too few to judge" in words(page)
    assert 'class="bar range"' not in page.text


def test_many_have_a_sentence_a_picture_and_its_table(cast, browser_of):
    a_search(cast.sam, 200)
    page = browser_of(cast.sam).get("/insights").text
    sentence, picture, table = (page.index(x) for x in ("Led to a conversation:", 'class="bar range"', "Show as table"))
    assert page.index("The one next thing") < sentence < picture < table


def test_it_is_read_in_french(cast, browser_of):
    weak_twice(cast.nina)
    page = words(browser_of(cast.nina).get("/insights"))
    assert "La recherche : un point faible dans 2 dossiers sur 2, selon vos" not in page  # nobody's "you"
    assert re.search(r"La recherche.: un point faible dans 2 dossiers sur 2", page)
    assert "Talent Board, 2022 candidate experience research, 2022 · de seconde main" in page


def test_a_pattern_shows_its_cases_and_becomes_an_action(cast, browser_of):
    cases = weak_twice(cast.sam)
    browser = browser_of(cast.sam)
    page = browser.get("/insights")
    assert "Research: a weak point in 2 of 2 cases" in words(page)
    assert all(f"/cases/{case}" in page.text for case in cases)
    form = browser.get("/insights/patterns/area.1.research/action")
    assert "Make a one-page research sheet" in form.text
    said = {"what": "Make my own sheet", "kind": "research", "area": "research", "evidence": [str(c) for c in cases]}
    for _ in range(2):  # sent twice, done once
        browser.post("/insights/patterns/area.1.research/action", said)
    [action] = db.session.scalars(select(Action).where(Action.seeker_id == cast.sam.person_id))
    assert action.what == "Make my own sheet"
    assert "In your plan" in words(browser.get("/insights"))


def test_an_action_without_words_is_asked_again_with_what_was_typed(cast, browser_of):
    weak_twice(cast.sam)
    answer = browser_of(cast.sam).post("/insights/patterns/area.1.research/action", {"what": "", "why": "Kept"})
    assert answer.status_code == 422
    assert "Kept" in answer.text


def test_a_pattern_is_sent_away_remembered_and_brought_back(cast, browser_of):
    weak_twice(cast.sam)
    browser = browser_of(cast.sam)
    browser.post("/insights/patterns/area.1.research/dismiss")
    page = words(browser.get("/insights"))
    assert "One you sent away" in page
    assert "Show it again" in page
    browser.post("/insights/patterns/area.1.research/back")
    assert "sent away" not in words(browser.get("/insights"))
    kinds = db.session.scalars(select(SettledPattern.kind).order_by(SettledPattern.at, SettledPattern.id)).all()
    assert kinds == [Settled.DISMISSED, Settled.BACK]


@pytest.mark.parametrize("key", ["area.1.fit", "area.2.research", "nonsense", "line.1.00"])
def test_what_is_not_said_cannot_be_sent_away(cast, browser_of, key):
    weak_twice(cast.sam)
    assert browser_of(cast.sam).post(f"/insights/patterns/{key}/dismiss").status_code == 404


@pytest.mark.parametrize("number", [2, 50])
def test_the_page_costs_at_most_eight_statements(cast, browser_of, counted, number):
    a_search(cast.sam, number, cases=number)
    browser = browser_of(cast.sam)
    browser.get("/insights")
    for path in ("/insights", "/insights?by=role_kind", "/insights/what-worked"):
        with counted() as statements:
            assert browser.get(path).status_code == 200
        assert len(statements) <= 8, (path, [one[:90] for one in statements])


def test_two_thousand_applications_take_no_more_statements_and_no_long_while(cast, browser_of, counted):
    search = a_search(cast.sam, 2_000, cases=40)
    browser = browser_of(cast.sam)
    for path in ("/insights", f"/cases/{search.cases[0]['id']}/expectations"):
        browser.get(path)
        began = process_time()
        with counted() as statements:
            assert browser.get(path).status_code == 200
        # CPU of the page itself; a naive reading of each application's events takes seconds.
        assert process_time() - began < 1.5
        assert len(statements) <= 8, (path, [one[:90] for one in statements])


def test_the_fourth_step_of_a_case_is_read_and_called_done(cast, browser_of):
    case_id = a_case(cast.sam)
    browser = browser_of(cast.sam)
    assert f"/cases/{case_id}/expectations" in browser.get(f"/cases/{case_id}").text
    page = browser.get(f"/cases/{case_id}/expectations")
    assert "Seen: this step is done" in words(page)
    assert "second-hand: we read it in ERE, 2022-09-14, not at its source" in words(page)
    assert "below average" not in words(page)
    assert "/guides/hiring-has-changed" in page.text
    browser.post(f"/cases/{case_id}/steps", {"step": "expectations", "done": "y"})
    assert "Not done after all" in words(browser.get(f"/cases/{case_id}/expectations"))


def test_nobody_reads_the_expectations_of_anothers_case(cast, browser_of):
    case_id = a_case(cast.sam)
    assert browser_of(cast.nina).get(f"/cases/{case_id}/expectations").status_code == 404


def a_step(seeker) -> UUID:
    application_id = add_application(seeker, company="Harbour Co.", role="Planner")
    event_id = record_stage(seeker, application_id, stage=Stage.INTERVIEW)
    db.session.commit()
    return event_id


def test_what_worked_is_asked_once_and_kept(cast, browser_of):
    event_id = a_step(cast.sam)
    browser = browser_of(cast.sam)
    assert "What worked?" in words(browser.get("/today"))
    browser.post(f"/insights/what-worked/{event_id}", {"words": "I told the story first"})
    assert "I told the story first" in words(browser.get("/insights/what-worked"))
    assert "Harbour Co. · Interview further than ever" not in words(browser.get("/today"))
    browser.post(f"/insights/what-worked/{event_id}", {"words": "I told it second"})
    said = db.session.scalars(select(VictoryNote.words).order_by(VictoryNote.noted_at, VictoryNote.id)).all()
    assert said == ["I told the story first", "I told it second"]


def test_an_action_done_and_a_plan_agreed_are_victories_too(cast, browser_of):
    cast.grant(Section.PLAN)
    action = actions.add_action(cast.sam, details=Details(what="Write three stories", kind=ActionKind.PRACTICE))
    progress.finish(cast.sam, action)
    review = reviews.ask_review(cast.sam, cast.coaching_id)
    reviews.answer_review(cast.casey, review, answer="Good.")
    reviews.agree(cast.sam)
    db.session.commit()
    for path in ("/today", "/insights/what-worked"):
        page = words(browser_of(cast.sam).get(path))
        assert "Done: Write three stories" in page
        assert "A plan agreed with Casey Tremblay" in page


def test_a_victory_can_be_let_be(cast, browser_of):
    event_id = a_step(cast.sam)
    browser = browser_of(cast.sam)
    browser.post(f"/insights/what-worked/{event_id}", {"words": "half a word", "let_be": "y"})
    assert db.session.scalars(select(VictoryNote.words)).all() == [""]
    assert "Nothing to add" not in words(browser.get(f"/insights/what-worked/{event_id}"))


def test_an_employer_who_comes_back_is_a_victory(cast, browser_of):
    application_id = add_application(cast.sam, company="Harbour Co.", role="Planner")
    record_outcome(cast.sam, application_id, outcome=Outcome.REJECTED)
    record_outcome(cast.sam, application_id, outcome=Outcome.OPEN)
    db.session.commit()
    assert "Harbour Co. · came back after a no" in words(browser_of(cast.sam).get("/today"))


def test_what_worked_of_somebody_else_is_not_there(cast, browser_of):
    event_id = a_step(cast.sam)
    other = browser_of(cast.nina)
    assert other.get(f"/insights/what-worked/{event_id}").status_code == 404
    assert other.post(f"/insights/what-worked/{event_id}", {"words": "x"}).status_code == 404


def test_a_coach_reads_what_is_granted_and_nothing_beside(cast, browser_of, counted):
    first, second = weak_twice(cast.sam)
    cast.grant(Section.DEEPER, cases=[first])
    browser, path = browser_of(cast.casey), f"/coach/seekers/{cast.sam.person_id}/insights"
    assert "Nothing came up twice in what is shared with you." in words(browser.get(path))
    cast.grant(Section.DEEPER, cases=[first, second])
    page = words(browser.get(path))
    assert "Research: a weak point in 2 of 2 cases" in page
    assert "How far the applications got" not in page
    cast.grant(*Section, future=True)
    browser.get(path)
    with counted() as statements:
        assert "How far the applications got" in words(browser.get(path))
    assert len(statements) <= 9, [one[:90] for one in statements]


def test_a_coach_without_any_of_it_finds_no_page(cast, browser_of):
    cast.grant(Section.PLAN, Section.CONFIDENCE)
    assert browser_of(cast.casey).get(f"/coach/seekers/{cast.sam.person_id}/insights").status_code == 404


def test_the_seeker_sees_exactly_what_their_coach_sees(cast, browser_of):
    first, second = weak_twice(cast.sam)
    cast.grant(Section.DEEPER, cases=[first, second])
    theirs = browser_of(cast.casey).get(f"/coach/seekers/{cast.sam.person_id}/insights")
    mine = browser_of(cast.sam).get(f"/sharing/{cast.coaching_id}/view/insights")
    section = re.compile(r'id="patterns-title".*?</section>', re.S)
    assert words_of_section(section, mine) == words_of_section(section, theirs)


def words_of_section(section: re.Pattern[str], response) -> str:
    found = section.search(response.text)
    assert found
    return re.sub(r"<[^>]+>", "", found[0])
