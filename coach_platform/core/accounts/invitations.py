"""Inviting somebody to a role, and taking an invitation back. Accepting one: accepting.py."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.accounts.addresses import NOT_AN_ADDRESS, address_or_none
from coach_platform.core.accounts.models import Invitation
from coach_platform.core.accounts.organisations import find_or_make
from coach_platform.core.accounts.zones import DEFAULT
from coach_platform.core.mail import keys, outbox
from coach_platform.core.relations.models import Office, Organisation, Role
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed, NotFound
from coach_platform.kit.i18n import LOCALES
from coach_platform.kit.i18n import lazy as l_

OPEN_FOR = timedelta(days=14)
SHOWN = 200  # of the newest, on the operator's page
_OPEN_ALREADY = l_("There is an open invitation for this address. Take it back first to send a new one.")


@dataclass(frozen=True)
class InvitationView:
    """One invitation as the operator sees it."""

    id: UUID
    email: str
    role: Role
    locale: str
    organisation: str
    office: str
    created_at: datetime
    ends_at: datetime
    state: str  # open, accepted, revoked, over


def invite(
    actor: Actor | None, *, email: str, role: Role, locale: str, organisation: str = "", office: str = ""
) -> UUID:
    """Mail an invitation to hold `role`. `actor` None: the command line, where whoever has the shell may do all.

    From the page, an operator invites coaches. Raises: NotAllowed; ProofNeeded; Invalid.
    """
    if actor is not None:
        require(actor, Permission.INVITE_COACH)
        need_fresh(actor)
        if role is not Role.COACH:
            raise NotAllowed
    address = _checked(email, role, locale)
    _close_over(address, role)
    organisation_id, office_id = find_or_make(organisation, office)
    invitation = Invitation(
        email=address,
        role=role,
        locale=locale,
        organisation_id=organisation_id,
        office_id=office_id,
        invited_by_id=actor.person_id if actor else None,
        created_at=clock.now(),
        ends_at=clock.now() + OPEN_FOR,
    )
    with meaning({"uq_invitations_open": Invalid({"email": _OPEN_ALREADY})}):
        db.session.add(invitation)
    recipient = outbox.Recipient(address, locale, DEFAULT)
    params = {"invitation_id": str(invitation.id)}
    outbox.add("invitation", key=keys.about("invitation", invitation.id), to=recipient, params=params)
    audit.note(actor.person_id if actor else "command line", "invitation.sent", role=role.value)
    return invitation.id


def revoke(actor: Actor, invitation_id: UUID) -> None:
    """Take an open invitation back: its link is worthless at once. Raises: NotAllowed; NotFound."""
    require(actor, Permission.INVITE_COACH)
    taken_back = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .returning(Invitation.id)
    )
    if taken_back.first() is None:
        raise NotFound
    audit.note(actor.person_id, "invitation.revoked")


def list_invitations(actor: Actor) -> list[InvitationView]:
    """The newest 200, newest first. One statement. Raises: NotAllowed."""
    require(actor, Permission.INVITE_COACH)
    rows = db.session.execute(
        select(Invitation, Organisation.name, Office.name)
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
        .outerjoin(Office, Office.id == Invitation.office_id)
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
        .limit(SHOWN)
    )
    return [_view(invitation, organisation or "", office or "") for invitation, organisation, office in rows]


def _view(row: Invitation, organisation: str, office: str) -> InvitationView:
    return InvitationView(
        row.id, row.email, row.role, row.locale, organisation, office, row.created_at, row.ends_at, state_of(row)
    )


def state_of(row: Invitation) -> str:
    """`open`, `accepted`, `revoked` or `over`."""
    if row.accepted_at is not None:
        return "accepted"
    if row.revoked_at is not None:
        return "revoked"
    return "open" if row.ends_at > clock.now() else "over"


def _checked(email: str, role: Role, locale: str) -> str:
    if (address := address_or_none(email)) is None:
        raise Invalid({"email": NOT_AN_ADDRESS})
    if role is Role.SEEKER:
        raise Invalid({"role": l_("Seekers sign up by themselves.")})
    if locale not in LOCALES:
        raise Invalid({"locale": l_("Choose English or French.")})
    return address


def _close_over(address: str, role: Role) -> None:
    # One whose time has passed must not stand in the way of the next.
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.email == address,
            Invitation.role == role,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.ends_at <= clock.now(),
        )
        .values(revoked_at=Invitation.ends_at)
    )
