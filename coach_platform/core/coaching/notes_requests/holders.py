"""Who holds notes about a seeker: the organisation of a coaching, or the coach of one without an organisation."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select

from coach_platform.core.coaching.models import CoachNote
from coach_platform.core.coaching.notes_requests.models import NotesRequest
from coach_platform.core.relations.models import Coaching, CoachingState, Organisation, Person
from coach_platform.kit.db import db

BEGAN = (CoachingState.ACTIVE, CoachingState.ENDED)


@dataclass(frozen=True)
class Holder:
    """`organisation_id` or `coach_id`; neither where the coach worked alone and is gone. `coaching_id`: one of theirs."""

    organisation_id: UUID | None
    coach_id: UUID | None
    coaching_id: UUID
    name: str


def holders_of(seeker_id: UUID) -> list[Holder]:
    """All with whom a coaching ever began, whether there are notes or not: that is theirs to say. One statement."""
    rows = db.session.execute(_coachings(seeker_id)).all()
    found: dict[tuple[UUID | None, UUID | None], Holder] = {}
    for row in rows:
        coach_id = None if row.organisation_id else row.coach_id
        key = (row.organisation_id, coach_id)
        found.setdefault(key, Holder(*key, row.id, row.organisation or row.coach or ""))
    return list(found.values())


def _coachings(seeker_id: UUID) -> Select:
    return (
        select(
            Coaching.id,
            Coaching.organisation_id,
            Coaching.coach_id,
            Organisation.name.label("organisation"),
            Person.name.label("coach"),
        )
        .outerjoin(Organisation, Organisation.id == Coaching.organisation_id)
        .outerjoin(Person, Person.id == Coaching.coach_id)
        .where(Coaching.seeker_id == seeker_id, Coaching.state.in_(BEGAN), Coaching.answered_at.is_not(None))
        .order_by(Coaching.answered_at.desc(), Coaching.id)
    )


def covered() -> ColumnElement[bool]:
    """The condition that joins a coaching to the request that asks for its notes."""
    same_holder = func.coalesce(
        Coaching.organisation_id == NotesRequest.organisation_id,
        and_(
            Coaching.organisation_id.is_(None),
            NotesRequest.organisation_id.is_(None),
            Coaching.coach_id.is_not_distinct_from(NotesRequest.coach_id),
        ),
    )
    return and_(Coaching.seeker_id == NotesRequest.seeker_id, same_holder)


def notes_asked_for() -> Select:
    """Notes with the requests that cover them, to be narrowed."""
    return (
        select(CoachNote)
        .join(Coaching, Coaching.id == CoachNote.coaching_id)
        .join(NotesRequest, covered())
        .order_by(CoachNote.created_at, CoachNote.id)
    )
