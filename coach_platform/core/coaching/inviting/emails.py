"""The letter of an invitation: who, from where, what they propose, and that it is for its reader to decide."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.coaching.inviting.models import InvitationRefusal, SeekerInvitation
from coach_platform.core.coaching.inviting.opening import (
    Offer,
    coached_already,
    invitation_url,
    is_open,
    offer_of,
    offers,
)
from coach_platform.core.coaching.inviting.rules import address_key
from coach_platform.core.coaching.inviting.sending import KIND
from coach_platform.core.coaching.inviting.words import proposal_in_words
from coach_platform.core.mail.kinds import Family, Kind, Messages
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.render import write
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.i18n import using

Offers = Mapping[UUID, Offer]


def gather_offers(messages: Messages) -> Offers:
    """The invitations of these letters that may still go, by id. Two statements."""
    ids = {message.id_param("invitation") for message in messages}
    rows = db.session.execute(offers().where(SeekerInvitation.id.in_(ids), is_open(), ~coached_already()))
    found = {row.SeekerInvitation.id: offer_of(row) for row in rows}
    refused = _refusals(found)
    return {key: offer for key, offer in found.items() if (offer.coach_id, address_key(offer.address)) not in refused}


def _refusals(found: Offers) -> set[tuple[UUID, str]]:
    rows = db.session.execute(
        select(InvitationRefusal.coach_id, InvitationRefusal.address_key).where(
            InvitationRefusal.coach_id.in_({offer.coach_id for offer in found.values()}),
            InvitationRefusal.address_key.in_({address_key(offer.address) for offer in found.values()}),
        )
    )
    return {(row.coach_id, row.address_key) for row in rows}


def no_longer_open(messages: Messages, found: Offers) -> Mapping[UUID, Reason]:
    """Answered, taken back or over meanwhile, or the two work together already."""
    return {m.id: Reason.ENDED for m in messages if m.id_param("invitation") not in found}


def compose(messages: Messages, found: Offers) -> Mapping[UUID, Letter]:
    """ "You are invited to work with a coach"."""
    return {message.id: _letter(message, found[message.id_param("invitation")]) for message in messages}


def _letter(message: Outgoing, offer: Offer) -> Letter:
    with using(message.locale):
        proposal = proposal_in_words(offer)
    return write(
        message,
        face="seeker",
        offer=offer,
        proposal=proposal,
        last_day=clock.local(offer.ends_at, message.zone).date(),
        url=invitation_url(offer.id, offer.ends_at),
    )


def _newest(person_id: UUID) -> Mapping[str, str] | None:
    """For a preview: the newest one to the person's own address."""
    theirs = select(SeekerInvitation.id).join(Person, Person.email == SeekerInvitation.address)
    found = db.session.scalar(
        theirs.where(Person.id == person_id, is_open()).order_by(SeekerInvitation.id.desc()).limit(1)
    )
    return {"invitation": str(found)} if found else None


INVITATION = Kind(
    name=KIND,
    family=Family.NOTICE,  # nobody waits for it, unless one person is invited by themself (sending.py)
    label=l_("An invitation by a coach"),
    why=l_("You get this because a coach, or the organisation they work for, wrote to you at this address."),
    gather=gather_offers,
    still_due=no_longer_open,
    compose=compose,
    essential=True,  # there is no account to keep a choice: the letter's own link says no, once or for ever
    as_given=True,
    sample=_newest,
)
KINDS = (INVITATION,)
