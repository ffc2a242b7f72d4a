"""The reasons of a coach's Today that issue 5 brought: an employer's answer, a question, silence against the own rhythm."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from coach_platform.content.vocabulary import ActionKind, Stage
from coach_platform.core.accounts import privacy
from coach_platform.core.assessments.check_ins import check_in
from coach_platform.core.coaching.looks_log import looks_page
from coach_platform.core.plans import actions
from coach_platform.core.plans.comments import add_comment
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Comment
from coach_platform.core.plans.targets import PLAN, on_action, on_answer, on_case
from coach_platform.core.reconnect.models import Feedback
from coach_platform.core.relations.models import Section
from coach_platform.core.today.coach import Why, coach_today
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.core.today.queue.mornings import answered, morning
from tests.core.today.test_coach_today import late_no, quiet, seeker


def line_of(coach, name="Maya"):
    return next((line for line in coach_today(coach).lines if line.name == name), None)


def only(coach, why):
    line = line_of(coach)
    return next((reason for reason in line.reasons if reason.why is why), None) if line else None


def with_plan(actor):
    return actions.add_action(actor, details=Details(what="Practise aloud", kind=ActionKind.PRACTICE))


def test_an_employers_answer_is_a_reason_where_feedback_is_granted(cast):
    maya, _id = seeker("Maya", cast.casey, Section.FEEDBACK)
    case_id = answered(maya, "Too little SQL.")
    reason = only(cast.casey, Why.ANSWER)
    assert (reason.case_id, reason.company) == (case_id, "")  # the company is the story's
    assert line_of(cast.casey).reasons == (reason,)


def test_with_the_story_it_says_which_company_and_without_feedback_nothing(cast):
    maya, _id = seeker("Maya", cast.casey, Section.FEEDBACK, Section.STORY)
    answered(maya, "Too little SQL.")
    assert only(cast.casey, Why.ANSWER).company == "Harbour Co."
    omar, _id = seeker("Rest", cast.casey, *(set(Section) - {Section.FEEDBACK}))
    answered(omar, "Too little SQL.")
    assert line_of(cast.casey, "Rest") is None


def test_an_answer_stands_until_the_coach_says_a_word_at_it_or_two_weeks_are_over(cast):
    maya, _id = seeker("Maya", cast.casey, *Section)
    case_id = answered(maya, "Too little SQL.")
    feedback_id = only(cast.casey, Why.ANSWER).feedback_id
    with time_machine.travel(clock.now() + timedelta(days=13), tick=False):
        assert only(cast.casey, Why.ANSWER)
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        assert only(cast.casey, Why.ANSWER) is None
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        add_comment(cast.casey, maya.person_id, on_answer(case_id, "feedback", str(feedback_id)), body="Good to know")
        assert only(cast.casey, Why.ANSWER) is None


def test_an_answer_taken_back_is_gone(cast):
    maya, _id = seeker("Maya", cast.casey, *Section)
    answered(maya, "Too little SQL.")
    db.session.execute(update(Feedback).values(deleted_at=clock.now()))
    assert line_of(cast.casey) is None


def test_a_comment_that_no_coach_answered_is_a_question_and_one_answered_is_none(cast):
    maya, _id = seeker("Maya", cast.casey, *Section)
    point = with_plan(maya)
    add_comment(maya, maya.person_id, PLAN, body="Is this enough?")
    add_comment(maya, maya.person_id, on_action(point), body="And this?")
    reason = only(cast.casey, Why.QUESTION)
    assert (reason.count, [thread.key for thread in reason.threads]) == (2, ["plan", f"action:{point}"])
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        add_comment(cast.casey, maya.person_id, PLAN, body="Yes.")
        assert [thread.key for thread in only(cast.casey, Why.QUESTION).threads] == [f"action:{point}"]
        add_comment(cast.casey, maya.person_id, on_action(point), body="Yes.")
        assert line_of(cast.casey) is None


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        (Section.PLAN, ["plan"]),
        (Section.STORY, ["case", "answer:first_assessment:clarity"]),
        (Section.DEEPER, ["answer:deeper:research"]),
        (Section.CONFIDENCE, []),
    ],
)
def test_a_question_is_counted_only_where_its_place_is_granted_and_the_look_is_logged_there(cast, section, keys):
    maya, _id = seeker("Maya", cast.casey, section)
    case_id = late_no(maya, stage=Stage.SCREENING)
    with_plan(maya)
    targets = (
        PLAN,
        on_case(case_id),
        on_answer(case_id, "first_assessment", "clarity"),
        on_answer(case_id, "deeper", "research"),
    )
    for number, target in enumerate(targets):
        with time_machine.travel(clock.now() + timedelta(seconds=number), tick=False):
            add_comment(maya, maya.person_id, target, body="Why?")
    reason = only(cast.casey, Why.QUESTION)
    assert [thread.key for thread in reason.threads] == keys if keys else reason is None
    looks = [seen for line in looks_page(maya).lines for seen in line.seen]
    # Beside a deeper answer it is counted without a word of where: who may still answer blind has not looked.
    logged = {section} if keys and section is not Section.DEEPER else set()
    assert {seen_section for seen_section, _cases in looks} == logged


def test_an_old_comment_and_a_removed_one_are_no_question(cast):
    maya, _id = seeker("Maya", cast.casey, *Section)
    with_plan(maya)
    with time_machine.travel(clock.now() - timedelta(days=29), tick=False):
        add_comment(maya, maya.person_id, PLAN, body="Long ago")
    add_comment(maya, maya.person_id, PLAN, body="Never mind")
    db.session.execute(update(Comment).where(Comment.body == "Never mind").values(deleted_at=clock.now()))
    assert line_of(cast.casey) is None


def test_silence_is_measured_against_the_seekers_own_rhythm(cast):
    daily, _id = seeker("Daily", cast.casey, Section.ACTIVITY)
    weekly, _id = seeker("Weekly", cast.casey, Section.ACTIVITY)
    for actor, step in ((daily, 1), (weekly, 7)):
        for back in range(9, 55, step):
            with time_machine.travel(clock.now() - timedelta(days=back), tick=False):
                check_in(actor, confidence=3)
        quiet(actor, 9)
    (line,) = coach_today(cast.casey).lines
    assert (line.name, line.reasons[0].days, line.reasons[0].usual) == ("Daily", 9, 1)
    quiet(weekly, 15)
    assert {line.name: line.reasons[0].usual for line in coach_today(cast.casey).lines} == {"Daily": 1, "Weekly": 7}


def test_nobody_is_called_quiet_who_does_not_want_it_told(cast):
    maya, _id = seeker("Maya", cast.casey, Section.ACTIVITY)
    quiet(maya, 30)
    assert only(cast.casey, Why.QUIET).usual is None
    privacy.choose_quiet_told(maya, False)
    assert line_of(cast.casey) is None


def test_150_people_take_as_many_statements_as_six(cast, counted):
    numbers = []
    for people in (6, 144):
        morning(cast.casey, people, named=f"Of {people}")
        with counted() as told:
            assert len(coach_today(cast.casey).lines) in (6, 150)
        numbers.append(len(told))
    assert numbers[0] == numbers[1] <= 7  # and one for the sign-in session
