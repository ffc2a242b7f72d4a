"""Funnel and waiting against direct counting of the rows; from the database and in memory; in whatever order."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from statistics import median
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from coach_platform.content.vocabulary import STAGES, Area, Outcome, Source, Stage
from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.events import correct_stage, rate_stage, record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application, StageEvent
from coach_platform.core.applications.outcomes import record_outcome
from coach_platform.core.applications.standing import standing_of
from coach_platform.core.insights.funnel import By, Rest, alike, funnel, groups, quarter
from coach_platform.core.insights.intervals import Share
from coach_platform.core.insights.patterns.areas import recurring
from coach_platform.core.insights.reading import read
from coach_platform.core.insights.tries import Looked, Try
from coach_platform.core.insights.waiting import waiting
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.core.insights.searches import a_search

DAY = date(2026, 3, 2)
days = st.one_of(st.none(), st.integers(0, 400).map(lambda n: DAY + timedelta(days=n)))
tries = st.lists(
    st.builds(
        Try,
        application_id=st.uuids(),
        stages=st.frozensets(st.sampled_from(STAGES)).map(lambda found: found | {Stage.APPLIED}),
        outcome=st.sampled_from(Outcome),
        applied_on=days,
        first_sign_on=days,
        source=st.sampled_from([*Source, None]),
    ),
    max_size=60,
)


@settings(deadline=None)
@given(tries)
def test_the_funnel_is_what_counting_one_by_one_gives(every):
    steps = funnel(every).steps
    for step in steps:
        assert step.share.of == len(every)
        assert step.share.hit == sum(any(s.rank >= step.stage.rank for s in one.stages) for one in every)
    counted = [step.share.hit for step in steps]
    assert counted == sorted(counted, reverse=True)


@settings(deadline=None)
@given(tries, st.randoms(use_true_random=False), st.sampled_from(By))
def test_the_order_of_tries_and_the_way_they_are_split_change_no_number(every, random, by):
    mixed = random.sample(every, len(every))
    assert funnel(mixed) == funnel(every)
    assert {(str(g.key), g.funnel) for g in groups(mixed, by)} == {(str(g.key), g.funnel) for g in groups(every, by)}
    split = groups(every, by)
    for place, stage in enumerate(STAGES):
        assert sum(g.funnel.steps[place].share.hit for g in split) == funnel(every).at(stage).share.hit


@settings(deadline=None)
@given(tries)
def test_everything_sent_is_in_one_of_four_and_the_middle_is_the_middle(every):
    found = waiting(every)
    assert found.total == found.answered + found.never + found.still_open + found.left
    between = [
        (one.first_sign_on - one.applied_on).days
        for one in every
        if one.answered and one.applied_on and one.first_sign_on and one.first_sign_on >= one.applied_on
    ]
    assert found.middle == (median(between) if len(between) >= 5 else None)
    assert found.never_share == Share(found.never, found.answered + found.never)


def test_no_reply_and_still_open_are_said_apart():
    silent = Try(new_id(), frozenset({Stage.APPLIED}), Outcome.NO_REPLY)
    waits = replace(silent, outcome=Outcome.OPEN)
    left = replace(silent, outcome=Outcome.WITHDRAWN)
    ghosted = replace(silent, stages=frozenset({Stage.APPLIED, Stage.INTERVIEW}))
    found = waiting([silent, waits, left, ghosted])
    assert (found.never, found.still_open, found.left, found.fell_silent) == (1, 1, 1, 1)
    assert found.never_share == Share(1, 2)


def test_what_was_not_noted_comes_last_and_the_smallest_groups_are_added_up():
    every = [Try(new_id(), frozenset({Stage.APPLIED}), resume_id=new_id()) for _ in range(15)]
    every.append(Try(new_id(), frozenset({Stage.APPLIED})))
    found = groups(every, By.RESUME)
    assert [g.key for g in found[-2:]] == [Rest.OTHERS, Rest.NOT_NOTED]
    assert sum(g.funnel.total for g in found) == 16


@pytest.mark.parametrize(("month", "number"), [(1, 1), (3, 1), (4, 2), (9, 3), (12, 4)])
def test_a_day_belongs_to_its_quarter(month, number):
    assert quarter(date(2026, month, 1)) == (2026, number)


def test_alike_is_the_same_kind_of_role_only_where_there_are_enough():
    this = Try(new_id(), frozenset({Stage.APPLIED}), source=Source.REFERRAL)
    others = [replace(this, application_id=new_id()) for _ in range(19)]
    assert alike([this, *others], this) == (By.SOURCE, [this, *others])
    assert alike([this, *others[:3]], this) == (None, [this, *others[:3]])


def test_recurring_areas_are_offered_in_plain_counts():
    looked = [Looked(new_id(), DAY, weak) for weak in WEAK]
    assert [(one.area.value, one.share) for one in recurring(looked)] == [("research", Share(2, 3))]


WEAK = [{Area.RESEARCH: True}, {Area.RESEARCH: True}, {Area.RESEARCH: False}]


# From the database: against the rules of core/applications on the raw rows, corrections and all.


def raw(model: Any, application_id: UUID) -> list[Any]:
    rows = db.session.execute(select(model.__table__).where(model.application_id == application_id))
    return [SimpleNamespace(**row._mapping) for row in rows]


def test_the_funnel_of_the_database_is_the_standing_of_each_application(cast):
    """Two hundred at random, a fifth of their events corrected or taken back, in no order at all."""
    random, search = Random(4), a_search(cast.sam, 200)
    later = [e for e in search.events if e["stage"] is not Stage.APPLIED and random.random() < 0.4]
    corrections = [
        e | {"id": new_id(), "corrects_id": e["id"], "stage": random.choice(STAGES), "withdrawn": random.random() < 0.4}
        for e in later
    ]
    random.shuffle(corrections)
    db.session.execute(insert(StageEvent), corrections)
    rows = [e | {"corrects_id": None} for e in search.events] + corrections
    events: dict[UUID, list[Any]] = {}
    for row in random.sample(rows, len(rows)):
        events.setdefault(row["application_id"], []).append(SimpleNamespace(**row))
    ends = {o["application_id"]: SimpleNamespace(**o, corrects_id=None) for o in search.outcomes}
    furthest = {
        application: standing_of(of, [], [ends[application]] if application in ends else [], zone=cast.sam.zone)
        for application, of in events.items()
    }
    found = read(own_sight(cast.sam.person_id)).facts.tries
    assert {one.application_id: one.furthest for one in found} == {
        application: standing.furthest_stage for application, standing in furthest.items()
    }


def test_a_correction_counts_and_what_it_corrects_does_not(cast):
    application_id = add_application(cast.sam, company="Nordlys", role="R")
    event = record_stage(cast.sam, application_id, stage=Stage.FINAL_ROUND)
    correct_stage(cast.sam, event, stage=Stage.SCREENING)
    [one] = read(own_sight(cast.sam.person_id)).facts.tries
    assert one.stages == {Stage.APPLIED, Stage.SCREENING}


def test_an_interview_that_the_end_overtook_was_not_reached(cast):
    today = clock.today(cast.sam.zone)
    application_id = add_application(cast.sam, company="Nordlys", role="R", applied_on=today - timedelta(days=9))
    record_stage(cast.sam, application_id, stage=Stage.INTERVIEW, on=today + timedelta(days=3))
    assert read(own_sight(cast.sam.person_id)).facts.tries[0].furthest is Stage.INTERVIEW
    record_outcome(cast.sam, application_id, outcome=Outcome.REJECTED, on=today)
    [one] = read(own_sight(cast.sam.person_id)).facts.tries
    assert (one.furthest, one.first_sign_on) == (Stage.APPLIED, today)


def test_deleted_applications_are_out_and_the_newest_rating_counts(cast):
    application_id = add_application(cast.sam, company="Nordlys", role="R")
    gone = add_application(cast.sam, company="Gone", role="R")
    add_application(cast.nina, company="Somebody else’s", role="R")
    record_stage(cast.sam, application_id, stage=Stage.INTERVIEW)
    for value in (1, 4):
        rate_stage(cast.sam, application_id, stage=Stage.INTERVIEW, value=value)
    db.session.execute(update(Application).where(Application.id == gone).values(deleted_at=clock.now()))
    [one] = read(own_sight(cast.sam.person_id)).facts.tries
    assert (one.application_id, one.ratings) == (application_id, {Stage.INTERVIEW: 4})


def first_sign(seeker) -> date | None:
    [one] = read(own_sight(seeker.person_id)).facts.tries
    return one.first_sign_on


def test_a_talk_ahead_is_no_answer_before_its_day(cast):
    today = clock.today(cast.sam.zone)
    application_id = add_application(cast.sam, company="Nordlys", role="R", applied_on=today - timedelta(days=20))
    ahead = today + timedelta(days=1)
    record_stage(cast.sam, application_id, stage=Stage.INTERVIEW, on=ahead)
    found = waiting(read(own_sight(cast.sam.person_id)).facts.tries)
    assert (first_sign(cast.sam), found.answered, found.days) == (None, 1, ())
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert first_sign(cast.sam) == ahead


def test_the_day_of_a_quick_no_is_not_the_day_of_its_stage(cast):
    today = clock.today(cast.sam.zone)
    log_no(cast.sam, company="Nordlys", role="R", stage=Stage.FINAL_ROUND, applied_on=today - timedelta(days=20))
    [one] = read(own_sight(cast.sam.person_id)).facts.tries
    assert (one.undated, one.first_sign_on) == ({Stage.FINAL_ROUND}, None)


noted = st.lists(
    st.tuples(st.sampled_from(STAGES[1:]), st.integers(-60, 60), st.integers(-60, 0), st.booleans()), max_size=5
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noted)
def test_the_first_sign_is_never_but_a_noted_day_that_has_come(cast, happened):
    """Whatever was noted and whenever: (stage, its day, the day of writing, whether its day is known), from today on."""
    today, nested = clock.today(cast.sam.zone), db.session.begin_nested()
    application_id = add_application(cast.sam, company="Nordlys", role="R", applied_on=today - timedelta(days=90))
    for stage, day, written, known in happened:
        row = {"id": new_id(), "seeker_id": cast.sam.person_id, "application_id": application_id, "stage": stage}
        row |= {"occurred_on": today + timedelta(days=day), "recorded_at": clock.now() + timedelta(days=written)}
        db.session.execute(insert(StageEvent).values(**row, locale="en", day_known=known))
    found = first_sign(cast.sam)
    nested.rollback()
    come = [today + timedelta(days=day) for _, day, _, _ in happened if day <= 0]
    assert found == (min(come, default=None) if all(known for *_, known in happened) else None)
