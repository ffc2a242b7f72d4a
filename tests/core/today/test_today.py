"""A seeker's Today: the order of the one next thing, and what stands beside it."""

from datetime import timedelta

import pytest
import time_machine

from coach_platform.content.vocabulary import ActionKind, Outcome, Stage
from coach_platform.core.applications.cases import Step as CaseStep
from coach_platform.core.applications.cases import mark_step, open_case, pause_case
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.events import record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.victories import Step
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.plans import actions, comments, progress, reviews
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.targets import PLAN
from coach_platform.core.relations.models import Section
from coach_platform.core.today.next_thing import Day, Kind, next_thing
from coach_platform.core.today.seeker import seeker_today
from coach_platform.kit import clock
from coach_platform.kit.errors import NotAllowed


def add(actor, what="Practise", **more):
    return actions.add_action(actor, details=Details(what=what, kind=ActionKind.PRACTICE, **more))


def in_days(actor, days):
    return clock.today(actor.zone) + timedelta(days=days)


def test_of_everything_at_once_the_first_in_the_order_is_the_one():
    there = {
        "handed_back_by": "Casey",
        "pause_over": object(),
        "action": object(),
        "unfinished": object(),
        "suggest": object,
        "quiet_nos": 3,
        "going_on": object(),
        "anything": True,
    }
    order = []
    while True:
        thing = next_thing(Day(**there))
        order.append(thing.kind)
        if not there:
            break
        there.pop(next(iter(there)))
    assert order == [
        Kind.ANSWER,
        Kind.PAUSE_OVER,
        Kind.ACTION,
        Kind.ASSESSMENT,
        Kind.SUGGESTION,
        Kind.BATCH,
        Kind.CASE,
        Kind.REST,
        Kind.TEACH,
    ]


def test_no_suggestion_is_sought_when_something_comes_before_it():
    def never():
        raise AssertionError

    assert next_thing(Day(action=object(), suggest=never)).kind is Kind.ACTION


def test_somebody_new_is_shown_how_to_begin(cast):
    today = seeker_today(cast.sam)
    assert (today.next.kind, today.said, today.ahead, today.victories) == (Kind.TEACH, (), (), ())
    with pytest.raises(NotAllowed):
        seeker_today(cast.casey)


def test_a_quiet_no_waits_behind_everything(cast):
    log_no(cast.sam, company="Silent", role="R")
    today = seeker_today(cast.sam)
    assert (today.next.kind, today.next.count, today.quiet_nos) == (Kind.BATCH, 1, 1)


def test_a_paused_case_comes_back_when_its_pause_is_over_and_not_before(cast):
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="R", stage=Stage.INTERVIEW))
    assert seeker_today(cast.sam).next.kind is Kind.ASSESSMENT
    pause_case(cast.sam, case_id)
    assert seeker_today(cast.sam).next.kind is Kind.REST
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        thing = seeker_today(cast.sam).next
        assert (thing.kind, thing.case.company, thing.message_waits) == (Kind.PAUSE_OVER, "Nordlys", True)
        mark_step(cast.sam, case_id, CaseStep.RECONNECT)
        thing = seeker_today(cast.sam).next
        assert (thing.kind, thing.message_waits) == (Kind.PAUSE_OVER, False)
        mark_step(cast.sam, case_id, CaseStep.FIRST)
        assert seeker_today(cast.sam).next.kind is Kind.CASE


def test_a_message_that_waited_for_the_end_of_a_pause_is_offered_for_a_week_also_after_a_first_look(cast):
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="R", stage=Stage.INTERVIEW))
    mark_step(cast.sam, case_id, CaseStep.FIRST)
    pause_case(cast.sam, case_id)
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert (seeker_today(cast.sam).next.kind, seeker_today(cast.sam).next.message_waits) == (Kind.PAUSE_OVER, True)
    with time_machine.travel(clock.now() + timedelta(days=8, minutes=1)):
        assert seeker_today(cast.sam).next.kind is Kind.CASE


