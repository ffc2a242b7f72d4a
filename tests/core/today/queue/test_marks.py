"""Putting lines aside: what goes, what stays, what brings them back."""

from datetime import date, timedelta

import pytest
import time_machine

from coach_platform.core.plans import reviews
from coach_platform.core.plans.comments import add_comment
from coach_platform.core.plans.targets import PLAN
from coach_platform.core.relations.models import Section
from coach_platform.core.today.coach import Why, coach_today
from coach_platform.core.today.queue import marks
from coach_platform.core.today.queue.marks import Until, day_of
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid, NotAllowed, NotFound
from tests.core.today.test_coach_today import late_no, overdue, quiet, seeker

WEDNESDAY = date(2026, 11, 25)


def whys(coach):
    return [reason.why for line in coach_today(coach).lines for reason in line.reasons]


def later(**by):
    return time_machine.travel(clock.now() + timedelta(**by), tick=False)


@pytest.fixture
def maya(cast):
    actor, cast.maya_coaching = seeker("Maya", cast.casey, *Section)
    overdue(actor)
    return actor


@pytest.mark.parametrize(
    ("until", "day"),
    [(Until.TOMORROW, date(2026, 11, 26)), (Until.THREE_DAYS, date(2026, 11, 28)), (Until.MONDAY, date(2026, 11, 30))],
)
def test_the_days_a_line_can_sleep(until, day):
    assert day_of(until, WEDNESDAY) == day


def test_next_monday_is_never_today():
    assert day_of(Until.MONDAY, date(2026, 11, 30)) == date(2026, 12, 7)


@pytest.mark.parametrize("chosen", [None, WEDNESDAY, WEDNESDAY - timedelta(days=1), WEDNESDAY + timedelta(days=91)])
def test_a_day_that_is_past_missing_or_too_far_is_said_beside_the_field(chosen):
    with pytest.raises(Invalid) as refused:
        day_of(Until.DAY, WEDNESDAY, chosen)
    assert set(refused.value.fields) == {"on"}


def test_done_is_gone_until_something_newer_and_then_only_that_is_there(cast, maya):
    marks.done(cast.casey, maya.person_id)
    assert whys(cast.casey) == []
    with later(hours=1):
        late_no(maya)
        assert whys(cast.casey) == [Why.LATE_NO]


def test_another_action_overdue_is_something_newer(cast, maya):
    overdue(maya, days=-2)
    marks.done(cast.casey, maya.person_id)
    with later(days=2):
        assert whys(cast.casey) == []
    with later(days=4):
        assert whys(cast.casey) == [Why.OVERDUE]


def test_a_silence_that_was_handled_is_told_again_only_after_they_were_here(cast):
    maya, _id = seeker("Maya", cast.casey, Section.ACTIVITY)
    quiet(maya, 15)
    marks.done(cast.casey, maya.person_id)
    with later(days=30):
        assert whys(cast.casey) == []
        quiet(maya, 15)
        assert whys(cast.casey) == [Why.QUIET]


def test_a_plan_that_waits_is_done_only_by_its_answer(cast, maya):
    reviews.ask_review(maya, cast.maya_coaching)
    marks.done(cast.casey, maya.person_id)
    assert whys(cast.casey) == [Why.REVIEW]


def test_a_snoozed_line_sleeps_whole_until_its_day(cast, maya):
    reviews.ask_review(maya, cast.maya_coaching)
    day = marks.snooze(cast.casey, maya.person_id, Until.THREE_DAYS)
    assert day == clock.today(cast.casey.zone) + timedelta(days=3)
    with later(days=1, hours=20):
        assert whys(cast.casey) == []
    with later(days=3):
        assert whys(cast.casey) == [Why.REVIEW, Why.OVERDUE]


def test_something_new_wakes_it_whole(cast, maya):
    marks.snooze(cast.casey, maya.person_id, Until.MONDAY)
    with later(minutes=1):
        add_comment(maya, maya.person_id, PLAN, body="Are you there?")
        assert whys(cast.casey) == [Why.QUESTION, Why.OVERDUE]


def test_both_can_be_undone(cast, maya):
    marks.snooze(cast.casey, maya.person_id, Until.TOMORROW)
    marks.wake(cast.casey, maya.person_id)
    assert whys(cast.casey) == [Why.OVERDUE]
    marks.done(cast.casey, maya.person_id)
    marks.undo_done(cast.casey, maya.person_id)
    marks.undo_done(cast.casey, maya.person_id)
    assert whys(cast.casey) == [Why.OVERDUE]


def test_undoing_the_last_done_keeps_the_one_before(cast, maya):
    marks.done(cast.casey, maya.person_id)
    with later(hours=1):
        late_no(maya)
        marks.done(cast.casey, maya.person_id)
        assert whys(cast.casey) == []
        marks.undo_done(cast.casey, maya.person_id)
        assert whys(cast.casey) == [Why.LATE_NO]


def test_done_does_not_wake_a_sleeping_line_and_a_snooze_forgets_nothing_done(cast, maya):
    marks.done(cast.casey, maya.person_id)
    with later(hours=1):
        late_no(maya)
        marks.snooze(cast.casey, maya.person_id, Until.TOMORROW)
        assert whys(cast.casey) == []
    with later(days=2):
        assert whys(cast.casey) == [Why.LATE_NO]


def test_a_colleagues_list_knows_nothing_of_it(cast, team):
    team.share(*Section)
    overdue(cast.sam)
    marks.done(cast.casey, cast.sam.person_id)
    assert Why.OVERDUE in whys(team.jo)


def test_only_a_coach_of_theirs_puts_a_line_aside(cast, maya):
    for act in (marks.done, marks.undo_done, marks.wake):
        with pytest.raises(NotFound):
            act(cast.omar, maya.person_id)
        with pytest.raises(NotAllowed):
            act(cast.sam, maya.person_id)
