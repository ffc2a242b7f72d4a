"""The directory: coaches who chose to be listed, found by language, field, city and remote. Three statements at most."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from coach_platform.content.vocabulary import CoachField, SpokenLanguage
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.away import Away, away_in, stretches_of
from coach_platform.core.coaching.models import CoachProfile
from coach_platform.core.coaching.pauses import ask_again_on
from coach_platform.core.coaching.profiles import Profile, profile_of
from coach_platform.core.coaching.states import LIVE
from coach_platform.core.relations.models import Coaching, CoachingState, Membership, Organisation, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.paging import paged
from coach_platform.kit.text import like_pattern

PAGE = 20


@dataclass(frozen=True)
class Filters:
    """What a seeker looks for; None, "" and False mean: any."""

    language: SpokenLanguage | None = None
    field: CoachField | None = None
    city: str = ""
    remote: bool = False
    open: bool = False  # only who takes new requests


@dataclass(frozen=True)
class CoachLine:
    """A listed coach. `coaching_id` and `state`: the live link between them and the reader, if there is one.

    `ask_again_on`: the day from which the reader may ask, where that is not now; looked up on the coach's own page only.
    """

    coach_id: UUID
    name: str
    organisation: str
    profile: Profile
    coaching_id: UUID | None
    state: CoachingState | None
    ask_again_on: date | None = None
    away: Away | None = None  # now, or soon


@dataclass(frozen=True)
class DirectoryPage:
    """One page, with the marks of the pages beside it ("" where there is none)."""

    coaches: list[CoachLine]
    previous: str = ""
    next: str = ""


def list_coaches(actor: Actor, filters: Filters | None = None, *, page: str = "") -> DirectoryPage:
    """By name. `page` is a mark from an earlier page; one that cannot be read means the first."""
    query = _listed(actor).where(_matching(filters or Filters())).order_by(Person.name_sort, Person.id)
    found = paged(query, page, size=PAGE)
    return DirectoryPage([_line(row) for row in found.rows], found.previous, found.next)


def show_coach(actor: Actor, coach_id: UUID) -> CoachLine:
    """One listed coach; whoever has a live link with the reader stays readable when no longer listed. Raises: NotFound."""
    row = db.session.execute(_coaches(actor).where(Person.id == coach_id)).first()
    if row is None or not (row.CoachProfile.listed or row.coaching_id):
        raise NotFound
    line = _line(row)
    return line if line.state else replace(line, ask_again_on=ask_again_on(actor, coach_id))


def _listed(actor: Actor) -> Select:
    return _coaches(actor).where(CoachProfile.listed)


def _coaches(actor: Actor) -> Select:
    moment = clock.now()
    coaches_now = (
        select(Membership.person_id, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.role == Role.COACH,
            Membership.from_at <= moment,
            or_(Membership.until_at.is_(None), Membership.until_at > moment),
        )
        .ext(distinct_on(Membership.person_id))
        .order_by(Membership.person_id, Membership.from_at, Membership.id)
        .subquery()
    )
    mine = and_(Coaching.coach_id == Person.id, Coaching.seeker_id == actor.person_id, Coaching.state.in_(LIVE))
    return (
        select(
            Person.id,
            Person.name,
            coaches_now.c.name.label("organisation"),
            CoachProfile,
            Coaching.id.label("coaching_id"),
            Coaching.state,
            stretches_of(Person.id).label("stretches"),
        )
        .join(CoachProfile, CoachProfile.coach_id == Person.id)
        .join(coaches_now, coaches_now.c.person_id == Person.id)
        .outerjoin(Coaching, mine)
        .where(Person.id != actor.person_id, Person.confirmed_at.is_not(None))
    )


def _matching(filters: Filters) -> ColumnElement[bool]:
    p = CoachProfile
    wanted: list[ColumnElement[bool]] = [p.listed.is_(True)]
    if filters.language:
        wanted.append(p.languages.contains([filters.language.value]))
    if filters.field:
        # Whoever helps in every kind of work helps in this one as well.
        wanted.append(p.fields.overlap([filters.field.value, CoachField.ANY.value]))
    if filters.city:
        wanted.append(p.city_sort.like(like_pattern(filters.city)))
    if filters.remote:
        wanted.append(p.remote.is_(True))
    if filters.open:
        wanted.append(p.closed.is_(False))
    return and_(*wanted)


def _line(row: Any) -> CoachLine:
    return CoachLine(
        coach_id=row.id,
        name=row.name,
        organisation=row.organisation or "",
        profile=profile_of(row.CoachProfile),
        coaching_id=row.coaching_id,
        state=row.state,
        away=away_in(row.stretches),
    )
