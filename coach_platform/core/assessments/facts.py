"""What the suggestion rules may know of every case of a seeker, in two statements however many there are."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from coach_platform.content.case_facts import CaseFacts
from coach_platform.content.case_facts import case_facts as facts_of
from coach_platform.content.reasons import areas_of, reasons
from coach_platform.content.vocabulary import Area, Need, Stage
from coach_platform.core.applications.models import Application, Case, OutcomeEvent, Requirement, StageRating
from coach_platform.core.assessments.context import reached, stages_of
from coach_platform.core.assessments.models import AssessmentResponse, AuthorRole
from coach_platform.core.reconnect.columns import REASONS
from coach_platform.kit.db import db

Answers = dict[tuple[UUID, str], dict[str, Any]]


def case_facts(seeker_id: UUID) -> list[CaseFacts]:
    """The facts of all cases, most recent first, from the seeker's own newest answers. No text of any person."""
    answers = _answers(seeker_id)
    return [_facts(row, answers) for row in db.session.execute(_cases(seeker_id))]


def _facts(row: Any, answers: Answers) -> CaseFacts:
    facts = facts_of(
        row.id,
        stages_of(row.events, row.furthest_stage),
        first=answers.get((row.id, "first_assessment")),
        deeper=answers.get((row.id, "deeper")),
        needs={line: Need(weight) for line, weight in (row.needs or {}).items()},
        reason_area=_area(row.stated_reason),
        said_areas=areas_of(row.said_reasons or ()),
    )
    # A stage is also rated with its event: the newest rating counts, wherever it was given.
    return replace(facts, stage_ratings=_ratings(row.ratings))


def _cases(seeker_id: UUID) -> Select:
    return (
        select(
            Case.id,
            Application.furthest_stage,
            reached(Application.id, Application.outcome_on).label("events"),
            _needs().label("needs"),
            ratings_of(Application.id).label("ratings"),
            _stated_reason().label("stated_reason"),
            REASONS,
        )
        .join(Application, Application.id == Case.application_id)
        .where(Case.seeker_id == seeker_id, Application.deleted_at.is_(None))
        .order_by(Application.last_event_on.desc(), Case.id.desc())
    )


def ratings_of(application_id: Any) -> Any:
    """An SQL object {stage: newest rating} of an application."""
    newest = (
        select(StageRating.stage, StageRating.value)
        .where(StageRating.application_id == application_id)
        .ext(distinct_on(StageRating.stage))
        .order_by(StageRating.stage, StageRating.recorded_at.desc(), StageRating.id.desc())
        .correlate_except(StageRating)
        .subquery()
        .lateral()
    )
    return select(func.jsonb_object_agg(newest.c.stage, newest.c.value)).select_from(newest).scalar_subquery()


def _needs() -> Any:
    return (
        select(func.jsonb_object_agg(Requirement.id, Requirement.weight))
        .where(Requirement.application_id == Application.id, Requirement.deleted_at.is_(None))
        .correlate(Application)
        .scalar_subquery()
    )


def _stated_reason() -> Any:
    correction = aliased(OutcomeEvent)
    corrected = select(correction.id).where(correction.corrects_id == OutcomeEvent.id).exists()
    return (
        select(OutcomeEvent.stated_reason)
        .where(OutcomeEvent.application_id == Application.id, ~corrected)
        .order_by(OutcomeEvent.recorded_at.desc(), OutcomeEvent.id.desc())
        .limit(1)
        .correlate(Application)
        .scalar_subquery()
    )


def _answers(seeker_id: UUID) -> Answers:
    row = AssessmentResponse
    newest = (
        select(row.case_id, row.set_key, row.answers)
        .where(row.seeker_id == seeker_id, row.author_role == AuthorRole.SEEKER)
        .ext(distinct_on(row.case_id, row.set_key))
        .order_by(row.case_id, row.set_key, row.submitted_at.desc(), row.id.desc())
    )
    return {(case_id, set_key): answers for case_id, set_key, answers in db.session.execute(newest)}


def _ratings(found: dict[str, int] | None) -> dict[Stage, int]:
    return {Stage(stage): value for stage, value in (found or {}).items()}


def _area(reason: str | None) -> Area | None:
    known = reasons().get(reason or "")
    return known.area if known else None
