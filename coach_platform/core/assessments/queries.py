"""Submitted answers, read through a Sight: the newest of each set and author, and the versions before it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from coach_platform.content.question_sets import QuestionSetBody
from coach_platform.core.access.sight import Sight
from coach_platform.core.assessments.models import AssessmentResponse, AuthorRole, QuestionSet
from coach_platform.core.assessments.question_sets import parsed
from coach_platform.core.relations.models import Section
from coach_platform.kit.db import db

SECTION_OF = {"first_assessment": Section.STORY, "deeper": Section.DEEPER}


@dataclass(frozen=True)
class Response:
    """One author's answers as they were submitted; `version` counts from 1 for this set and author."""

    id: UUID
    case_id: UUID
    set_key: str
    questions: QuestionSetBody
    author_id: UUID | None
    author_role: AuthorRole
    author_name: str
    locale: str
    answers: dict[str, Any]
    blind: bool
    submitted_at: datetime
    version: int


def latest_responses(sight: Sight, case_ids: Collection[UUID]) -> list[Response]:
    """The newest response of each case, set and author that `sight` shows; one statement."""
    every = _seen(sight, case_ids).subquery()
    newest = select(every).ext(distinct_on(every.c.case_id, every.c.set_key, every.c.author_role, every.c.author_id))
    order = (every.c.case_id, every.c.set_key, every.c.author_role, every.c.author_id, every.c.version.desc())
    return _read(newest.order_by(*order))


def versions(sight: Sight, case_id: UUID, set_key: str) -> list[Response]:
    """Every submitted version of a set, newest first. Raises: NotFound where the section is not seen."""
    sight.need(SECTION_OF[set_key], case_id)
    every = _seen(sight, [case_id]).subquery()
    return _read(
        select(every).where(every.c.set_key == set_key).order_by(every.c.submitted_at.desc(), every.c.id.desc())
    )


def _seen(sight: Sight, case_ids: Collection[UUID]) -> Select:
    row = AssessmentResponse
    number = func.row_number().over(
        partition_by=(row.case_id, row.set_key, row.author_role, row.author_id), order_by=(row.submitted_at, row.id)
    )
    granted = [
        (row.set_key == key) & row.case_id.in_(sight.cases(case_ids, section)) for key, section in SECTION_OF.items()
    ]
    if not sight.own:  # their own answers they see while the seeker's are held back
        mine = [case_id for case_id in case_ids if sight.granted(case_id, Section.DEEPER)]
        granted.append((row.set_key == "deeper") & row.case_id.in_(mine) & (row.author_id == sight.reader_id))
    return (
        select(
            row.id,
            row.case_id,
            row.set_key,
            row.author_id,
            row.author_role,
            row.author_name,
            row.locale,
            row.answers,
            row.blind,
            row.submitted_at,
            number.label("version"),
            QuestionSet.content_hash,
            QuestionSet.body,
        )
        .join(QuestionSet, QuestionSet.id == row.question_set_id)
        .where(row.seeker_id == sight.seeker_id, or_(*granted), _said_to(sight))
    )


def _said_to(sight: Sight) -> ColumnElement[bool]:
    """Whose answers: the seeker's to everybody, a coach's to themself, and to the seeker once they have answered too.

    What another coach answered was said to the seeker.
    """
    row = AssessmentResponse
    if not sight.own:
        return or_(row.author_role == AuthorRole.SEEKER, row.author_id == sight.reader_id)
    return or_(row.author_role == AuthorRole.SEEKER, answered_by_seeker(row.case_id, row.set_key))


def answered_by_seeker(case_id: Any, set_key: Any = "deeper") -> ColumnElement[bool]:
    """Whether a case's seeker has submitted answers to a set: before that, nobody's are shown to them."""
    theirs = aliased(AssessmentResponse)
    same = (theirs.case_id == case_id, theirs.set_key == set_key, theirs.author_role == AuthorRole.SEEKER)
    return select(theirs.id).where(*same).correlate_except(theirs).exists()


def _read(query: Select) -> list[Response]:
    return [
        Response(
            id=row.id,
            case_id=row.case_id,
            set_key=row.set_key,
            questions=parsed(row.content_hash, row.body),
            author_id=row.author_id,
            author_role=row.author_role,
            author_name=row.author_name,
            locale=row.locale,
            answers=row.answers,
            blind=row.blind,
            submitted_at=row.submitted_at,
            version=row.version,
        )
        for row in db.session.execute(query)
    ]
