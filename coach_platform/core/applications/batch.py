"""The weekly batch: the nos that their seeker did not open. Answered one by one or together, let go, or opened."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, ScalarSelect, Select, and_, delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute

from coach_platform.content.reasons import batch_answers
from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application, BatchAnswer, Case
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id
from coach_platform.kit.prepared import prepared

LATELY = timedelta(days=7)
EARLY = (Stage.APPLIED, Stage.SCREENING)


@dataclass(frozen=True)
class Waiting:
    """A no that was neither opened nor answered."""

    application_id: UUID
    company: str
    role: str
    outcome: Outcome
    offer_state: OfferState | None
    furthest_stage: Stage
    outcome_on: date
    quiet: bool  # early or silent: the kind that is answered by the dozen


def is_quiet(outcome: Outcome, furthest: Stage) -> bool:
    """Most nos come before any interview, or as silence."""
    return outcome is Outcome.NO_REPLY or furthest in EARLY


def waiting(actor: Actor) -> list[Waiting]:
    """The actor's nos that wait, quiet ones first, newest first. One statement."""
    a = Application
    rows = db.session.execute(
        _waiting(actor.person_id)
        .add_columns(a.company, a.role, a.outcome, a.offer_state, a.furthest_stage, a.outcome_on)
        .order_by(a.outcome_on.desc(), a.id.desc())
    )
    found = [_as_waiting(row) for row in rows]
    return sorted(found, key=lambda no: not no.quiet)


def count_waiting(seeker_id: UUID) -> int:
    """How many wait."""
    return db.session.scalar(*_count_waiting(seeker_id=seeker_id)) or 0


@prepared
def _count_waiting(*, seeker_id: Any) -> Select:
    return select(waiting_count(seeker_id))


def waiting_count(seeker_id: UUID) -> ScalarSelect[int]:
    """The same as a value inside another statement."""
    return select(func.count()).select_from(_waiting(seeker_id).subquery()).scalar_subquery()


@dataclass(frozen=True)
class Answered:
    """A no that was answered lately, so that the answer can be taken back."""

    application_id: UUID
    company: str
    role: str
    answer: str


def answered_lately(actor: Actor) -> list[Answered]:
    """The actor's answers of the last week, newest first. One statement."""
    b, a = BatchAnswer, Application
    rows = db.session.execute(
        select(a.id, a.company, a.role, b.answer)
        .join(a, a.id == b.application_id)
        .where(b.seeker_id == actor.person_id, a.deleted_at.is_(None), b.answered_at > clock.now() - LATELY)
        .order_by(b.answered_at.desc(), a.id.desc())
        .limit(50)
    )
    return [Answered(*row) for row in rows]


def waiting_beside(seeker_id: InstrumentedAttribute[UUID]) -> ScalarSelect[int]:
    """The same as a column beside another query's seekers (digests)."""
    return (
        select(func.count())
        .where(Application.seeker_id == seeker_id, *_waits())
        .correlate_except(Application, Case, BatchAnswer)
        .scalar_subquery()
    )


def answer_nos(actor: Actor, application_ids: list[UUID], *, answer: str, words: str = "") -> None:
    """One answer (a key of content/batch.yaml) for these nos; answering again replaces it.

    Raises: Invalid, NotFound (one of them is not the actor's, or is no no).
    """
    if answer not in batch_answers():
        raise Invalid({"answer": l_("Choose one of the answers.")})
    if not application_ids:
        raise Invalid({"application": l_("Choose at least one.")})
    chosen = list(dict.fromkeys(application_ids))
    _need_nos(actor, chosen)
    said = {"answer": answer, "words": words.strip().replace("\0", "")[:2_000], "locale": actor.locale}
    rows = [
        {"id": new_id(), "seeker_id": actor.person_id, "application_id": i, "answered_at": clock.now(), **said}
        for i in chosen
    ]
    statement = insert(BatchAnswer).values(rows)
    db.session.execute(
        statement.on_conflict_do_update(
            constraint="uq_batch_answers_application_id",
            set_={name: statement.excluded[name] for name in ("answer", "words", "locale", "answered_at")},
        )
    )


def take_back(actor: Actor, application_ids: list[UUID]) -> None:
    """These wait again, as before the answer."""
    db.session.execute(
        delete(BatchAnswer).where(
            BatchAnswer.seeker_id == actor.person_id, BatchAnswer.application_id.in_(application_ids)
        )
    )


def _as_waiting(row: Row) -> Waiting:
    return Waiting(
        row.id,
        row.company,
        row.role,
        row.outcome,
        row.offer_state,
        row.furthest_stage,
        row.outcome_on,
        is_quiet(row.outcome, row.furthest_stage),
    )


def _waiting(seeker_id: UUID) -> Select:
    a = Application
    return select(a.id).where(a.seeker_id == seeker_id, *_waits())


def _waits() -> tuple:
    a = Application
    return (
        a.deleted_at.is_(None),
        a.import_id.is_(None),  # years of earlier nos, brought in at once, are no week's work
        _a_no(),
        ~exists().where(Case.application_id == a.id),
        ~exists().where(BatchAnswer.application_id == a.id),
    )


def _a_no():
    a = Application
    return or_(
        a.outcome.in_([Outcome.REJECTED, Outcome.NO_REPLY, Outcome.CLOSED]),
        and_(a.outcome == Outcome.OFFER, a.offer_state == OfferState.RESCINDED),
    )


def _need_nos(actor: Actor, application_ids: list[UUID]) -> None:
    a = Application
    mine = select(func.count()).where(
        a.id.in_(application_ids), a.seeker_id == actor.person_id, a.deleted_at.is_(None), _a_no()
    )
    if db.session.scalar(mine) != len(application_ids):
        raise NotFound
