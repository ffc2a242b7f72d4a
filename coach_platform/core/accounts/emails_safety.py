"""Letters that say somebody came in, or changed what lets them in. They cannot be turned off, and come at any hour."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.accounts import links
from coach_platform.core.accounts.alerts import What
from coach_platform.core.accounts.models import AddressChange
from coach_platform.core.mail.kinds import Family, Kind, Messages, always, one_by_one
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.render import write
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.i18n import using

SENTENCES: dict[What, object] = {
    What.PASSWORD: l_("Your password was changed."),
    What.APP_ADDED: l_("An authenticator app was added to your account."),
    What.APP_REMOVED: l_("The authenticator app was removed from your account."),
    What.PASSKEY_ADDED: l_("A passkey was added to your account."),
    What.PASSKEY_REMOVED: l_("A passkey was removed from your account."),
    What.CODES_MADE: l_("New recovery codes were made; the old ones no longer work."),
    What.CODE_USED: l_("One of your recovery codes was used. It does not work a second time."),
    What.RESET: l_("An operator of this site removed the second factor of your account."),
    What.ADDRESS: l_("The address of your account was changed."),
}

Changes = Mapping[UUID, AddressChange]


def gather_changes(messages: Messages) -> Changes:
    """The changes of address these letters are about, in one statement."""
    ids = [m.id_param("change_id") for m in messages]
    return {row.id: row for row in db.session.scalars(select(AddressChange).where(AddressChange.id.in_(ids)))}


def not_waiting(messages: Messages, changes: Changes) -> Mapping[UUID, Reason]:
    """Confirmed, stopped or dropped meanwhile."""
    waits = {id_ for id_, row in changes.items() if row.confirmed_at is None and row.stopped_at is None}
    return {m.id: Reason.NO_LONGER_DUE for m in messages if m.id_param("change_id") not in waits}


def not_stoppable(messages: Messages, changes: Changes) -> Mapping[UUID, Reason]:
    """There is nothing to stop any more."""
    live = {id_ for id_, row in changes.items() if row.stopped_at is None}
    return {m.id: Reason.NO_LONGER_DUE for m in messages if m.id_param("change_id") not in live}


def compose_new(messages: Messages, changes: Changes) -> Mapping[UUID, Letter]:
    """ "Is this your new address?"."""
    return {m.id: write(m, url=links.new_address_url(m.id_param("change_id"))) for m in messages}


def compose_old(messages: Messages, changes: Changes) -> Mapping[UUID, Letter]:
    """ "Somebody wants to move your account": with the way to stop it."""
    found = {}
    for m in messages:
        change = changes[m.id_param("change_id")]
        done = change.confirmed_at is not None
        found[m.id] = write(m, url=links.stop_address_url(change.id), new_address=change.new_address, done=done)
    return found


def write_known(message: Outgoing) -> Letter:
    """ "You have an account here": somebody wanted to move another account to this address."""
    return write(message, sign_in_url=links.page("/sign-in"))


def write_changed(message: Outgoing) -> Letter:
    """ "Your account was changed": what, when, and what to do if it was somebody else."""
    with using(message.locale):
        what = str(SENTENCES[What(message.param("what"))])
    return write(message, template="account_changed", what=what, **_when_and_how(message))


def write_sign_in(message: Outgoing) -> Letter:
    """ "A new sign-in": when, from which browser, and how to end it."""
    return write(message, **_when_and_how(message))


def _when_and_how(message: Outgoing) -> dict[str, Any]:
    return {
        "at": datetime.fromisoformat(message.param("at")),
        "device": message.param("device"),
        "url": links.page("/settings/sign-in"),
        "reset_url": links.page("/reset"),
    }


_SAMPLE_AT = "2026-11-23T13:05:00+00:00"  # the same each time: previews are compared


def _sample(_person_id: UUID) -> dict[str, str]:
    return {"at": _SAMPLE_AT, "device": "Firefox, Linux", "what": What.PASSKEY_ADDED.value}


def _newest_change(person_id: UUID) -> dict[str, str] | None:
    newest = select(AddressChange.id).where(AddressChange.person_id == person_id).order_by(AddressChange.id.desc())
    found = db.session.scalar(newest.limit(1))
    return {"change_id": str(found)} if found else None


def _safety(name: str, label: object, **more: object) -> Kind:
    why = l_("You get this because you have an account here. Letters like this one always come: they keep it yours.")
    return Kind(name=name, family=Family.TRANSACTIONAL, label=label, why=why, essential=True, **more)  # type: ignore[arg-type]


SIGN_IN = _safety(
    "sign_in_alert", l_("A sign-in from a new browser"), compose=one_by_one(write_sign_in), sample=_sample
)
CHANGED = _safety("account_changed", l_("A change to your account"), compose=one_by_one(write_changed), sample=_sample)
OLD = _safety(
    "old_address",
    l_("A change of address, to the old one"),
    gather=gather_changes,
    still_due=not_stoppable,
    compose=compose_old,
    as_given=True,
    sample=_newest_change,
)
NEW = _safety(
    "new_address",
    l_("A change of address, to the new one"),
    gather=gather_changes,
    still_due=not_waiting,
    compose=compose_new,
    as_given=True,
    sample=_newest_change,
)
KNOWN = _safety(
    "address_is_known",
    l_("A change of address to one that has an account"),
    still_due=always,
    compose=one_by_one(write_known),
    sample=lambda _person_id: {},
)
KINDS = (SIGN_IN, CHANGED, OLD, NEW, KNOWN)
