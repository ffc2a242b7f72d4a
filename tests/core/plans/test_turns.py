"""The turn of a plan, as a table and as verbs."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.core.access.sight import sights_of
from coach_platform.core.coaching import asking
from coach_platform.core.mail.models import Message
from coach_platform.core.plans import actions, progress, proposals, reviews, turns
from coach_platform.core.plans.models import Plan, Review, Turn
from coach_platform.core.plans.turns import Move
from coach_platform.core.plans.waits import median_waits, open_reviews
from coach_platform.core.relations.models import Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from tests.core.plans.conftest import point


def plan() -> Plan:
    return db.session.scalars(select(Plan)).one()


def mailed(kind: str) -> list:
    return list(db.session.scalars(select(Message.person_id).where(Message.kind == kind)))


@pytest.mark.parametrize(
    ("turn", "move", "then"),
    [
        (Turn.DRAFT, Move.ASK, Turn.AWAITING_COACH),
        (Turn.AWAITING_COACH, Move.ANSWER, Turn.AWAITING_SEEKER),
        (Turn.AWAITING_COACH, Move.WITHDRAW, Turn.DRAFT),
        (Turn.AWAITING_COACH, Move.CHANGE, Turn.AWAITING_COACH),
        (Turn.AWAITING_SEEKER, Move.AGREE, Turn.AGREED),
        (Turn.AWAITING_SEEKER, Move.CHANGE, Turn.DRAFT),
        (Turn.AGREED, Move.CHANGE, Turn.DRAFT),
        (Turn.AGREED, Move.ASK, Turn.AWAITING_COACH),
    ],
)
def test_a_turn_goes_where_the_table_says(turn, move, then):
    assert turns.after(turn, move) is then


@pytest.mark.parametrize(
    ("turn", "move"),
    [
        (Turn.DRAFT, Move.AGREE),
        (Turn.DRAFT, Move.ANSWER),
        (Turn.AWAITING_COACH, Move.AGREE),
        (Turn.AWAITING_COACH, Move.ASK),
        (Turn.AGREED, Move.AGREE),
        (Turn.AGREED, Move.ANSWER),
    ],
)
def test_nobody_agrees_or_answers_out_of_turn(turn, move):
    with pytest.raises(Conflict):
        turns.after(turn, move)


def test_a_plan_is_agreed_when_both_have_said_yes(cast):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=point())
    review = reviews.ask_review(cast.sam, cast.coaching_id, note="Two points are new.")
    assert mailed("review_asked") == [cast.casey.person_id]
    with pytest.raises(Conflict):
        reviews.agree(cast.sam)
    reviews.answer_review(cast.casey, review, answer="Begin with the first.")
    assert mailed("review_answered") == [cast.sam.person_id]
    assert plan().turn is Turn.AWAITING_SEEKER
    reviews.agree(cast.sam)
    assert plan().turn is Turn.AGREED
    assert db.session.get(Review, review).agreed_at == plan().turn_since_at
    assert mailed("plan_agreed") == [cast.casey.person_id]


def agreed(cast):
    cast.grant(Section.PLAN)
    action = actions.add_action(cast.sam, details=point())
    review = reviews.ask_review(cast.sam, cast.coaching_id)
    reviews.answer_review(cast.casey, review, answer="Good.")
    reviews.agree(cast.sam)
    return action


def test_changing_an_agreed_plan_makes_it_a_draft_again_from_that_moment(cast):
    action = agreed(cast)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        actions.edit_action(cast.sam, action, details=point("Something else"))
        assert (plan().turn, plan().turn_since_at) == (Turn.DRAFT, clock.now())


def test_doing_what_was_agreed_changes_nothing_of_it(cast):
    action = agreed(cast)
    progress.snooze(cast.sam, action, until_on=clock.today(cast.sam.zone) + timedelta(days=3))
    progress.finish(cast.sam, action, words="Three times, and it got easier.")
    assert plan().turn is Turn.AGREED


def test_accepting_what_the_coach_proposed_keeps_the_turn_since_both_said_yes(cast):
    agreed(cast)
    proposed = proposals.propose_action(cast.casey, cast.sam.person_id, details=point("Film yourself"))
    proposals.accept_proposal(cast.sam, proposed)
    assert plan().turn is Turn.AGREED
    other = proposals.propose_action(cast.casey, cast.sam.person_id, details=point("Call Femi"))
    proposals.accept_proposal(cast.sam, other, details=point("Write to Femi"))
    assert plan().turn is Turn.DRAFT


def test_changing_while_the_coach_reads_keeps_the_coachs_turn_and_its_moment(cast):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=point())
    reviews.ask_review(cast.sam, cast.coaching_id)
    since = plan().turn_since_at
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        actions.add_action(cast.sam, details=point("Another"))
    assert (plan().turn, plan().turn_since_at) == (Turn.AWAITING_COACH, since)


def test_a_withdrawn_review_cannot_be_answered_and_another_may_be_asked(cast):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=point())
    first = reviews.ask_review(cast.sam, cast.coaching_id)
    reviews.withdraw_review(cast.sam)
    assert plan().turn is Turn.DRAFT
    with pytest.raises(Conflict):
        reviews.answer_review(cast.casey, first, answer="Late.")
    assert reviews.ask_review(cast.sam, cast.coaching_id) != first


def test_a_review_needs_a_plan_that_the_coach_sees_and_that_holds_something(cast):
    cast.grant(Section.STORY, future=True)
    actions.add_action(cast.sam, details=point())
    with pytest.raises(Invalid) as refused:
        reviews.ask_review(cast.sam, cast.coaching_id)
    assert "coaching_id" in refused.value.fields
    with pytest.raises(NotFound):
        reviews.ask_review(cast.nina, cast.coaching_id)


def test_an_empty_plan_is_not_sent_to_anybody(cast):
    cast.grant(Section.PLAN)
    with pytest.raises(Invalid):
        reviews.ask_review(cast.sam, cast.coaching_id)


def test_only_the_coach_who_was_asked_answers_and_only_while_they_see_the_plan(cast):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=point())
    review = reviews.ask_review(cast.sam, cast.coaching_id)
    for stranger in (cast.omar, cast.sam, cast.dana):
        with pytest.raises(NotFound):
            reviews.answer_review(stranger, review, answer="Mine.")
    cast.revoke()
    with pytest.raises(NotFound):
        reviews.answer_review(cast.casey, review, answer="Too late.")


def test_when_the_coaching_ends_the_plan_is_a_draft_again(cast):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=point())
    review = reviews.ask_review(cast.sam, cast.coaching_id)
    asking.end(cast.sam, cast.coaching_id)
    reviews.coaching_ended(cast.coaching_id)
    assert plan().turn is Turn.DRAFT
    assert db.session.get(Review, review).withdrawn_at is not None


def test_the_median_wait_is_that_of_answered_reviews(cast):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=point())
    start = clock.now() - timedelta(days=60)
    for number, days in enumerate((1, 2, 9)):
        asked = start + timedelta(days=20 * number)
        with time_machine.travel(asked, tick=False):
            review = reviews.ask_review(cast.sam, cast.coaching_id)
        with time_machine.travel(asked + timedelta(days=days), tick=False):
            reviews.answer_review(cast.casey, review, answer="Yes.")
    wait = median_waits([cast.casey.person_id, cast.omar.person_id])
    assert wait.keys() == {cast.casey.person_id}
    assert (wait[cast.casey.person_id].median, wait[cast.casey.person_id].reviews) == (timedelta(days=2), 3)


def test_a_coach_finds_what_waits_only_where_the_plan_is_granted(cast):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=point())
    review = reviews.ask_review(cast.sam, cast.coaching_id)
    assert open_reviews(sights_of(cast.casey).values())[cast.sam.person_id].review_id == review
    cast.grant(Section.STORY, future=True)
    assert open_reviews(sights_of(cast.casey).values()) == {}