def test_a_case_that_was_looked_at_goes_on_with_the_step_it_offers_itself(cast):
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="R", stage=Stage.INTERVIEW))
    submit_assessment(cast.sam, case_id, set_key="first_assessment", answers={"clarity": {"value": 3}})
    thing = seeker_today(cast.sam).next
    assert (thing.kind, thing.case.company, thing.form) == (Kind.CASE, "Nordlys", "reconnect")
    for step in (CaseStep.RECONNECT, CaseStep.DEEPER, CaseStep.EXPECTATIONS):
        mark_step(cast.sam, case_id, step)
    assert seeker_today(cast.sam).next.kind is Kind.REST


def test_of_the_points_the_one_due_first_is_next_and_what_sleeps_is_left_alone(cast):
    add(cast.sam, "No day")
    late = add(cast.sam, "Late", due_on=in_days(cast.sam, -2))
    add(cast.sam, "Soon", due_on=in_days(cast.sam, 3))
    assert seeker_today(cast.sam).next.action.what.text == "Late"
    progress.snooze(cast.sam, late, until_on=in_days(cast.sam, 7))
    assert seeker_today(cast.sam).next.action.what.text == "Soon"


def test_a_coachs_answer_comes_before_ones_own_points(cast):
    cast.grant(Section.PLAN)
    add(cast.sam)
    said = comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Have a look")
    thing = seeker_today(cast.sam).next
    assert (thing.kind, thing.handed_back, thing.count) == (Kind.ANSWER, False, 1)
    comments.mark_read(cast.sam, cast.sam.person_id, [said])
    review = reviews.ask_review(cast.sam, cast.coaching_id)
    assert seeker_today(cast.sam).next.kind is Kind.ACTION
    reviews.answer_review(cast.casey, review, answer="Good.")
    thing = seeker_today(cast.sam).next
    assert (thing.kind, thing.handed_back, thing.coach) == (Kind.ANSWER, True, "Casey Tremblay")


def test_a_suggestion_is_the_next_thing_when_nothing_else_is(cast):
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="R", stage=Stage.INTERVIEW))
    first = {"clarity": {"value": 3}}
    submit_assessment(cast.sam, case_id, set_key="first_assessment", answers=first)
    submit_assessment(cast.sam, case_id, set_key="deeper", answers={"research": {"value": 1}})
    thing = seeker_today(cast.sam).next
    assert thing.kind is Kind.SUGGESTION
    assert "Nordlys" in thing.suggestion.words.why


def test_interviews_ahead_and_steps_forward_of_the_week(cast):
    here = add_application(cast.sam, company="Harbour", role="R", applied_on=in_days(cast.sam, -20))
    ahead = add_application(cast.sam, company="Ahead", role="R", applied_on=in_days(cast.sam, -20))
    old = add_application(cast.sam, company="Old", role="R", applied_on=in_days(cast.sam, -40))
    record_stage(cast.sam, old, stage=Stage.INTERVIEW, on=in_days(cast.sam, -30))
    record_stage(cast.sam, here, stage=Stage.SCREENING, on=in_days(cast.sam, -5))
    record_stage(cast.sam, here, stage=Stage.FINAL_ROUND, on=in_days(cast.sam, -1))
    record_stage(cast.sam, ahead, stage=Stage.INTERVIEW, on=in_days(cast.sam, 2))
    record_stage(cast.nina, add_application(cast.nina, company="Hers", role="R"), stage=Stage.OFFER)
    today = seeker_today(cast.sam)
    assert [(one.company, one.stage) for one in today.ahead] == [("Ahead", Stage.INTERVIEW)]
    assert [(one.stage, one.step) for one in today.victories] == [
        (Stage.FINAL_ROUND, Step.FURTHER_THAN_EVER),
        (Stage.SCREENING, Step.FORWARD),
    ]


def test_an_interview_that_never_came_is_no_step_and_a_closed_one_is_not_ahead(cast):
    planned = add_application(cast.sam, company="Harbour", role="R", applied_on=in_days(cast.sam, -9))
    record_stage(cast.sam, planned, stage=Stage.INTERVIEW, on=in_days(cast.sam, 1))
    log_no(cast.sam, company="Harbour", role="R", application_id=planned, outcome=Outcome.REJECTED)
    today = seeker_today(cast.sam)
    assert (today.ahead, today.victories) == ((), ())
