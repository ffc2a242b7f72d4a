"""The sixth step of a case: what it offers depends on whether there is a coach, and on what waits."""

import pytest

from coach_platform.core.applications.cases import Step, mark_step
from coach_platform.core.coaching import asking
from coach_platform.core.plans import actions, reviews
from coach_platform.core.relations.models import Section
from coach_platform.kit.db import db
from tests.browsing import words
from tests.core.assessments.stories import a_case
from tests.core.coaching.test_asking import listed
from tests.core.plans.conftest import point


@pytest.fixture
def next_of(browser_of):
    """`next_of(seeker)`: what a case of theirs offers when only the professional is left; its page."""

    def show(seeker):
        case_id = a_case(seeker)
        for step in (Step.FIRST, Step.RECONNECT, Step.DEEPER, Step.EXPECTATIONS, Step.PLAN):
            mark_step(seeker, case_id, step, done=True)
        db.session.commit()
        page = browser_of(seeker).get(f"/cases/{case_id}")
        return words(page).partition("The one next thing ")[2], page.text

    return show


def test_without_a_coach_it_offers_to_find_one(cast, next_of):
    asking.end(cast.sam, cast.coaching_id)
    said, page = next_of(cast.sam)
    assert said.startswith("A professional Somebody who does this for a living")
    assert 'href="/coaches"' in page


def test_a_request_that_waits_is_said(cast, next_of):
    asking.end(cast.sam, cast.coaching_id)
    listed(cast.omar)
    asking.ask(cast.sam, cast.omar.person_id, message="")
    said, page = next_of(cast.sam)
    assert said.startswith("You asked Omar Haddad On ")
    assert "Find a coach" not in page


def test_a_coach_who_does_not_see_the_plan_may_be_let_in_first(cast, next_of):
    said, page = next_of(cast.sam)
    assert said.startswith("Let Casey Tremblay read your plan")
    assert f'href="/sharing/{cast.coaching_id}"' in page


def test_with_an_empty_plan_the_first_action_comes_first(cast, next_of):
    cast.grant(Section.PLAN)
    said, _page = next_of(cast.sam)
    assert said.startswith("Ask Casey Tremblay for a review There is nothing in the plan yet.")


def test_a_coach_who_sees_the_plan_is_asked_for_a_review(cast, next_of):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=point())
    said, page = next_of(cast.sam)
    assert said.startswith("Ask Casey Tremblay for a review They read the plan as it stands")
    assert 'href="/plan#ask"' in page
    assert "Find a coach" not in page


def test_a_plan_that_waits_says_with_whom_and_an_answer_is_there_to_read(cast, next_of):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=point())
    review_id = reviews.ask_review(cast.sam, cast.coaching_id)
    assert next_of(cast.sam)[0].startswith("Your plan waits with Casey Tremblay Since ")
    reviews.answer_review(cast.casey, review_id, answer="Start with the second.")
    assert next_of(cast.sam)[0].startswith("Casey Tremblay answered on your plan")
