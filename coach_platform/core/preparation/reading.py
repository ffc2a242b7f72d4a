"""What sheets are made of, for one page or a whole chunk of mails: three statements, whatever the number of people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import Need, Outcome, RoleKind, Stage
from coach_platform.core.preparation.similar import Role
from coach_platform.core.preparation.statements import EARLIER, HEADS, QUESTIONS
from coach_platform.kit.db import db


@dataclass(frozen=True, slots=True)
class Talk:
    """The nearest stage ahead. `before`: in how many other applications its seeker has been at that stage."""

    stage: Stage
    on: date
    note: str
    locale: str
    before: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A line that the posting asks for."""

    id: UUID
    text: str
    weight: Need


@dataclass(frozen=True, slots=True)
class Setback:
    """What its seeker will do if the next no comes."""

    first_hour: str
    talk_to: str
    locale: str


@dataclass(frozen=True, slots=True)
class Head:
    """The application a sheet is for, and the seeker's own part of the sheet."""

    application_id: UUID
    seeker_id: UUID
    company: str
    title: str
    role: Role
    locale: str
    outcome: Outcome
    case_id: UUID | None
    talk: Talk | None
    asked: tuple[Asked, ...]
    research: str
    notes: str
    notes_locale: str
    revision: int
    questions: tuple[UUID, ...]
    hidden: frozenset[str]
    setback: Setback | None


@dataclass(frozen=True, slots=True)
class Question:
    """A practice item, with the application it comes from or is meant for (none: for any)."""

    id: UUID
    seeker_id: UUID
    application_id: UUID | None
    role: Role | None
    company: str
    question: str
    better: str
    locale: str
    times: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Earlier:
    """Words from an earlier application: what worked at a stage ("worked"), or a line that was had and not shown ("had")."""

    seeker_id: UUID
    what: str
    application_id: UUID
    case_id: UUID | None
    company: str
    role: Role
    stage: Stage | None
    words: str
    locale: str
    on: date
    line_id: UUID | None


def heads(wanted: Mapping[UUID, date], seekers: Collection[UUID]) -> dict[UUID, Head]:
    """By application: those of `wanted` (application -> today, by its seeker's calendar) that are there and are theirs."""
    given = {"applications": list(wanted), "todays": list(wanted.values()), "seekers": list(seekers)}
    return {row.id: _head(row) for row in db.session.execute(HEADS, given)}


def questions(seekers: Collection[UUID]) -> list[Question]:
    """Everything they practise, the least rehearsed first."""
    return [_question(row) for row in db.session.execute(QUESTIONS, {"seekers": list(seekers)})]


def earlier(seekers: Collection[UUID]) -> list[Earlier]:
    """What worked, and what was had and not shown, the latest first."""
    return [_earlier(row) for row in db.session.execute(EARLIER, {"seekers": list(seekers)})]


def _role(row: Any) -> Role:
    return Role(row.company_sort, row.role, RoleKind(row.role_kind) if row.role_kind else None)


def _head(row: Any) -> Head:
    return Head(
        application_id=row.id,
        seeker_id=row.seeker_id,
        company=row.company,
        title=row.role,
        role=_role(row),
        locale=row.locale,
        outcome=Outcome(row.outcome),
        case_id=row.case_id,
        talk=Talk(Stage(row.stage), row.occurred_on, row.note, row.note_locale, row.before) if row.stage else None,
        asked=tuple(Asked(UUID(key), words, Need(weight)) for key, words, weight in row.asked or ()),
        research=row.research,
        notes=row.notes,
        notes_locale=row.notes_locale,
        revision=row.revision,
        questions=tuple(row.questions or ()),
        hidden=frozenset(row.hidden or ()),
        setback=Setback(row.first_hour, row.talk_to, row.setback_locale) if row.setback_locale else None,
    )


def _question(row: Any) -> Question:
    return Question(
        id=row.id,
        seeker_id=row.seeker_id,
        application_id=row.application_id,
        role=_role(row) if row.application_id else None,
        company=row.company or "",
        question=row.question,
        better=row.better_answer,
        locale=row.locale,
        times=row.times_rehearsed,
        created_at=row.created_at,
    )


def _earlier(row: Any) -> Earlier:
    return Earlier(
        seeker_id=row.seeker_id,
        what=row.what,
        application_id=row.application_id,
        case_id=row.case_id,
        company=row.company,
        role=_role(row),
        stage=Stage(row.stage) if row.stage else None,
        words=row.words,
        locale=row.locale,
        on=row.happened_on,
        line_id=row.line_id,
    )
