"""Submitting an assessment: the draft becomes an immutable version, and what follows from it happens in one go."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from coach_platform.content.coach_wording import for_coach
from coach_platform.content.question_sets import QuestionSetBody
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.cases import mark_step
from coach_platform.core.applications.models import Case
from coach_platform.core.assessments.answers import field_errors
from coach_platform.core.assessments.calibration import coachs_case, keep_begun, looked, reveal
from coach_platform.core.assessments.context import CaseContext, own_case
from coach_platform.core.assessments.models import AssessmentResponse, AuthorRole
from coach_platform.core.assessments.question_sets import current
from coach_platform.core.assessments.schemas import answers_schema, check, without_basis
from coach_platform.core.assessments.stage_ratings import add_ratings
from coach_platform.core.assessments.steps import STEP_OF_SET
from coach_platform.core.drafts import drop_draft, read_draft
from coach_platform.core.drafts.drafts import check_revision
from coach_platform.core.practice.items import Surprise, keep_surprises
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id

Document = dict[str, Any]
COACHS_FORM = "calibration"  # the draft of a coach's view of a case


@dataclass(frozen=True)
class Tab:
    """Which draft a form was made from: the revision it last heard of, and its own mark."""

    client_id: UUID | None
    revision: int


@dataclass(frozen=True)
class Submitted:
    """The new row, and which version of this author's answers it is."""

    response_id: UUID
    version: int


def submit_assessment(
    actor: Actor, case_id: UUID, *, set_key: str, answers: Document, tab: Tab | None = None
) -> Submitted:
    """The seeker's answers to a question set about their case, as the next version.

    Drops the draft, keeps new stage ratings and surprises as rows of their own, marks the step done. `tab` is given
    by a form, so that a submit drops no draft that another tab wrote.
    Raises: NotFound, Invalid (`fields` by the names of the form, core/assessments/answers.py), DraftConflict.
    """
    case = own_case(actor, case_id, lock=True)
    if tab is not None:
        kept = read_draft(actor, form=set_key, subject_id=case_id, lock=True)
        check_revision(kept, client_id=tab.client_id, revision=tab.revision)
    set_id, questions = _asked(set_key)
    _check(questions, case, answers, AuthorRole.SEEKER)
    submitted = _add(actor, case, set_id, set_key, answers, AuthorRole.SEEKER)
    drop_draft(actor, form=set_key, subject_id=case_id)
    add_ratings(actor, case, answers)
    keep_surprises(actor, case_id, _surprises(questions, answers))
    mark_step(actor, case_id, STEP_OF_SET[set_key])
    reveal(case)
    return submitted


def submit_as_coach(actor: Actor, case_id: UUID, *, answers: Document, tab: Tab | None = None) -> Submitted:
    """A coach's answers to the deeper questions about a case that is shared with them, each with its basis.

    Both views are shown to both from the moment both have answered. Raises: NotFound, Invalid, DraftConflict.
    """
    case = coachs_case(actor, case_id)
    _hold(case)
    if tab is not None:
        kept = read_draft(actor, form=COACHS_FORM, subject_id=case_id, lock=True)
        check_revision(kept, client_id=tab.client_id, revision=tab.revision)
    set_id, questions = _asked("deeper")
    _check_coachs(questions, case, answers)
    keep_begun(actor, case)
    submitted = _add(actor, case, set_id, "deeper", answers, AuthorRole.COACH)
    drop_draft(actor, form=COACHS_FORM, subject_id=case_id)
    reveal(case)
    return submitted


def _hold(case: CaseContext) -> None:
    """Of a seeker's and a coach's submit at the same moment the second waits, so that one of them sees both."""
    db.session.execute(select(Case.id).where(Case.id == case.case_id).with_for_update())


def _check_coachs(questions: QuestionSetBody, case: CaseContext, answers: Document) -> None:
    errors = field_errors_of(for_coach(questions, case.seeker), case, answers, AuthorRole.COACH)
    if not errors:
        missing = l_("Say what this rests on, or that you cannot judge.")
        errors = {f"{key}.basis": missing for key in without_basis(answers)}
    if errors:
        raise Invalid(errors)
    _check_any(answers)


def field_errors_of(
    questions: QuestionSetBody,
    case: CaseContext,
    answers: Document,
    author: AuthorRole = AuthorRole.SEEKER,
    places: dict[str, list[int]] | None = None,
) -> dict[str, str]:
    """What is wrong with `answers` by field name; empty when nothing is. For a save as well as for a submit."""
    ids = [line.id for line in case.requirements]
    schema = answers_schema(questions, stages=case.stages, requirement_ids=ids, author=author)
    return field_errors(check(schema, answers), answers, places)


def _asked(set_key: str) -> tuple[UUID, QuestionSetBody]:
    if set_key not in STEP_OF_SET:
        raise NotFound
    return current(set_key)


def _check(questions: QuestionSetBody, case: CaseContext, answers: Document, author: AuthorRole) -> None:
    if errors := field_errors_of(questions, case, answers, author):
        raise Invalid(errors)
    _check_any(answers)


def _check_any(answers: Document) -> None:
    if not any(answers.values()):
        raise Invalid(message=l_("There is no answer here yet. One is enough; “I don’t know” is one."))


def _add(actor: Actor, case: CaseContext, set_id: UUID, set_key: str, answers: Document, role: AuthorRole) -> Submitted:
    row = AssessmentResponse(
        id=new_id(),
        seeker_id=case.seeker_id,
        case_id=case.case_id,
        question_set_id=set_id,
        set_key=set_key,
        author_id=actor.person_id,
        author_role=role,
        author_name=actor.name,
        locale=actor.locale,
        answers=answers,
        # The log decides, not what was chosen.
        blind=role is AuthorRole.COACH and not db.session.scalar(select(looked(actor.person_id, *_of(case)))),
        submitted_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return Submitted(row.id, _count(actor, case, set_key, role))


def _count(actor: Actor, case: CaseContext, set_key: str, role: AuthorRole) -> int:
    row = AssessmentResponse
    mine = (row.case_id == case.case_id, row.set_key == set_key, row.author_id == actor.person_id)
    return db.session.scalar(select(func.count()).where(*mine, row.author_role == role)) or 0


def _of(case: CaseContext) -> tuple[UUID, UUID]:
    return case.seeker_id, case.case_id


def _surprises(questions: QuestionSetBody, answers: Document) -> list[Surprise]:
    return [
        Surprise(f"{item.key}.{part.key}", row["question"], row.get("said", ""), row.get("better", ""))
        for item in questions.items
        for part in item.lists
        if part.becomes == "practice_item"
        for row in answers.get(item.key, {}).get(part.key, [])
    ]
