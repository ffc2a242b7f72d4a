"""The letters about an account. People wait for them: at any hour, and they cannot be turned off."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.accounts import links, reaching
from coach_platform.core.accounts.invitations import state_of
from coach_platform.core.accounts.models import Credential, Invitation
from coach_platform.core.mail.kinds import Family, Kind, Messages, always
from coach_platform.core.mail.letters import Letter
from coach_platform.core.mail.models import Suppression
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.render import write
from coach_platform.core.relations.models import Organisation, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id


@dataclass(frozen=True)
class Account:
    """What a link needs: the version that is valid now, and whether there is still something to confirm."""

    version: int
    confirmed: bool


Accounts = Mapping[UUID, Account]


def gather_accounts(messages: Messages) -> Accounts:
    """The accounts these letters are about, in one statement."""
    ids = [m.person_id for m in messages if m.person_id]
    rows = db.session.execute(
        select(Credential.person_id, Credential.link_version, Person.confirmed_at)
        .join(Person, Person.id == Credential.person_id)
        .where(Credential.person_id.in_(ids))
    )
    return {row.person_id: Account(row.link_version, row.confirmed_at is not None) for row in rows}


def without_account(messages: Messages, accounts: Accounts) -> Mapping[UUID, Reason]:
    """A password was asked for at an address nobody has: nothing is sent (resetting.py says why there is a row)."""
    return {m.id: Reason.ENDED for m in messages if m.person_id not in accounts}


def confirmed_already(messages: Messages, accounts: Accounts) -> Mapping[UUID, Reason]:
    """Nothing left to confirm."""
    done = {person_id for person_id, account in accounts.items() if account.confirmed}
    return {m.id: Reason.NO_LONGER_DUE for m in messages if m.person_id in done or m.person_id not in accounts}


def compose_confirm(messages: Messages, accounts: Accounts) -> Mapping[UUID, Letter]:
    """ "Please confirm your address"."""
    return {
        m.id: write(m, url=links.confirm_url(m.person_id, accounts[m.person_id].version))
        for m in messages
        if m.person_id
    }


def compose_reset(messages: Messages, accounts: Accounts) -> Mapping[UUID, Letter]:
    """ "Choose a new password"."""
    return {
        m.id: write(m, url=links.reset_url(m.person_id, accounts[m.person_id].version)) for m in messages if m.person_id
    }


def compose_already(messages: Messages, _facts: object) -> Mapping[UUID, Letter]:
    """ "You already have an account": somebody typed this address on the sign-up page."""
    return {m.id: write(m, sign_in_url=links.page("/sign-in"), reset_url=links.page("/reset")) for m in messages}


@dataclass(frozen=True)
class Invited:
    """One open invitation."""

    invitation: Invitation
    organisation: str


def gather_invitations(messages: Messages) -> Mapping[UUID, Invited]:
    """The open invitations of these letters, by id, in one statement."""
    ids = [parse_id(m.param("invitation_id")) for m in messages]
    rows = db.session.execute(
        select(Invitation, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
        .where(Invitation.id.in_([i for i in ids if i]))
    )
    return {row.id: Invited(row, name or "") for row, name in rows if state_of(row) == "open"}


def no_longer_open(messages: Messages, invited: Mapping[UUID, Invited]) -> Mapping[UUID, Reason]:
    """Taken back, accepted or over meanwhile."""
    return {m.id: Reason.ENDED for m in messages if m.id_param("invitation_id") not in invited}


def compose_invitation(messages: Messages, invited: Mapping[UUID, Invited]) -> Mapping[UUID, Letter]:
    """ "You are invited to coach"."""
    return {m.id: _invitation(m, invited[m.id_param("invitation_id")]) for m in messages}


def _invitation(message, invited: Invited) -> Letter:
    row = invited.invitation
    return write(
        message,
        face="coach",
        url=links.invitation_url(row.id, row.ends_at),
        role=row.role.value,
        organisation=invited.organisation,
        ends_at=clock.local(row.ends_at, message.zone).date(),
    )


def _sent_by(person_id: UUID) -> Mapping[str, str] | None:
    """For a preview: the newest open one that this operator sent; who is invited has no account yet."""
    newest = select(Invitation.id).where(
        Invitation.invited_by_id == person_id, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None)
    )
    found = db.session.scalar(newest.order_by(Invitation.id.desc()).limit(1))
    return {"invitation_id": str(found)} if found else None


def gather_refusing(messages: Messages) -> frozenset[UUID]:
    """Whose address still refuses, in one statement."""
    ids = [m.person_id for m in messages if m.person_id]
    refusing = select(Person.id).join(Suppression, Suppression.address == Person.email).where(Person.id.in_(ids))
    return frozenset(db.session.scalars(refusing))


def reached_already(messages: Messages, refusing: frozenset[UUID]) -> Mapping[UUID, Reason]:
    """Lifted meanwhile, or the address was changed: nothing left to try."""
    return {m.id: Reason.NO_LONGER_DUE for m in messages if m.person_id not in refusing}


def compose_again(messages: Messages, _refusing: frozenset[UUID]) -> Mapping[UUID, Letter]:
    """ "Does this reach you?"."""
    return {m.id: write(m, url=reaching.reach_url(m.person_id, m.address)) for m in messages if m.person_id}


_WHY_ADDRESS = l_("You get this because this address was given on our site.")

# The three letters that anybody may cause by typing an address: never to be turned off, previewed for anybody.
_typed = partial(Kind, family=Family.TRANSACTIONAL, why=_WHY_ADDRESS, essential=True, sample=lambda _person_id: {})
CONFIRM = _typed(
    name="confirm_address",
    label=l_("Confirming your address"),
    gather=gather_accounts,
    still_due=confirmed_already,
    compose=compose_confirm,
)
RESET = _typed(
    name="reset_password",
    label=l_("Choosing a new password"),
    gather=gather_accounts,
    still_due=without_account,
    compose=compose_reset,
)
ALREADY = _typed(
    name="already_have_account",
    label=l_("A second sign-up with your address"),
    still_due=always,
    compose=compose_already,
)
AGAIN = Kind(
    name=reaching.KIND,
    family=Family.TRANSACTIONAL,
    label=l_("Trying your address again"),
    why=l_("You get this because you asked us to write to this address once more."),
    gather=gather_refusing,
    still_due=reached_already,
    compose=compose_again,
    essential=True,
    despite_refusal=True,
    sample=lambda _person_id: {},
)
INVITATION = Kind(
    name="invitation",
    family=Family.TRANSACTIONAL,
    label=l_("An invitation"),
    why=l_("You get this because somebody who runs this site invited you."),
    gather=gather_invitations,
    still_due=no_longer_open,
    compose=compose_invitation,
    essential=True,
    sample=_sent_by,
)
KINDS = (CONFIRM, RESET, ALREADY, AGAIN, INVITATION)
