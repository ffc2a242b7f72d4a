"""Reading what reminders are about, as it stands at this moment: one statement a topic, whatever the number of people."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from coach_platform.core.access.sight import Sight, own_sight, sights_of_coaches
from coach_platform.core.applications.cases import Step
from coach_platform.core.applications.models import Application, Case, StageEvent
from coach_platform.core.assessments.models import AssessmentResponse, AuthorRole
from coach_platform.core.assessments.steps import STEP_OF_SET
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.plans.answering import answers
from coach_platform.core.plans.evidence import evidence_of
from coach_platform.core.plans.models import Action, ActionState, Review
from coach_platform.core.plans.rule_words import words_for
from coach_platform.core.preparation.essentials import Essentials, essentials
from coach_platform.core.reconnect.models import Door
from coach_platform.core.relations.models import Person
from coach_platform.core.reminders.facts import OneCase, OpenDoor, Point, Talk, Wait
from coach_platform.core.reminders.topics import Topic
from coach_platform.kit import clock
from coach_platform.kit.db import db

Subjects = Mapping[UUID, list[Outgoing]]  # what is reminded of -> the mails that do (a review: each of a team)
# By subject; an interview by (application, occasion), for one application may have several; a review by (review, reader).
Found = Mapping[Any, Any]


def points(subjects: Subjects) -> Found:
    """Actions, in the words their seeker reads. Two statements."""
    rows = db.session.scalars(select(Action).where(Action.id.in_(subjects), Action.deleted_at.is_(None))).all()
    evidence, names = evidence_of([row.id for row in rows])
    found = {}
    for row in rows:
        locale = subjects[row.id][0].locale
        what = words_for(row, evidence.get(row.id, []), locale, own_sight(row.seeker_id), names.get(row.id, {}))["what"]
        is_open = row.state is ActionState.OPEN
        found[row.id] = Point(row.id, is_open, row.due_on, row.snoozed_until_on, what.text, what.lang)
    return found


def cases(subjects: Subjects) -> Found:
    """Cases of applications that are still there."""
    submitted = (
        select(func.array_agg(AssessmentResponse.set_key))
        .where(AssessmentResponse.case_id == Case.id, AssessmentResponse.author_role == AuthorRole.SEEKER)
        .correlate(Case)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Case.id, Application.company, Case.paused_until, Case.steps_done, submitted.label("submitted"))
        .join(Application, Application.id == Case.application_id)
        .where(Case.id.in_(subjects), Application.deleted_at.is_(None))
    )
    return {row.id: _case(row) for row in rows}


def _case(row: Any) -> OneCase:
    waits = Step.RECONNECT.value not in row.steps_done
    return OneCase(row.id, row.company, row.paused_until, _answered(row), message_waits=waits)


def _answered(row: Any) -> frozenset[str]:
    called_done = {key for key, step in STEP_OF_SET.items() if step.value in row.steps_done}
    return frozenset(called_done | set(row.submitted or ()))


def talks(subjects: Subjects) -> Found:
    """The stages that stand of applications that are still open, by application and occasion, each with what its seeker
    prepared. Four statements."""
    later = aliased(StageEvent)
    corrected = select(later.id).where(later.corrects_id == StageEvent.id).exists()
    rows = db.session.execute(
        select(Application.id, Application.company, StageEvent.stage, StageEvent.occurred_on)
        .join(StageEvent, StageEvent.application_id == Application.id)
        .where(
            Application.id.in_(subjects),
            Application.deleted_at.is_(None),
            Application.outcome == "open",
            StageEvent.withdrawn.is_(False),
            ~corrected,
        )
    )
    sheets = _sheets(subjects)
    every = [Talk(*row, sheets.get(row.id)) for row in rows]
    # By the application alone: it is still there, but this talk is not, or is on another day.
    return {talk.application_id: talk for talk in every} | {(t.application_id, t.occasion): t for t in every}


def _sheets(subjects: Subjects) -> Mapping[UUID, Essentials]:
    whose = {key: messages[0].person_id for key, messages in subjects.items() if messages[0].person_id}
    return essentials({key: clock.today(subjects[key][0].zone) for key in whose}, whose)


def doors(subjects: Subjects) -> Found:
    """Doors of applications that are still there."""
    rows = db.session.execute(
        select(Door, Application.company)
        .join(Case, Case.id == Door.case_id)
        .join(Application, Application.id == Case.application_id)
        .where(Door.id.in_(subjects), Door.deleted_at.is_(None), Application.deleted_at.is_(None))
    )
    return {row.Door.id: _door(row.Door, row.company) for row in rows}


def _door(door: Door, company: str) -> OpenDoor:
    return OpenDoor(door.id, door.case_id, company, door.person_name, door.reconnect_on, door.closed_at is None)


def waits(subjects: Subjects) -> Found:
    """Reviews that are open or were, with what each reader sees now. Two statements."""
    rows = db.session.execute(
        select(Review, Person.name).join(Person, Person.id == Review.seeker_id).where(Review.id.in_(subjects))
    ).all()
    readers = {m.person_id for messages in subjects.values() for m in messages if m.person_id}
    sights = sights_of_coaches(list(readers))
    return {(row.Review.id, m.person_id): _wait(row, m, sights) for row in rows for m in subjects[row.Review.id]}


def _wait(row: Any, message: Outgoing, sights: Mapping[UUID, Mapping[UUID, Sight]]) -> Wait:
    review: Review = row.Review
    sight = sights.get(message.person_id, {}).get(review.seeker_id) if message.person_id else None
    return Wait(
        review_id=review.id,
        seeker_id=review.seeker_id,
        seeker=row.name,
        asked_at=review.asked_at,
        answered=review.answered_at is not None,
        withdrawn=review.withdrawn_at is not None,
        sight=sight if sight is not None and answers(sight, review.coaching_id) else None,
    )


READERS: dict[Topic, Callable[[Subjects], Found]] = {
    Topic.PAUSE_OVER: cases,
    Topic.UNFINISHED: cases,
    Topic.DUE: points,
    Topic.OVERDUE: points,
    Topic.INTERVIEW: talks,
    Topic.DOOR_OPEN: doors,
    Topic.REVIEW_WAITS: waits,
}
