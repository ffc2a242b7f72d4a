"""A coach leaves an organisation: out of sight at once, nothing deleted, and each seeker is asked how to go on.

Coachings under it end, and with them what was shared over them (6-data.md: grants do not move); what the coach wrote to
a seeker stays with the seeker, private notes stay with the organisation. Coming back opens nothing again.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, update

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import works_for_it
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.coaching import endings, grants
from coach_platform.core.coaching.handing.standing import open_hand_over
from coach_platform.core.coaching.inviting.seats import works_now
from coach_platform.core.coaching.states import LIVE
from coach_platform.core.coaching.teams.changing import leave_lists
from coach_platform.core.mail import outbox
from coach_platform.core.mail.keys import about
from coach_platform.core.relations.models import (
    Coaching,
    CoachingState,
    Membership,
    Organisation,
    Person,
    Team,
    TeamMember,
)
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

MOST = 500  # seekers on the page; nobody coaches more


@dataclass(frozen=True)
class LeftSeeker:
    """Somebody whose coaching would end. `handed`: a colleague is proposed to them already."""

    coaching_id: UUID
    seeker: str
    active: bool
    handed: bool


@dataclass(frozen=True)
class Parting:
    """What leaving would do, before it is done."""

    organisation_id: UUID
    organisation: str
    coach_id: UUID
    coach: str
    seekers: tuple[LeftSeeker, ...]
    teams: tuple[str, ...]


def own_parting(actor: Actor, organisation_id: UUID) -> Parting:
    """What would happen if the actor left. Three statements. Raises: NotAllowed, NotFound (they do not work there)."""
    require(actor, Permission.USE_COACH_FACE)
    return _parting(organisation_id, actor.person_id)


def parting_of(actor: Actor, organisation_id: UUID, person_id: UUID) -> Parting:
    """The same for a coach of an organisation the actor administers. Raises: NotFound."""
    if organisation_id not in actor.admin_of:
        raise NotFound
    return _parting(organisation_id, person_id)


def workplaces(actor: Actor) -> list[tuple[UUID, str]]:
    """The organisations in which the actor coaches now, by name. One statement."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(exists().where(Membership.person_id == actor.person_id, _there(Organisation.id), works_now()))
        .order_by(Organisation.name_sort)
    )
    return [(row.id, row.name) for row in rows]


def leave(actor: Actor, organisation_id: UUID) -> None:
    """The actor coaches there no more. Raises: NotAllowed, ProofNeeded, NotFound."""
    require(actor, Permission.USE_COACH_FACE)
    need_fresh(actor)
    _part(organisation_id, actor.person_id)
    audit.note(actor.person_id, "organisation.left", organisation=str(organisation_id))


def end_membership(actor: Actor, organisation_id: UUID, person_id: UUID) -> None:
    """A coach of the actor's organisation coaches there no more. Raises: ProofNeeded, NotFound."""
    if organisation_id not in actor.admin_of:
        raise NotFound
    need_fresh(actor)
    _part(organisation_id, person_id)
    audit.note(
        actor.person_id,
        "organisation.membership_ended",
        organisation=str(organisation_id),
        member=audit.actor_key(person_id),
    )


def sweep_left() -> int:
    """Whoever left by another way (a membership that ran out): they have seen nothing since; now their coachings end.

    How many. Doubled, it does the same once.
    """
    gone = db.session.scalars(
        select(Coaching)
        .where(Coaching.state.in_(LIVE), Coaching.coach_id.is_not(None), ~works_for_it())
        .order_by(Coaching.id)
        .with_for_update(skip_locked=True)
    ).all()
    for coaching in gone:
        _end(coaching)
    return len(gone)


def _part(organisation_id: UUID, person_id: UUID) -> None:
    held = (Membership.person_id == person_id, _there(organisation_id), works_now())
    ended = db.session.execute(
        update(Membership).where(*held).values(until_at=clock.now()).returning(Membership.id)
    ).first()
    if ended is None:
        raise NotFound
    leave_lists(person_id, organisation_id)
    theirs = (Coaching.coach_id == person_id, Coaching.organisation_id == organisation_id, Coaching.state.in_(LIVE))
    # Locked, in one order: an answer at this instant counts before or after, never half.
    for coaching in db.session.scalars(select(Coaching).where(*theirs).order_by(Coaching.id).with_for_update()).all():
        _end(coaching)


def _end(coaching: Coaching) -> None:
    began, waited = coaching.state is CoachingState.ACTIVE, coaching.state is CoachingState.REQUESTED
    coaching.state, coaching.ended_at, coaching.ended_by_id = CoachingState.ENDED, clock.now(), coaching.coach_id
    coaching.coach_left_at = clock.now() if began else None
    db.session.flush()
    grants.revoke_live(coaching.id)
    endings.ended(coaching.id)  # a plan that waited for them is its seeker's again
    if began or waited:  # an invitation nobody answered goes without a word
        key, params = about("coach_left", coaching.id), {"coaching": str(coaching.id)}
        outbox.add("coach_left", key=key, to=coaching.seeker_id, params=params)


def _there(organisation_id: object) -> ColumnElement[bool]:
    return Membership.organisation_id == organisation_id


def _parting(organisation_id: UUID, person_id: UUID) -> Parting:
    row = db.session.execute(
        select(Organisation.name, Person.name.label("coach"))
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(Person, Person.id == Membership.person_id)
        .where(Organisation.id == organisation_id, Person.id == person_id, works_now())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound
    seekers, teams = _seekers(organisation_id, person_id), _teams(organisation_id, person_id)
    return Parting(organisation_id, row.name, person_id, row.coach, seekers, teams)


def _seekers(organisation_id: UUID, person_id: UUID) -> tuple[LeftSeeker, ...]:
    rows = db.session.execute(
        select(Coaching.id, Person.name, Coaching.state, open_hand_over(Coaching.id).label("handed"))
        .join(Person, Person.id == Coaching.seeker_id)
        .where(Coaching.coach_id == person_id, Coaching.organisation_id == organisation_id, Coaching.state.in_(LIVE))
        .order_by(Person.name_sort, Coaching.id)
        .limit(MOST)
    )
    return tuple(
        LeftSeeker(row.id, row.name, row.state is CoachingState.ACTIVE, row.handed is not None) for row in rows
    )


def _teams(organisation_id: UUID, person_id: UUID) -> tuple[str, ...]:
    rows = db.session.scalars(
        select(Team.name)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(
            Team.organisation_id == organisation_id,
            Team.ended_at.is_(None),
            TeamMember.left_at.is_(None),
            TeamMember.person_id == person_id,
        )
        .order_by(Team.name_sort)
    )
    return tuple(rows)
