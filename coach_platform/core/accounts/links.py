"""The links that are mailed about an account: from the configured base address only, signed, short-lived, used once.

Nothing secret is stored. A token carries the version of its credential; using it raises the version.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from coach_platform.core.accounts.models import Credential
from coach_platform.core.mail.links import page, signer
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.signing import Claim

CONFIRM_FOR = timedelta(days=7)
RESET_FOR = timedelta(hours=1)  # long enough for a slow mailbox, short enough for a shared computer
STOP_FOR = timedelta(hours=72)  # the row says the same (changing_address.py); a link is not older than its letter
_CONFIRM, _RESET, _INVITE = "confirm", "reset", "invite"
_NEW_ADDRESS, _STOP_ADDRESS = "new-address", "stop-address"


def confirm_url(person_id: UUID, version: int) -> str:
    """The link that proves the mailbox is theirs."""
    return page("/confirm/" + signer().sign(_CONFIRM, person_id, version, clock.now() + CONFIRM_FOR))


def reset_url(person_id: UUID, version: int) -> str:
    """The link that lets them choose a new password."""
    return page("/reset/" + signer().sign(_RESET, person_id, version, clock.now() + RESET_FOR))


def invitation_url(invitation_id: UUID, ends_at: datetime) -> str:
    """The link that opens an invitation until it ends, is accepted or taken back: its row says which."""
    return page("/invitation/" + signer().sign(_INVITE, invitation_id, 0, ends_at))


def new_address_url(change_id: UUID) -> str:
    """The link that proves a new mailbox, until its change is confirmed, stopped or over."""
    return page("/address/" + signer().sign(_NEW_ADDRESS, change_id, 0, clock.now() + STOP_FOR))


def stop_address_url(change_id: UUID) -> str:
    """The link by which the old mailbox stops a change of address, also after it took effect."""
    return page("/address/stop/" + signer().sign(_STOP_ADDRESS, change_id, 0, clock.now() + STOP_FOR))


def read_new_address(token: str) -> UUID | None:
    """The change the token speaks of, if it is genuine and not too old."""
    claim = signer().read(_NEW_ADDRESS, token)
    return claim.subject if claim else None


def read_stop_address(token: str) -> UUID | None:
    """The change the token speaks of, if it is genuine and not too old."""
    claim = signer().read(_STOP_ADDRESS, token)
    return claim.subject if claim else None


def read_confirm(token: str) -> Claim | None:
    """Whom the token speaks for, if it is genuine and not too old."""
    return signer().read(_CONFIRM, token)


def read_reset(token: str) -> Claim | None:
    """Whom the token speaks for, if it is genuine and not too old."""
    return signer().read(_RESET, token)


def read_invitation(token: str) -> Claim | None:
    """The invitation the token speaks of, if it is genuine and not too old."""
    return signer().read(_INVITE, token)


def use_up(claim: Claim) -> bool:
    """Raise the version, if it is still the token's: of two who use a link at once, one does."""
    used = db.session.execute(
        update(Credential)
        .where(Credential.person_id == claim.subject, Credential.link_version == claim.version)
        .values(link_version=Credential.link_version + 1)
        .returning(Credential.person_id)
    )
    return used.first() is not None
