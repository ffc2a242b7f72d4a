"""What every verb and page of a case needs to know about it, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, Text, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.orm import aliased

from coach_platform.content.vocabulary import STAGES, Need, OfferState, Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import Sight, own_sight, sight_of
from coach_platform.core.applications.models import Application, Case, Requirement, ResumeVersion, StageEvent
from coach_platform.core.drafts.models import Draft
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import parse_id


@dataclass(frozen=True)
class RequirementLine:
    """One line that the posting asks for."""

    id: UUID
    text: str
    weight: Need


@dataclass(frozen=True)
class CaseContext:
    """A case with its application. `stages` were reached, in order; the first is always there. `begun`: the forms of
    which the reader has a draft.
    """

    case_id: UUID
    seeker_id: UUID
    seeker: str
    application_id: UUID
    company: str
    role: str
    locale: str
    furthest: Stage
    outcome: Outcome
    offer_state: OfferState | None
    stages: tuple[Stage, ...]
    requirements: tuple[RequirementLine, ...]
    resume_name: str | None
    opened_at: datetime
    paused_until: datetime | None
    reopened_at: datetime | None
    steps_done: tuple[str, ...]
    begun: tuple[str, ...] = ()  # forms of which its seeker has a draft


def own_case(actor: Actor, case_id: UUID, *, lock: bool = False) -> CaseContext:
    """A case of the actor's own. `lock` holds its row until the transaction ends. Raises: NotFound."""
    query = _query(case_id).where(Case.seeker_id == own_sight(actor.person_id).seeker_id)
    row = db.session.execute(query.with_for_update(of=Case) if lock else query).first()
    if row is None or not actor.is_seeker:
        raise NotFound
    return _context(row)


OF_A_CASE = (Section.STORY, Section.DEEPER, Section.FEEDBACK, Section.PRACTICE)


def seen_case(actor: Actor, case_id: UUID) -> tuple[CaseContext, Sight]:
    """A case of which the actor may see anything, with what they see of its seeker. Raises: NotFound."""
    case, sight, _row = seen_case_with(actor, case_id)
    return case, sight


def seen_case_with(actor: Actor, case_id: UUID, *more: Any) -> tuple[CaseContext, Sight, Any]:
    """The same, and the row with the columns `more`: whoever hands them on asks the sight first. Raises: NotFound."""
    row = db.session.execute(_query(case_id).add_columns(*more)).first()
    if row is None:
        raise NotFound
    sight = sight_of(actor, row.seeker_id)
    if not any(sight.granted(case_id, section) for section in OF_A_CASE):
        raise NotFound
    return _context(row), sight, row


def reached(application_id: Any, outcome_on: Any) -> Any:
    """An SQL list of the stages that count as reached, as core/applications/standing.py has it: uncorrected events, less
    an interview that was planned and never came because the end did."""
    correction = aliased(StageEvent)
    corrected = select(correction.id).where(correction.corrects_id == StageEvent.id).exists()
    overtaken = (StageEvent.occurred_on > func.coalesce(outcome_on, StageEvent.occurred_on)) & (
        StageEvent.occurred_on > cast(StageEvent.recorded_at, Date)
    )
    return (
        select(func.array_agg(cast(StageEvent.stage, Text), type_=ARRAY(Text)))
        .where(StageEvent.application_id == application_id, ~StageEvent.withdrawn, ~corrected, ~overtaken)
        .correlate_except(StageEvent, correction)
        .scalar_subquery()
    )


def stages_of(events: list[str] | None, furthest: Stage) -> tuple[Stage, ...]:
    """The stages reached, in order. Sending is always one: without it there would be no application."""
    found = {Stage(stage) for stage in events or ()} | {Stage.APPLIED, furthest}
    return tuple(stage for stage in STAGES if stage in found)


def _query(case_id: UUID) -> Select:
    return (
        select(
            Case.id,
            Case.seeker_id,
            Person.name.label("seeker"),
            Case.opened_at,
            Case.paused_until,
            Case.reopened_at,
            Case.steps_done,
            Application.id.label("application_id"),
            Application.company,
            Application.role,
            Application.locale,
            Application.furthest_stage,
            Application.outcome,
            Application.offer_state,
            ResumeVersion.name.label("resume_name"),
            reached(Application.id, Application.outcome_on).label("events"),
            _requirements().label("requirements"),
            _begun().label("begun"),
        )
        .join(Application, Application.id == Case.application_id)
        .join(Person, Person.id == Case.seeker_id)
        .outerjoin(ResumeVersion, ResumeVersion.id == Application.resume_version_id)
        .where(Case.id == case_id, Application.deleted_at.is_(None))
    )


def _requirements() -> Any:
    line = func.jsonb_build_object("id", Requirement.id, "text", Requirement.text, "weight", Requirement.weight)
    return (
        select(func.jsonb_agg(aggregate_order_by(line, Requirement.position, Requirement.id)))
        .where(Requirement.application_id == Application.id, Requirement.deleted_at.is_(None))
        .correlate(Application)
        .scalar_subquery()
    )


def _begun() -> Any:
    mine = (Draft.subject_id == Case.id, Draft.person_id == Case.seeker_id)
    return (
        select(func.array_agg(cast(Draft.form, Text), type_=ARRAY(Text))).where(*mine).correlate(Case).scalar_subquery()
    )


def _context(row: Any) -> CaseContext:
    return CaseContext(
        case_id=row.id,
        seeker_id=row.seeker_id,
        seeker=row.seeker,
        application_id=row.application_id,
        company=row.company,
        role=row.role,
        locale=row.locale,
        furthest=row.furthest_stage,
        outcome=row.outcome,
        offer_state=row.offer_state,
        stages=stages_of(row.events, row.furthest_stage),
        requirements=tuple(_line(line) for line in row.requirements or ()),
        resume_name=row.resume_name,
        opened_at=row.opened_at,
        paused_until=row.paused_until,
        reopened_at=row.reopened_at,
        steps_done=tuple(row.steps_done),
        begun=tuple(row.begun or ()),
    )


def _line(line: dict[str, str]) -> RequirementLine:
    line_id = parse_id(line["id"])
    assert line_id is not None, "made by PostgreSQL from a uuid column"
    return RequirementLine(line_id, line["text"], Need(line["weight"]))
