"""A coach's own view of a case in the browser: chosen, written, handed in, read beside the seeker's; what a gap becomes."""

import re

import pytest

from coach_platform.content.vocabulary import Section
from coach_platform.core.assessments import calibration
from coach_platform.core.assessments.calibration import read_first
from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.assessments.responses import submit_as_coach
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.kit.db import db
from tests.browsing import words
from tests.core.assessments.stories import a_case
from tests.web.seeker.pages import hidden, typed

FILLED = {"research.value": "4", "research.words": "Counted chairs", "research.basis.mock_interview": "y"}


@pytest.fixture
def shared(cast, world):
    """Nordlys, of which Sam has answered the deeper questions and Casey has seen nothing yet."""
    cast.grant(*Section, future=True)
    db.session.commit()
    return world.nordlys


def case_of(cast, case_id) -> str:
    return f"/coach/seekers/{cast.sam.person_id}/cases/{case_id}"


def test_the_case_offers_to_answer_first_and_shows_nothing_of_the_answers(cast, browser_of, shared):
    page = browser_of(cast.casey).get(case_of(cast, shared))
    assert "Answer blind first" in words(page)
    assert "Read it now, not blind" in words(page)
    assert "Too shy" not in page.text


def test_the_offer_says_nothing_of_whether_there_are_answers(cast, browser_of, shared):
    unanswered = a_case(cast.sam, company="Harbour")
    offers = [_offer(browser_of(cast.casey).get(case_of(cast, case_id)).text) for case_id in (shared, unanswered)]
    assert "Answer blind first" in offers[0]
    assert offers[0] == offers[1]


def _offer(page: str) -> str:
    """The choice, without the addresses of its buttons."""
    return re.sub(r'(action|href|value)="[^"]*"', "", page.partition('id="view"')[2].partition("</section>")[0])


def test_reading_now_shows_them_and_says_that_an_answer_is_not_blind_any_more(cast, browser_of, shared):
    browser = browser_of(cast.casey)
    page = browser.get(f"{case_of(cast, shared)}?read=deeper")
    assert "Too shy" in page.text
    assert "Answer the same questions, not blind" in words(page)
    case_page(cast.casey, shared, read=True)  # a GET of a test takes back the look it wrote
    db.session.commit()
    assert "Too shy" in browser.get(case_of(cast, shared)).text  # once read, it is there


def test_a_coach_answers_blind_and_both_read_both_views(cast, browser_of, shared):
    browser = browser_of(cast.casey)
    form = browser.post(f"{case_of(cast, shared)}/view/begin")
    assert "How well did Sam Okafor know the company" in words(form)
    kept = browser.post(f"{case_of(cast, shared)}/view/draft", {**hidden(form), **FILLED})
    assert kept.json["errors"] == {}
    assert "Too shy" not in browser.get(f"{case_of(cast, shared)}?read=deeper").text
    again = browser.get(f"{case_of(cast, shared)}/view")
    assert typed(again, "research.words") == "Counted chairs"
    assert 'name="research.basis.mock_interview" value="y" checked' in again.text
    done = browser.post(f"{case_of(cast, shared)}/view", {**hidden(again), **FILLED})
    assert "Too shy" in done.text
    both = browser.get(f"{case_of(cast, shared)}/view/compare")
    assert "You see this 2 steps higher than Sam Okafor: 4 of 5, and Sam Okafor 2." in words(both)
    assert "answered blind" in words(both)
    mine = browser_of(cast.sam).get(f"/cases/{shared}/views")
    assert "Casey Tremblay sees this 2 steps higher than you: 4 of 5, and you 2." in words(mine)
    assert "Rests on: a mock interview." in words(mine)


def test_an_answer_without_its_basis_is_refused_beside_its_field_and_nothing_typed_is_lost(cast, browser_of, shared):
    browser = browser_of(cast.casey)
    form = browser.post(f"{case_of(cast, shared)}/view/begin")
    bare = {name: value for name, value in FILLED.items() if "basis" not in name}
    refused = browser.post(f"{case_of(cast, shared)}/view", {**hidden(form), **bare})
    assert refused.status_code == 422
    assert refused.text.count("Say what this rests on, or that you cannot judge.") == 2  # above, and beside it
    assert typed(refused, "research.words") == "Counted chairs"


