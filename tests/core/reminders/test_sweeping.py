"""What comes due, when, and once: from the facts to one mail a morning."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update

from coach_platform.content.vocabulary import ActionKind, Stage
from coach_platform.core.accounts.preferences import be_quiet
from coach_platform.core.applications.cases import pause_case
from coach_platform.core.applications.deleting import delete_application
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.events import correct_stage, record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.coaching.teams import changing
from coach_platform.core.drafts.models import Draft
from coach_platform.core.mail.models import MessageState
from coach_platform.core.plans import actions, progress, reviews
from coach_platform.core.plans.details import Details
from coach_platform.core.relations.models import Grant, Membership, Person, Section
from coach_platform.core.reminders.sweeping import sweep
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.core.reminders.conftest import MONDAY, TORONTO, TUESDAY, WEDNESDAY, at, interview, mails, rows, said

THURSDAY = date(2026, 11, 26)


def point(actor, due_on, what="Practise aloud"):
    return actions.add_action(actor, details=Details(what=what, kind=ActionKind.PRACTICE, due_on=due_on))


def test_an_action_due_tomorrow_is_said_in_the_morning_and_once(cast, come):
    point(cast.sam, WEDNESDAY)
    assert come(MONDAY, 8) == []
    assert come(TUESDAY, 7, 59) == []
    [mail] = come(TUESDAY, 8)
    assert (mail.kind, said(mail), mail.due_at) == ("action_due", ["due"], at(TUESDAY, 8))
    assert len(come(TUESDAY, 12)) == 1
    assert len(come(WEDNESDAY, 8)) == 1


def test_two_sweeps_of_one_minute_do_the_same_as_one(cast, come):
    point(cast.sam, WEDNESDAY)
    come(TUESDAY, 8)
    assert sweep() is False
    assert len(mails()) == 1


def test_what_could_not_be_said_the_day_before_is_said_on_its_day(cast, come):
    point(cast.sam, WEDNESDAY)
    [mail] = come(WEDNESDAY, 10)  # the workers were away all Tuesday
    assert said(mail) == ["due"]


def test_what_was_written_this_morning_is_not_reminded_of_the_same_day(cast, come, hand):
    hand.move_to(at(TUESDAY, 9))
    point(cast.sam, WEDNESDAY)
    assert come(TUESDAY, 10) == []
    assert len(come(WEDNESDAY, 8)) == 1


def test_overdue_is_said_once_and_then_never_again(cast, come):
    point(cast.sam, MONDAY)
    [_due] = come(MONDAY, 8)
    [_due, overdue] = come(TUESDAY, 8)
    assert said(overdue) == ["overdue"]
    for day in range(25, 31):
        assert len(come(date(2026, 11, day), 8)) == 2


def test_an_old_action_found_for_the_first_time_is_left_to_the_summary(cast, come):
    point(cast.sam, date(2026, 11, 1))
    assert come(MONDAY, 8) == []


def test_a_sleeping_action_is_not_spoken_of_until_it_wakes(cast, come):
    action = point(cast.sam, TUESDAY)
    progress.snooze(cast.sam, action, until_on=THURSDAY)
    assert come(MONDAY, 8) == []
    assert come(WEDNESDAY, 8) == []
    [mail] = come(THURSDAY, 8)
    assert said(mail) == ["overdue"]


def test_a_new_day_is_a_new_reminder(cast, come):
    action = point(cast.sam, WEDNESDAY)
    come(TUESDAY, 8)
    actions.set_due(cast.sam, action, date(2026, 11, 27))
    assert [said(mail) for mail in come(THURSDAY, 8)] == [["due"], ["due"]]


@pytest.mark.parametrize("end", [progress.finish, progress.drop, actions.delete_action])
def test_what_is_done_dropped_or_deleted_makes_no_reminder(cast, come, end):
    end(cast.sam, point(cast.sam, WEDNESDAY))
    assert come(TUESDAY, 8) == []


def test_one_mail_a_morning_however_much_comes_due(cast, come, case):
    point(cast.sam, TUESDAY)
    point(cast.sam, WEDNESDAY)
    # Tuesday at one: it is two days since the case was opened on Sunday noon.
    [mail] = come(TUESDAY, 13)
    assert mail.kind == "reminders"
    assert sorted(said(mail)) == ["due", "due", "unfinished"]


def test_what_comes_due_while_a_mail_waits_joins_it(cast, come, case, hand):
    point(cast.sam, WEDNESDAY)
    hand.move_to(at(MONDAY, 8, 15))
    pause_case(cast.sam, case)  # for a day
    [mail] = come(TUESDAY, 8)
    assert mail.state is MessageState.QUEUED
    [joined] = come(TUESDAY, 8, 30, waiting=True)
    assert joined.id == mail.id
    assert (joined.kind, said(joined)) == ("reminders", ["due", "pause_over"])


def test_a_pause_that_ends_at_night_is_told_in_the_morning(cast, come, case, hand):
    hand.move_to(at(MONDAY, 23))
    pause_case(cast.sam, case)
    assert come(TUESDAY, 19, 59) == []
    assert come(TUESDAY, 23, 30) == []
    [mail] = come(WEDNESDAY, 8)
    assert (mail.kind, said(mail)) == ("pause_over", ["pause_over"])


def test_a_pause_that_ends_by_day_is_told_within_the_minute(cast, come, case, hand):
    hand.move_to(at(MONDAY, 10, 17))
    pause_case(cast.sam, case)
    come(TUESDAY, 10, 1)
    assert come(TUESDAY, 10, 16) == []
    assert len(come(TUESDAY, 10, 18)) == 1


def test_a_lifted_pause_and_a_deleted_application_are_not_told(cast, come, case):
    pause_case(cast.sam, case)
    pause_case(cast.sam, case, for_=None)
    assert come(MONDAY, 13) == []
    pause_case(cast.sam, case)
    application_id = db.session.scalar(db.text("select application_id from cases where id = :id").bindparams(id=case))
    delete_application(cast.sam, application_id)
    assert come(TUESDAY, 18) == []


def test_an_assessment_left_for_two_days_is_asked_about_once(cast, come, case):
    assert come(TUESDAY, 11) == []
    [mail] = come(TUESDAY, 13)
    assert (mail.kind, said(mail)) == ("assessment_unfinished", ["unfinished"])
    for day in (25, 26, 28, 30):
        assert len(come(date(2026, 11, day), 13)) == 1


def test_typing_starts_the_two_days_anew(cast, come, case, hand):
    hand.move_to(at(TUESDAY, 10))
    draft = {"person_id": cast.sam.person_id, "seeker_id": cast.sam.person_id, "subject_id": case, "revision": 1}
    db.session.add(Draft(**draft, form="first_assessment", body={"went_well": "x"}, updated_at=clock.now()))
    db.session.flush()
    assert come(TUESDAY, 15) == []
    assert come(THURSDAY, 9) == []
    assert len(come(THURSDAY, 11)) == 1


def test_a_no_that_was_never_opened_sends_nothing(cast, come):
    log_no(cast.sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW)
    for day in (24, 25, 29):
        assert come(date(2026, 11, day), 12) == []


def test_an_interview_is_spoken_of_the_evening_before(cast, come):
    interview(cast.sam, WEDNESDAY)
    assert come(TUESDAY, 17, 59) == []
    [mail] = come(TUESDAY, 18)
    assert (mail.kind, said(mail)) == ("interview_tomorrow", ["interview"])
    assert len(come(WEDNESDAY, 8)) == 1


def test_an_interview_is_spoken_of_in_the_morning_where_the_evening_could_not_be(cast, come):
    interview(cast.sam, WEDNESDAY)
    assert len(come(WEDNESDAY, 8)) == 1
    interview(cast.nina, THURSDAY)
    assert len(come(THURSDAY, 12)) == 1  # from noon on it has lost its sense


def test_an_interview_that_moved_is_spoken_of_again_on_its_new_eve(cast, come):
    _application, event = interview(cast.sam, WEDNESDAY)
    come(TUESDAY, 18)
    correct_stage(cast.sam, event, on=date(2026, 11, 27))
    assert len(come(TUESDAY, 19)) == 1
    assert len(come(THURSDAY, 18)) == 2


def test_a_task_to_hand_in_is_no_talk(cast, come):
    application_id = add_application(cast.sam, company="Harbour Co.", role="Planner")
    record_stage(cast.sam, application_id, stage=Stage.TASK, on=WEDNESDAY)
    assert come(TUESDAY, 18) == []


def test_not_today_holds_everything_and_brings_it_as_one(cast, come, hand):
    for day in (WEDNESDAY, THURSDAY):
        point(cast.sam, day)
    hand.move_to(at(MONDAY, 20))
    be_quiet(cast.sam, 48)
    assert come(TUESDAY, 9) == []
    assert come(WEDNESDAY, 9) == []
    [mail] = come(THURSDAY, 8)
    assert sorted(said(mail)) == ["due", "due", "overdue"]


def test_a_review_is_nudged_after_one_two_and_three_weeks_and_then_no_more(cast, come, hand):
    hand.move_to(at(MONDAY, 14))
    cast.grant(Section.PLAN, future=True)
    point(cast.sam, None)
    reviews.ask_review(cast.sam, cast.coaching_id)
    told = {}
    days = (1, 6, 7, 8, 13, 14, 20, 21, 22, 28, 29, 35)
    for day in days:
        mails_then = come(MONDAY + timedelta(days=day), 8)
        told[day] = len([m for m in mails_then if m.kind == "review_waits"])
    assert [later for day, later in pairwise(days) if told[later] > told[day]] == [7, 14, 21]
    assert {row.occasion for row in rows()} == {"7", "14", "21"}


def test_the_nudge_goes_to_the_coach_who_was_asked(cast, come, hand):
    hand.move_to(at(MONDAY, 14))
    cast.grant(Section.PLAN, future=True)
    point(cast.sam, None)
    reviews.ask_review(cast.sam, cast.coaching_id)
    [mail] = [m for m in come(date(2026, 11, 30), 8) if m.kind == "review_waits"]
    assert mail.person_id == cast.casey.person_id


def nudged(come, day) -> set:
    """Whoever is reminded of a review by the morning of that day."""
    come(day, 8)
    return {row.person_id for row in rows() if row.topic == "review_waits"}


@pytest.fixture
def asked_of_both(cast, team, hand):
    """Sam's plan waits for Casey by a grant to Casey, and for Jo by one to the team."""
    hand.move_to(at(MONDAY, 14))
    cast.grant(Section.PLAN, future=True)
    team.share(Section.PLAN)
    point(cast.sam, None)
    reviews.ask_review(cast.sam, cast.coaching_id)


