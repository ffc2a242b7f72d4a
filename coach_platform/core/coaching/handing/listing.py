"""Hand-overs as each side reads them: a seeker what is asked of them, a coach and an admin what they may ask."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from coach_platform.content.vocabulary import Section
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.coaching.away import Away, away_in, stretches_of
from coach_platform.core.coaching.handing.models import HandedNote, HandOver, HandOverState
from coach_platform.core.coaching.handing.standing import handable, is_open
from coach_platform.core.coaching.inviting.seats import works_now
from coach_platform.core.coaching.models import CoachNote, CoachProfile
from coach_platform.core.relations.models import (
    Coaching,
    CoachingState,
    Grant,
    Membership,
    Office,
    Organisation,
    Person,
)
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.paging import Paged, paged
from coach_platform.kit.text import like_pattern

PAGE = 50
WORDS = 8  # of a search; a name has no more
NOTES = 200  # shown to choose from, the newest


@dataclass(frozen=True)
class Asked:
    """One question to a seeker. `former`: with whom they are or were; `by_coach`: that one asks, not the organisation."""

    id: UUID
    organisation: str
    former: str
    by_coach: bool
    to_coach_id: UUID
    to_coach: str
    places_candidates: bool
    away: Away | None
    note: str
    note_locale: str
    asked_at: datetime
    notes: int  # private notes that would go along
    goes_on: bool  # the coaching with the former coach is active


@dataclass(frozen=True)
class Colleague:
    """Somebody a seeker could be handed to."""

    person_id: UUID
    name: str
    office: str
    away: Away | None


@dataclass(frozen=True)
class NoteToGo:
    """A private note its author may let go along."""

    id: UUID
    body: str
    locale: str
    created_at: datetime


@dataclass(frozen=True)
class HandOverForm:
    """What there is to choose for one coaching. `asked`: the colleague who is being proposed already, "" for nobody."""

    coaching_id: UUID
    seeker_id: UUID
    seeker: str
    coach: str
    organisation: str
    colleagues: tuple[Colleague, ...]
    notes: tuple[NoteToGo, ...]
    open_id: UUID | None
    asked: str


@dataclass(frozen=True)
class SeekerLine:
    """A seeker of the organisation, for its admin: two names, and how it stands. `left`: their coach has left."""

    coaching_id: UUID
    seeker: str
    coach: str
    office: str
    left: bool
    asked: str  # the colleague who is being proposed


@dataclass(frozen=True)
class Handed:
    """What came along with a seeker: who wrote why. `by`: empty where the account is gone."""

    by: str
    note: str
    note_locale: str
    at: datetime


def asked_of(actor: Actor, hand_over_id: UUID) -> Asked:
    """One that waits for the actor, a seeker. One statement. Raises: NotAllowed, NotFound."""
    require(actor, Permission.USE_SEEKER_FACE)
    former, to = aliased(Person), aliased(Person)
    notes = select(func.count()).where(HandedNote.hand_over_id == HandOver.id).scalar_subquery()
    row = db.session.execute(
        select(
            HandOver,
            Organisation.name.label("organisation"),
            Coaching.coach_id,
            Coaching.state,
            former.name.label("former"),
            to.name.label("to_coach"),
            CoachProfile.places_candidates,
            stretches_of(HandOver.to_coach_id).label("stretches"),
            notes.label("notes"),
        )
        .join(Organisation, Organisation.id == HandOver.organisation_id)
        .join(Coaching, Coaching.id == HandOver.from_coaching_id)
        .outerjoin(former, former.id == Coaching.coach_id)
        .join(to, to.id == HandOver.to_coach_id)
        .outerjoin(CoachProfile, CoachProfile.coach_id == HandOver.to_coach_id)
        .where(HandOver.id == hand_over_id, HandOver.seeker_id == actor.person_id, is_open())
    ).first()
    if row is None:
        raise NotFound
    return _asked(row)


def _asked(row: Any) -> Asked:
    asked: HandOver = row.HandOver
    return Asked(
        id=asked.id,
        organisation=row.organisation,
        former=row.former or "",
        by_coach=asked.asked_by_id is not None and asked.asked_by_id == row.coach_id,
        to_coach_id=asked.to_coach_id,
        to_coach=row.to_coach,
        places_candidates=bool(row.places_candidates),
        away=away_in(row.stretches),
        note=asked.note,
        note_locale=asked.note_locale,
        asked_at=asked.asked_at,
        notes=row.notes,
        goes_on=row.state is CoachingState.ACTIVE,
    )


def own_form(actor: Actor, coaching_id: UUID) -> HandOverForm:
    """For the coach of an active coaching under an organisation, with their own notes. Three statements. Raises: NotFound."""
    require(actor, Permission.USE_COACH_FACE)
    own = (Coaching.coach_id == actor.person_id, Coaching.state == CoachingState.ACTIVE)
    form = _form(_coachings().where(Coaching.id == coaching_id, *own))
    n = CoachNote
    rows = db.session.execute(
        select(n.id, n.body, n.locale, n.created_at)
        .where(n.coaching_id == coaching_id, n.author_id == actor.person_id)
        .order_by(n.created_at.desc(), n.id.desc())
        .limit(NOTES)
    )
    return replace(form, notes=tuple(NoteToGo(*row) for row in rows))


def admins_form(actor: Actor, coaching_id: UUID) -> HandOverForm:
    """For an admin: names and colleagues, never a note. Two statements. Raises: NotAllowed, NotFound."""
    require(actor, Permission.USE_ORGANISATION)
    return _form(
        _coachings().where(Coaching.id == coaching_id, Coaching.organisation_id.in_(actor.admin_of), handable())
    )


def seekers_of(actor: Actor, *, words: str = "", page: str = "") -> Paged[SeekerLine]:
    """The seekers of the organisations the actor administers, by name, a page at a time: who is coached by whom.

    `words`: only those whose own name or whose coach's has each of them in it, without accents and case.
    Nothing else of theirs. One statement. Raises: NotAllowed.
    """
    require(actor, Permission.USE_ORGANISATION)
    query = _coachings().where(Coaching.organisation_id.in_(actor.admin_of), handable())
    for word in words.split()[:WORDS]:
        called = like_pattern(word)
        query = query.where(or_(seeker_name.name_sort.like(called), coach_name.name_sort.like(called)))
    found = paged(query.order_by(seeker_name.name_sort, Coaching.id), page, size=PAGE)
    return replace(found, rows=[_line(row) for row in found.rows])


def handed_with(coaching_id: UUID) -> Handed | None:
    """Why a coaching began by a hand-over, for its coach; None where it began otherwise. One statement."""
    row = db.session.execute(
        select(Person.name, HandOver.note, HandOver.note_locale, HandOver.answered_at)
        .outerjoin(Person, Person.id == HandOver.asked_by_id)
        .where(HandOver.new_coaching_id == coaching_id, HandOver.state == HandOverState.ACCEPTED)
        .order_by(HandOver.id.desc())
        .limit(1)
    ).first()
    return Handed(row.name or "", row.note, row.note_locale, row.answered_at) if row else None


def shared_before(actor: Actor, coaching_id: UUID) -> tuple[str, tuple[Section, ...]] | None:
    """What the actor, a seeker, shared last with the coach they were handed over by: their name and the sections.

    None where this coaching began otherwise, or nothing was shared. To be shown, never ticked: it is asked anew.
    """
    row = db.session.execute(
        select(Person.name, Grant.sections)
        .select_from(HandOver)
        .join(Coaching, Coaching.id == HandOver.from_coaching_id)
        .join(Grant, Grant.coaching_id == Coaching.id)
        .outerjoin(Person, Person.id == Coaching.coach_id)
        .where(HandOver.new_coaching_id == coaching_id, HandOver.seeker_id == actor.person_id, Grant.team_id.is_(None))
        .order_by(Grant.agreed_at.desc())
        .limit(1)
    ).first()
    return (row.name or "", tuple(s for s in Section if s.value in row.sections)) if row else None


seeker_name, coach_name, proposed = aliased(Person), aliased(Person), aliased(Person)


def _coachings() -> Select:
    return (
        select(
            Coaching.id,
            Coaching.seeker_id,
            Coaching.coach_id,
            Coaching.organisation_id,
            Coaching.state,
            seeker_name.name.label("seeker"),
            coach_name.name.label("coach"),
            Organisation.name.label("organisation"),
            Office.name.label("office"),
            HandOver.id.label("open_id"),
            proposed.name.label("asked"),
        )
        .join(seeker_name, seeker_name.id == Coaching.seeker_id)
        .outerjoin(coach_name, coach_name.id == Coaching.coach_id)
        .join(Organisation, Organisation.id == Coaching.organisation_id)
        .outerjoin(Office, Office.id == Coaching.office_id)
        .outerjoin(HandOver, and_(HandOver.from_coaching_id == Coaching.id, is_open()))
        .outerjoin(proposed, proposed.id == HandOver.to_coach_id)
    )


def _line(row: Any) -> SeekerLine:
    left = row.state is CoachingState.ENDED
    return SeekerLine(row.id, row.seeker, row.coach or "", row.office or "", left, row.asked or "")


def _form(query: Select) -> HandOverForm:
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    return HandOverForm(
        coaching_id=row.id,
        seeker_id=row.seeker_id,
        seeker=row.seeker,
        coach=row.coach or "",
        organisation=row.organisation,
        colleagues=_colleagues(row.organisation_id, {row.coach_id, row.seeker_id}),
        notes=(),
        open_id=row.open_id,
        asked=row.asked or "",
    )


def _colleagues(organisation_id: UUID, but: set[UUID | None]) -> tuple[Colleague, ...]:
    rows = db.session.execute(
        select(Person.id, Person.name, Office.name.label("office"), stretches_of(Person.id).label("stretches"))
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Office, Office.id == Membership.office_id)
        .where(Membership.organisation_id == organisation_id, works_now())
        .order_by(Person.name_sort, Person.id)
    ).all()
    found = {row.id: Colleague(row.id, row.name, row.office or "", away_in(row.stretches)) for row in rows}
    return tuple(one for person_id, one in found.items() if person_id not in but)