def test_with_fields_nobody_offered_it_is_refused_in_words(cast, browser_of, shared):
    browser = browser_of(cast.casey)
    form = browser.post(f"{case_of(cast, shared)}/view/begin")
    odd = {**hidden(form), "research.value": "9", "rapport.value": "dont-know", "balance.aspects.0.value": "7"}
    refused = browser.post(f"{case_of(cast, shared)}/view", odd)
    assert refused.status_code == 422
    assert "Choose one of the answers." in words(refused)


def test_handing_in_before_the_seeker_answers_shows_nothing_to_either(cast, browser_of, world):
    case_id = a_case(cast.sam, company="Harbour")
    cast.grant(*Section, future=True)
    db.session.commit()
    coach, seeker = browser_of(cast.casey), browser_of(cast.sam)
    form = coach.post(f"{case_of(cast, case_id)}/view/begin")
    waits = coach.post(f"{case_of(cast, case_id)}/view", {**hidden(form), **FILLED})
    assert "Both are shown here, to both of you, once both of you have answered." in words(waits)
    assert coach.get(f"{case_of(cast, case_id)}/view/compare").status_code == 404
    assert "Counted chairs" not in seeker.get(f"/cases/{case_id}").text
    assert seeker.get(f"/cases/{case_id}/views").status_code == 404
    seeker.post(f"/cases/{case_id}/deeper", {"research.value": "1", "act": "submit", "revision": "0"})
    both = seeker.get(f"/cases/{case_id}/views").text
    assert "Counted chairs" in both
    assert len(re.findall(r' id="([^"]+)"', both)) == len(set(re.findall(r' id="([^"]+)"', both)))
    assert "Both views side by side" in words(seeker.get(f"/cases/{case_id}"))
    assert "3 steps" in words(coach.get(f"{case_of(cast, case_id)}/view/compare"))


def test_the_seeker_asks_and_the_coach_is_asked_without_seeing(cast, browser_of, shared):
    seeker = browser_of(cast.sam)
    assert "Ask Casey Tremblay for their view, without seeing mine" in words(seeker.get(f"/cases/{shared}"))
    asked = seeker.post(f"/cases/{shared}/views/ask", {"coach": str(cast.casey.person_id)})
    assert "Casey Tremblay was asked for their view on" in words(asked)
    page = browser_of(cast.casey).get(case_of(cast, shared))
    assert "Sam Okafor asks for your view, without your seeing theirs." in words(page)
    assert seeker.post(f"/cases/{shared}/views/ask", {"coach": "x"}).status_code == 404
    assert seeker.post(f"/cases/{shared}/views/ask", {"coach": str(cast.omar.person_id)}).status_code == 404


def test_a_comment_on_a_gap_and_an_action_from_it(cast, browser_of, shared):
    answer_both(cast, shared)
    seeker, coach = browser_of(cast.sam), browser_of(cast.casey)
    said = {"thread": "answer:deeper:research", "case_id": str(shared), "body": "Where did you see that?"}
    here = f"/cases/{shared}/views"
    assert "Where did you see that?" in seeker.post("/comments", {**said, "next": here}).text
    assert "Where did you see that?" in coach.get(f"{case_of(cast, shared)}/view/compare").text
    form = seeker.get(f"/plan/points/add?area=research&case={shared}")
    assert 'value="research" selected' in form.text
    assert f'value="{shared}" checked' in form.text
    kept = {"what": "Read their annual report", "kind": "research", "area": "research", "evidence": [str(shared)]}
    seeker.post("/plan/points/add", kept)
    assert "It became an action of the plan." in words(seeker.get(here))
    assert "It became an action of the plan." in words(coach.get(f"{case_of(cast, shared)}/view/compare"))
    (made,) = [one for one in plan_page(cast.sam, cast.sam.person_id).points.open if "annual" in one.what.text]
    seeker.post(f"/plan/points/{made.id}/done")
    assert "It became an action, and that is done." in words(seeker.get(here))