def test_whoever_sees_the_plan_is_nudged_the_coach_and_their_team(cast, team, come, asked_of_both):
    assert nudged(come, date(2026, 11, 30)) == {cast.casey.person_id, team.jo.person_id}


def _ends(cast, team):
    team.share(Section.PLAN, until_on=WEDNESDAY)


def _stops_sharing(cast, team):
    db.session.execute(update(Grant).where(Grant.team_id == team.id).values(revoked_at=clock.now()))


def _leaves_the_agency(cast, team):
    mine = Membership.person_id == team.jo.person_id
    db.session.execute(update(Membership).where(mine).values(until_at=clock.now()))


def _leaves_the_list(cast, team):
    changing.remove_member(cast.dana, team.id, team.jo.person_id)


def _ends_the_team(cast, team):
    changing.end_team(cast.dana, team.id)


@pytest.mark.parametrize("loses", [_ends, _stops_sharing, _leaves_the_agency, _leaves_the_list, _ends_the_team])
def test_for_whoever_no_longer_sees_the_plan_nothing_is_planned(cast, team, come, asked_of_both, loses):
    loses(cast, team)
    assert nudged(come, date(2026, 11, 30)) == {cast.casey.person_id}


def test_a_coach_who_sees_the_plan_again_still_gets_the_nudge(cast, team, come, asked_of_both):
    cast.grant(Section.STORY, future=True)
    _stops_sharing(cast, team)
    assert nudged(come, date(2026, 11, 30)) == set()
    cast.grant(Section.PLAN, future=True)
    assert nudged(come, date(2026, 12, 1)) == {cast.casey.person_id}


