"""The days of the loaded world: counted from today where each person lives, and nothing happened tomorrow."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import DateTime, select

from coach_platform.core.applications.models import Application, OutcomeEvent, StageEvent
from coach_platform.core.assessments.models import AssessmentResponse
from coach_platform.core.plans.models import Action, Comment
from coach_platform.core.relations.models import Grant, Look, Person
from coach_platform.kit import clock
from coach_platform.kit.db import Base
from coach_platform.sample.loading import gather_world
from coach_platform.sample.rows import Rows

AHEAD = {"paused_until", "ends_at", "next_at", "due_at", "latest_at"}


PLANNED = {"away_dates", "talks"}  # days ahead are what they are for


def test_nothing_that_is_told_as_past_lies_ahead(world):
    now = clock.now()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, DateTime) and column.name not in AHEAD and table.name not in PLANNED:
                assert not world.scalars(select(column).where(column > now)).all(), f"{table.name}.{column.name}"


def test_no_outcome_is_after_today_where_its_seeker_lives(world):
    rows = world.execute(
        select(OutcomeEvent.occurred_on, Person.zone).join(Person, Person.id == OutcomeEvent.seeker_id)
    )
    assert all(day <= clock.today(zone) for day, zone in rows)


# Just after midnight in Toronto it is still yesterday in Edmonton and Vancouver; and both nights the clocks change.
MOMENTS = [
    datetime(2026, 7, 1, 4, 30, tzinfo=UTC),
    datetime(2026, 3, 8, 7, 15, tzinfo=UTC),
    datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    datetime(2027, 1, 1, 17, 0, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_it_is_possible_at_any_hour_of_the_year(world, monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)
    rows = Rows()
    zones = {person.id: person.days.zone for person in gather_world(rows).people.values()}
    for event in rows.of(StageEvent):
        today = clock.local(moment, zones[event.seeker_id]).date()
        noted = clock.local(event.recorded_at, zones[event.seeker_id]).date()
        assert event.recorded_at <= moment and (event.occurred_on == noted or event.occurred_on > today)
    for application in rows.of(Application):
        assert application.created_at <= application.updated_at <= moment
    for action in rows.of(Action):
        assert action.created_at <= action.changed_at <= moment
    for grant in rows.of(Grant):
        assert grant.agreed_at <= (grant.revoked_at or moment) and (grant.until_on is None or grant.ends_at > moment)


def test_a_read_comment_was_read_after_it_was_written(world):
    comments = world.scalars(select(Comment)).all()
    assert all(comment.read_at > comment.created_at for comment in comments if comment.read_at)
    assert any(comment.read_at is None for comment in comments)


def test_who_answered_blind_had_not_looked(world):
    blind = world.scalars(select(AssessmentResponse).where(AssessmentResponse.blind)).all()
    assert blind
    for answers in blind:
        looks = select(Look.looked_at).where(
            Look.case_id == answers.case_id, Look.section == answers.set_key, Look.reader_id == answers.author_id
        )
        assert all(looked_at > answers.submitted_at for looked_at in world.scalars(looks))


def test_a_coach_looked_only_at_what_was_granted_at_that_moment(world):
    grants = world.scalars(select(Grant)).all()
    looks = world.scalars(select(Look)).all()
    assert looks
    for look in looks:
        assert any(
            grant.coach_id == look.reader_id
            and grant.seeker_id == look.seeker_id
            and look.section in grant.sections
            and grant.agreed_at <= look.looked_at <= (grant.revoked_at or look.looked_at + timedelta(1))
            for grant in grants
        ), (look.reader_name, look.section, look.looked_at)
