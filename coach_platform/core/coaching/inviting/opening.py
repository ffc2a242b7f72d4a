"""What the link of an invitation opens: who invites, from where, and what they propose. Opening it changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased

from coach_platform.content.vocabulary import Section
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.inviting.models import (
    InvitationRound,
    InvitationState,
    ProposedCases,
    SeekerInvitation,
)
from coach_platform.core.coaching.inviting.seats import works_now
from coach_platform.core.coaching.models import CoachProfile
from coach_platform.core.mail.links import page, signer
from coach_platform.core.relations.models import Coaching, CoachingState, Membership, Office, Organisation, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

_PURPOSE = "seeker-invitation"


@dataclass(frozen=True)
class Offer:
    """An open invitation as the invited person reads it."""

    id: UUID
    address: str
    name: str
    coach_id: UUID
    coach: str
    organisation: str
    office: str
    by_organisation: bool
    places_candidates: bool | None  # what the coach says of themself; None where they said nothing
    message: str
    message_locale: str
    sections: tuple[Section, ...]
    cases: ProposedCases | None
    until_on: date | None
    ends_at: datetime

    @property
    def place(self) -> str:
        """ "Passerelle Staffing, Ottawa", or empty."""
        return ", ".join(part for part in (self.organisation, self.office) if part)


def invitation_url(invitation_id: UUID, ends_at: datetime) -> str:
    """The link that is mailed; its row says whether it still counts."""
    return page("/invited/" + token_of(invitation_id, ends_at))


def token_of(invitation_id: UUID, ends_at: datetime) -> str:
    """What the link carries."""
    return signer().sign(_PURPOSE, invitation_id, expires_at=ends_at)


def open_offer(token: str) -> Offer:
    """The offer a link speaks of. One statement. Raises: NotFound for one that is forged, over, answered or taken back.

    The link of a first letter leads to the second, where there was one.
    """
    claim = signer().read(_PURPOSE, token)
    mailed = aliased(SeekerInvitation)
    now_open = (
        offers()
        .join(mailed, (mailed.coach_id == SeekerInvitation.coach_id) & (mailed.address == SeekerInvitation.address))
        .where(mailed.id == (claim.subject if claim else None), is_open())
    )
    row = db.session.execute(now_open).first()
    if row is None:
        raise NotFound
    return offer_of(row)


@dataclass(frozen=True)
class Joined:
    """An invitation that the actor said yes to."""

    coaching_id: UUID
    coach: str


def said_yes(actor: Actor, token: str) -> Joined | None:
    """What the actor accepted by the link already, while it lasts: a form sent twice is answered like the first."""
    claim = signer().read(_PURPOSE, token)
    mailed, taken = aliased(SeekerInvitation), SeekerInvitation
    row = db.session.execute(
        select(Coaching.id, Person.name)
        .join(taken, taken.coaching_id == Coaching.id)
        .join(mailed, (mailed.coach_id == taken.coach_id) & (mailed.address == taken.address))
        .join(Person, Person.id == Coaching.coach_id)
        .where(
            mailed.id == (claim.subject if claim else None),
            taken.state == InvitationState.ACCEPTED,
            Coaching.seeker_id == actor.person_id,
            Coaching.state == CoachingState.ACTIVE,
        )
    ).first()
    return Joined(*row) if row else None


def waiting_for(actor: Actor) -> list[tuple[Offer, str]]:
    """Open invitations to the actor's own address, the newest first, each with its link: the letter may be lost.

    One statement. Whoever they work with already is left out, as no letter goes there either (emails.py).
    """
    me = aliased(Person)
    mine = offers().join(me, me.email == SeekerInvitation.address).where(me.id == actor.person_id)
    rows = db.session.execute(mine.where(is_open(), ~coached_already()).order_by(SeekerInvitation.id.desc())).all()
    found = [offer_of(row) for row in rows]
    return [(offer, token_of(offer.id, offer.ends_at)) for offer in found]


def coached_already() -> ColumnElement[bool]:
    """The condition under which the two of an invitation work together, whoever began it."""
    them = aliased(Person)
    there = exists().where(
        them.email == SeekerInvitation.address,
        Coaching.seeker_id == them.id,
        Coaching.coach_id == SeekerInvitation.coach_id,
        Coaching.state == CoachingState.ACTIVE,
    )
    return there.correlate(SeekerInvitation)


def has_account(offer: Offer) -> bool:
    """Whether somebody can sign in with the invited address. For the page behind the link alone: never for the inviter."""
    known = select(Person.id).where(Person.email == offer.address, Person.confirmed_at.is_not(None))
    return db.session.scalar(known) is not None


def is_open() -> ColumnElement[bool]:
    """The condition under which an invitation can be answered: its time runs, and the coach still works there."""
    works_there = exists().where(
        Membership.person_id == SeekerInvitation.coach_id,
        Membership.organisation_id.is_not_distinct_from(SeekerInvitation.organisation_id),
        works_now(),
    )
    return (
        (SeekerInvitation.state == InvitationState.SENT)
        & (SeekerInvitation.ends_at > clock.now())
        & works_there.correlate(SeekerInvitation)
    )


def offers() -> Select:
    """Invitations with all that an Offer says."""
    return (
        select(
            SeekerInvitation,
            InvitationRound,
            Person.name.label("coach"),
            Organisation.name.label("organisation"),
            Office.name.label("office"),
            CoachProfile.places_candidates,
        )
        .select_from(SeekerInvitation)
        .join(InvitationRound, InvitationRound.id == SeekerInvitation.round_id)
        .join(Person, Person.id == SeekerInvitation.coach_id)
        .outerjoin(Organisation, Organisation.id == InvitationRound.organisation_id)
        .outerjoin(Office, Office.id == InvitationRound.office_id)
        .outerjoin(CoachProfile, CoachProfile.coach_id == SeekerInvitation.coach_id)
    )


def offer_of(row: Any) -> Offer:
    """A row of `offers()` as the person reads it."""
    invitation, said = row.SeekerInvitation, row.InvitationRound
    return Offer(
        id=invitation.id,
        address=invitation.address,
        name=invitation.name,
        coach_id=invitation.coach_id,
        coach=row.coach,
        organisation=row.organisation or "",
        office=row.office or "",
        by_organisation=invitation.by_organisation,
        places_candidates=row.places_candidates,
        message=said.message,
        message_locale=said.message_locale,
        sections=tuple(section for section in Section if section.value in said.sections),
        cases=said.cases,
        until_on=said.until_on,
        ends_at=invitation.ends_at,
    )
