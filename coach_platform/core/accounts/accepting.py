"""Accepting an invitation: with a new account, or adding the role to the one that is signed in."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts import links, passwords
from coach_platform.core.accounts.addresses import name_refusal, tidy_name
from coach_platform.core.accounts.models import Invitation
from coach_platform.core.accounts.password_rules import refusal
from coach_platform.core.accounts.people import create_person, give_role, person_id_of
from coach_platform.core.agreements import keeping
from coach_platform.core.agreements.page import PRIVACY
from coach_platform.core.relations.models import Office, Organisation, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_

TWICE_WITHIN = timedelta(minutes=10)  # the same form again within this is the same click


@dataclass(frozen=True)
class OpenInvitation:
    """What the page of a link shows."""

    id: UUID
    email: str
    role: Role
    organisation: str
    office: str
    has_account: bool


@dataclass(frozen=True)
class Accepted:
    """Who holds the role now, and in which zone they live."""

    person_id: UUID
    role: Role
    zone: str


def read(token: str) -> OpenInvitation:
    """The invitation a link opens. Changes nothing. Raises: NotFound for one that is forged, over, used or taken back."""
    claim = links.read_invitation(token)
    row = db.session.execute(
        select(Invitation.id, Invitation.email, Invitation.role, Organisation.name, Office.name, Person.id)
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
        .outerjoin(Office, Office.id == Invitation.office_id)
        .outerjoin(Person, Person.email == Invitation.email)
        .where(Invitation.id == (claim.subject if claim else None), *_open())
    ).first()
    if row is None:
        raise NotFound
    return OpenInvitation(row[0], row[1], row[2], row[3] or "", row[4] or "", row[5] is not None)


def accept_anew(token: str, *, name: str, password: str, zone: str, locale: str, agreed_to: str | None) -> Accepted:
    """With a new account, whose address the link has proved.

    Raises: NotFound; Conflict when the address has an account by now; Invalid; Unavailable.
    """
    invited = read(token)
    if wrong := {f: why for f, why in _wrong(invited, name, password, agreed_to).items() if why}:
        raise Invalid(wrong)
    if person_id_of(invited.email) is not None:
        raise Conflict(l_("This address has an account by now. Please sign in, then open the link again."))
    person_id = create_person(
        address=invited.email,
        name=tidy_name(name),
        locale=locale,
        zone=zone,
        password_hash=passwords.hash_password(password),
        confirmed=True,
    )
    keeping.keep(person_id, PRIVACY, agreed_to)
    return _take(invited.id, person_id)


def taken_just_now(token: str, *, actor: Actor | None, name: str) -> bool:
    """Whether this is the second of two clicks, by the account that took the role or by the form that made it.

    It is answered like the first, and opens nothing by itself.
    """
    claim = links.read_invitation(token)
    just_now = Invitation.accepted_at > clock.now() - TWICE_WITHIN
    row = db.session.execute(
        select(Invitation.role, Person.name)
        .outerjoin(Person, Person.email == Invitation.email)
        .where(Invitation.id == (claim.subject if claim else None), just_now)
    ).first()
    if row is None:
        return False
    return row.role in actor.roles if actor else row.name == tidy_name(name)


def accept_as(actor: Actor, token: str) -> Accepted:
    """Add the role to the account that is signed in, whichever address it has. Raises: NotFound."""
    return _take(read(token).id, actor.person_id)


def _take(invitation_id: UUID, person_id: UUID) -> Accepted:
    taken = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id, *_open())
        .values(accepted_at=clock.now())
        .returning(Invitation.role, Invitation.organisation_id, Invitation.office_id)
    ).first()
    if taken is None:  # somebody else was faster
        raise NotFound
    give_role(person_id, taken.role, organisation_id=taken.organisation_id, office_id=taken.office_id)
    audit.note(person_id, "invitation.accepted", role=taken.role.value)
    zone = db.session.scalar(select(Person.zone).where(Person.id == person_id))
    return Accepted(person_id, taken.role, zone or "")


def _open():
    return Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None), Invitation.ends_at > clock.now()


def _wrong(invited: OpenInvitation, name: str, password: str, agreed_to: str | None) -> dict[str, object]:
    return {
        "name": name_refusal(name),
        "password": refusal(password, invited.email, name),
        "agreed": keeping.refusal(PRIVACY, agreed_to),
    }