def test_the_coach_proposes_an_action_from_a_gap(cast, browser_of, shared):
    answer_both(cast, shared)
    coach = browser_of(cast.casey)
    form = coach.get(f"/coach/seekers/{cast.sam.person_id}/plan/propose?area=research&case={shared}")
    assert 'value="research" selected' in form.text
    assert f'value="{shared}" checked' in form.text
    sent = {"what": "Two pages", "kind": "research", "area": "research", "evidence": [str(shared)]}
    coach.post(f"/coach/seekers/{cast.sam.person_id}/plan/propose", sent)
    assert "An action is proposed for it." in words(coach.get(f"{case_of(cast, shared)}/view/compare"))


@pytest.mark.parametrize("odd", ["?area=x&case=y", "?area=&case=", "?area=research&area=fit&case=00000000"])
def test_an_odd_address_of_a_new_action_is_an_empty_form(cast, browser_of, shared, odd):
    assert browser_of(cast.sam).get(f"/plan/points/add{odd}").status_code == 200
    assert browser_of(cast.casey).get(f"/coach/seekers/{cast.sam.person_id}/plan/propose{odd}").status_code == 200


def test_reading_after_all_is_one_button(cast, browser_of, shared):
    browser = browser_of(cast.casey)
    browser.post(f"{case_of(cast, shared)}/view/begin")
    assert "Too shy" in browser.post(f"{case_of(cast, shared)}/view/read").text


def test_the_seeker_sees_through_the_coachs_eyes_the_choice_and_later_the_comparison(cast, browser_of, shared):
    view = f"/sharing/{cast.coaching_id}/view/cases/{shared}"
    seeker = browser_of(cast.sam)
    before = words(seeker.get(view))
    calibration.begin(cast.casey, shared)
    db.session.commit()
    assert words(seeker.get(view)) == before  # that a coach has begun is not the seeker's to see
    assert seeker.get(f"{view}/compare").status_code == 404
    answer_both(cast, shared)
    assert "Counted chairs" in seeker.get(f"{view}/compare").text


def test_without_the_section_nothing_of_it_is_there(cast, browser_of, shared):
    answer_both(cast, shared)
    cast.grant(Section.STORY, Section.PLAN, future=True)
    db.session.commit()
    browser = browser_of(cast.casey)
    for path in ("/view", "/view/compare", "/view/both"):
        assert browser.get(case_of(cast, shared) + path).status_code == 404
    for path in ("/view", "/view/draft", "/view/begin", "/view/read", "/view/both"):
        assert browser.post(case_of(cast, shared) + path).status_code == 404
    assert 'id="view"' not in browser.get(case_of(cast, shared)).text


def test_two_coachs_forms_of_one_case_belong_to_their_seeker(cast, browser_of, shared):
    path = f"/coach/seekers/{cast.nina.person_id}/cases/{shared}/view"
    browser = browser_of(cast.casey)
    assert [browser.get(path + more).status_code for more in ("", "/compare", "/both")] == [404, 404, 404]


def test_pages_stay_within_eight_statements(cast, browser_of, shared, counted):
    answer_both(cast, shared)
    read_first(cast.casey, shared)
    db.session.commit()
    coach, seeker = browser_of(cast.casey), browser_of(cast.sam)
    paths = [(coach, case_of(cast, shared) + more) for more in ("", "/view", "/view/compare")]
    for browser, path in [*paths, (seeker, f"/cases/{shared}/views")]:
        browser.get(path)
        with counted() as statements:
            browser.get(path)
        assert len(statements) <= 8, path


def answer_both(cast, case_id) -> None:
    said = {"research": {"value": 4, "words": "Counted chairs", "basis": ["mock_interview"]}}
    submit_as_coach(cast.casey, case_id, answers=said)
    db.session.commit()
