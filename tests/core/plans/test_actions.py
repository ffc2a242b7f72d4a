"""The points of a plan and their order."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.content.vocabulary import ActionKind, Area
from coach_platform.core.plans import actions, ordering, progress, proposals
from coach_platform.core.plans.models import Action, ActionEvidence, ActionState
from coach_platform.core.relations.models import Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.core.plans.conftest import point


def row(action_id) -> Action:
    return db.session.get(Action, action_id, populate_existing=True)


def order(cast) -> list[str]:
    query = select(Action.what).where(
        Action.seeker_id == cast.sam.person_id, Action.state == ActionState.OPEN, Action.deleted_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Action.position)))


def test_a_point_keeps_all_that_was_said_of_it(cast, cases):
    details = point(
        "Research aloud",
        ActionKind.RESEARCH,
        area=Area.RESEARCH,
        why="They asked twice",
        if_then="If Monday, then twenty minutes",
        obstacle="Tired",
        obstacle_answer="Before breakfast",
        done_when="I can say it in one minute",
        guide_key="research",
        link="https://example.org/reading",
        due_on=date(2026, 12, 1),
        evidence=[cases.nordlys],
    )
    kept = row(actions.add_action(cast.sam, details=details))
    assert (kept.why, kept.if_then, kept.obstacle_answer) == (details.why, details.if_then, details.obstacle_answer)
    assert (kept.area, kept.guide_key, kept.due_on, kept.link) == (
        Area.RESEARCH,
        "research",
        details.due_on,
        details.link,
    )
    assert list(db.session.scalars(select(ActionEvidence.case_id))) == [cases.nordlys]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 2001}, "what"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://"}, "link"),
        ({"link": "http://[broken"}, "link"),
        ({"due_on": date(202, 1, 1)}, "due_on"),
        ({"guide_key": "nonsense"}, "guide_key"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(cast, wrong, field):
    with pytest.raises(Invalid) as refused:
        actions.add_action(cast.sam, details=point(**wrong))
    assert list(refused.value.fields) == [field]


def test_evidence_is_only_ever_ones_own_case(cast, cases):
    with pytest.raises(NotFound):
        actions.add_action(cast.nina, details=point(evidence=[cases.nordlys]))


def test_nobody_else_touches_a_point(cast):
    action = actions.add_action(cast.sam, details=point())
    for verb in (actions.delete_action, progress.finish, progress.drop, ordering.move_up):
        with pytest.raises(NotFound):
            verb(cast.nina, action)
        with pytest.raises(NotAllowed):
            verb(cast.casey, action)


def test_points_move_up_down_and_to_a_place(cast):
    ids = {what: actions.add_action(cast.sam, details=point(what)) for what in "abcd"}
    ordering.move_up(cast.sam, ids["a"])
    ordering.move_down(cast.sam, ids["d"])
    assert order(cast) == ["a", "b", "c", "d"]
    ordering.move_up(cast.sam, ids["c"])
    assert order(cast) == ["a", "c", "b", "d"]
    ordering.move_down(cast.sam, ids["a"])
    assert order(cast) == ["c", "a", "b", "d"]
    ordering.move_to(cast.sam, ids["d"], 1)
    assert order(cast) == ["d", "c", "a", "b"]
    ordering.move_to(cast.sam, ids["d"], 99)
    assert order(cast) == ["c", "a", "b", "d"]


def test_what_is_done_does_not_stand_in_the_way_of_the_order(cast):
    ids = {what: actions.add_action(cast.sam, details=point(what)) for what in "abc"}
    progress.finish(cast.sam, ids["b"])
    ordering.move_up(cast.sam, ids["c"])
    assert order(cast) == ["c", "a"]
    with pytest.raises(Conflict):
        ordering.move_up(cast.sam, ids["b"])


def test_done_and_dropped_keep_a_word_why_and_can_be_taken_up_again(cast):
    action = actions.add_action(cast.sam, details=point())
    progress.drop(cast.sam, action, words="Halden came from one coffee")
    assert (row(action).state, row(action).closing_words) == (ActionState.DROPPED, "Halden came from one coffee")
    with pytest.raises(Conflict):
        progress.finish(cast.sam, action)
    progress.reopen(cast.sam, action)
    assert (row(action).state, row(action).closed_at) == (ActionState.OPEN, None)
    progress.finish(cast.sam, action)
    assert row(action).closed_at is not None


def test_a_point_sleeps_until_a_day_that_is_still_to_come(cast):
    action = actions.add_action(cast.sam, details=point())
    today = clock.today(cast.sam.zone)
    progress.snooze(cast.sam, action, until_on=today + timedelta(days=7))
    assert row(action).snoozed_until_on == today + timedelta(days=7)
    for day in (today, today - timedelta(days=1), today + timedelta(days=400)):
        with pytest.raises(Invalid):
            progress.snooze(cast.sam, action, until_on=day)
    progress.snooze(cast.sam, action, until_on=None)
    assert row(action).snoozed_until_on is None


def test_a_deleted_point_comes_back_within_thirty_days_and_not_after(cast):
    action = actions.add_action(cast.sam, details=point())
    actions.delete_action(cast.sam, action)
    with pytest.raises(NotFound):
        progress.finish(cast.sam, action)
    actions.restore_action(cast.sam, action)
    actions.delete_action(cast.sam, action)
    with time_machine.travel(clock.now() + timedelta(days=31)), pytest.raises(NotFound):
        actions.restore_action(cast.sam, action)


def test_a_coach_proposes_only_with_the_plan_and_with_cases_they_see(cast, cases):
    with pytest.raises(NotFound):
        proposals.propose_action(cast.casey, cast.sam.person_id, details=point())
    cast.grant(Section.PLAN, Section.STORY, cases=[cases.nordlys])
    with pytest.raises(NotFound):
        proposals.propose_action(cast.casey, cast.sam.person_id, details=point(evidence=[cases.canary]))
    proposed = proposals.propose_action(cast.casey, cast.sam.person_id, details=point(evidence=[cases.nordlys]))
    assert (row(proposed).state, row(proposed).proposed_by_id) == (ActionState.PROPOSED, cast.casey.person_id)
    with pytest.raises(NotAllowed):
        proposals.propose_action(cast.sam, cast.sam.person_id, details=point())


def test_a_proposal_is_answered_once_by_the_seeker(cast):
    cast.grant(Section.PLAN)
    mine = actions.add_action(cast.sam, details=point("Mine"))
    proposed = proposals.propose_action(cast.casey, cast.sam.person_id, details=point("Theirs"))
    assert order(cast) == ["Mine"]
    with pytest.raises(Conflict):
        progress.finish(cast.sam, proposed)
    proposals.accept_proposal(cast.sam, proposed)
    assert order(cast) == ["Mine", "Theirs"]
    with pytest.raises(Conflict):
        proposals.decline_proposal(cast.sam, proposed)
    other = proposals.propose_action(cast.casey, cast.sam.person_id, details=point("No"))
    proposals.decline_proposal(cast.sam, other, words="Not my thing")
    assert row(other).closing_words == "Not my thing"
    third = proposals.propose_action(cast.casey, cast.sam.person_id, details=point("Taken back"))
    proposals.take_back_proposal(cast.casey, cast.sam.person_id, third)
    with pytest.raises(NotFound):
        proposals.accept_proposal(cast.sam, third)
    with pytest.raises(NotFound):
        proposals.take_back_proposal(cast.casey, cast.sam.person_id, mine)
