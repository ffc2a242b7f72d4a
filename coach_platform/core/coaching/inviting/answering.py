"""The person's one step: yes with a grant of their own making, yes without sharing anything, or no."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.content.vocabulary import Section
from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.agreements import keeping
from coach_platform.core.coaching import grants, states
from coach_platform.core.coaching.inviting.models import (
    InvitationRefusal,
    InvitationRound,
    InvitationState,
    SeekerInvitation,
)
from coach_platform.core.coaching.inviting.opening import Offer, open_offer, said_yes
from coach_platform.core.coaching.inviting.rules import address_key
from coach_platform.core.coaching.notices import tell_other_side
from coach_platform.core.relations.models import Coaching, CoachingState
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, NotAllowed, NotFound
from coach_platform.kit.i18n import lazy as l_

_MEANWHILE = l_("This was answered meanwhile. Load the page again to see how it stands now.")


@dataclass(frozen=True)
class Share:
    """What the person chose to share, as `grants.grant` takes it."""

    sections: Collection[Section]
    cases: grants.Cases
    case_ids: Collection[UUID]
    until_on: date | None
    agreed_to: str | None
    not_ids: Collection[UUID] = ()


def accept(actor: Actor, token: str, *, share: Share | None = None, agreed_to: str | None = None) -> UUID:
    """Work with the coach from now on, sharing `share` or nothing; gives the coaching.

    `agreed_to`: the mark of the text on working with a coach that stood above the button, kept as it was read.
    Sent twice, accepted once. All or nothing: a share that is refused leaves the invitation open. What was proposed
    grants nothing by itself.
    Raises: NotAllowed (no seeker), NotFound (the link is over), Conflict, Invalid (as grants.grant).
    """
    if not actor.is_seeker:
        raise NotAllowed
    try:
        return _accept(actor, token, share, agreed_to)
    except NotFound:
        if (before := said_yes(actor, token)) is None:
            raise
        return before.coaching_id


def _accept(actor: Actor, token: str, share: Share | None, agreed_to: str | None) -> UUID:
    with db.session.begin_nested():
        offer = open_offer(token)
        invitation = _locked(offer)
        coaching = _coaching(actor, offer, invitation)
        if share is not None:
            grants.grant(
                actor,
                coaching.id,
                sections=share.sections,
                cases=share.cases,
                case_ids=share.case_ids,
                not_ids=share.not_ids,
                until_on=share.until_on,
                agreed_to=share.agreed_to,
            )
        if agreed_to is not None:
            keeping.keep(actor.person_id, "coaching", agreed_to, coaching_id=coaching.id)
        _answer(invitation, InvitationState.ACCEPTED)
        invitation.coaching_id = coaching.id
        tell_other_side("coaching_accepted", coaching, by=actor)
    audit.note(actor.person_id, "seeker_invitation.accepted", coaching=str(coaching.id), shared=share is not None)
    return coaching.id


def decline(token: str, *, never: bool, actor: Actor | None = None) -> None:
    """No, without a reason and without an account. `never`: no invitation from this coach again. Raises: NotFound."""
    offer = open_offer(token)
    invitation = _locked(offer)
    _answer(invitation, InvitationState.DECLINED)
    if never:
        row = {"coach_id": offer.coach_id, "address_key": address_key(offer.address), "since_at": clock.now()}
        db.session.execute(insert(InvitationRefusal).values(row).on_conflict_do_nothing())
    who = actor.person_id if actor else f"invitation {invitation.id}"
    audit.note(who, "seeker_invitation.declined", never=never)


def _locked(offer: Offer) -> SeekerInvitation:
    # Two tabs answering at once must not both count.
    invitation = db.session.scalar(
        select(SeekerInvitation)
        .where(SeekerInvitation.id == offer.id, SeekerInvitation.state == InvitationState.SENT)
        .with_for_update()
    )
    if invitation is None:
        raise NotFound
    return invitation


def _answer(invitation: SeekerInvitation, state: InvitationState) -> None:
    invitation.state = state
    invitation.ended_at = clock.now()
    db.session.flush()


def _coaching(actor: Actor, offer: Offer, invitation: SeekerInvitation) -> Coaching:
    """The link there is, made active if one side had asked; else a new one. It keeps where the coach works now."""
    there = db.session.scalar(
        select(Coaching)
        .where(
            Coaching.seeker_id == actor.person_id,
            Coaching.coach_id == offer.coach_id,
            Coaching.state.in_(states.LIVE),
        )
        .with_for_update()
    )
    if there is None:
        return _begin(actor, offer, invitation)
    if there.state is not CoachingState.ACTIVE:
        states.check(there.state, CoachingState.ACTIVE)
        there.state, there.answered_at = CoachingState.ACTIVE, clock.now()
    return there


def _begin(actor: Actor, offer: Offer, invitation: SeekerInvitation) -> Coaching:
    if offer.coach_id == actor.person_id:
        raise Conflict(l_("This invitation is from yourself: sign in with another account to answer it."))
    said = db.session.get_one(InvitationRound, invitation.round_id)
    coaching = Coaching(
        seeker_id=actor.person_id,
        coach_id=offer.coach_id,
        organisation_id=said.organisation_id,
        office_id=said.office_id,
        state=CoachingState.ACTIVE,
        places_candidates=bool(offer.places_candidates),
        message=said.message,
        message_locale=said.message_locale,
        asked_at=invitation.created_at,
        answered_at=clock.now(),
    )
    with meaning({"uq_coachings_live": Conflict(_MEANWHILE)}):
        db.session.add(coaching)
    return coaching