def test_a_move_over_many_zones_costs_no_reminder_and_doubles_none(cast, come, hand):
    point(cast.sam, WEDNESDAY)
    come(TUESDAY, 7)
    db.session.get(Person, cast.sam.person_id).zone = "Pacific/Auckland"  # where Tuesday's morning is long over
    db.session.flush()
    [mail] = come(WEDNESDAY, 8, zone="Pacific/Auckland")
    assert said(mail) == ["due"]
    db.session.get(Person, cast.sam.person_id).zone = TORONTO
    db.session.flush()
    assert len(come(TUESDAY, 18)) == 1


def test_a_sweep_takes_as_many_statements_for_fifty_people_as_for_one(cast, come, counted, hand):
    for number in range(50):
        person = Person(email=f"p{number}@example.org", name="P", name_sort="p", locale="fr", zone=TORONTO)
        person.created_at = clock.now()
        db.session.add(person)
        db.session.flush()
        plan = actions.own_plan(cast.sam.__class__(person.id, "P", "fr", TORONTO, cast.sam.roles))
        row = {"id": new_id(), "seeker_id": person.id, "plan_id": plan.id, "position": 1, "kind": "practice"}
        db.session.execute(
            actions.Action.__table__.insert().values(
                **row,
                state="open",
                what="x",
                locale="fr",
                due_on=WEDNESDAY,
                created_at=clock.now(),
                changed_at=clock.now(),
            )
        )
    hand.move_to(at(TUESDAY, 8))
    with counted() as many:
        sweep()
    assert len(mails()) == 50
    assert len(many) <= 14


def test_a_clock_that_jumped_ahead_and_back_stops_nobody(cast, come, hand):
    point(cast.sam, WEDNESDAY)
    hand.move_to(datetime(2030, 1, 1, 15, 0, tzinfo=UTC))
    sweep()
    assert len(come(TUESDAY, 8)) == 1
