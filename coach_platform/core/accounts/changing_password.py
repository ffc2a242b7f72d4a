"""A new password for whoever is signed in and knows the old one."""

from sqlalchemy import Row, select, update

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts import attempts, passwords, sessions
from coach_platform.core.accounts.alerts import What, tell
from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.password_rules import refusal
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_


def change_password(actor: Actor, *, old: str, new: str) -> None:
    """Every other session ends and links mailed before are worthless. Raises: NotFound; Invalid; Unavailable."""
    row = _account(actor)
    if why := refusal(new, row.email, actor.name):
        raise Invalid({"new": why})
    _knows(row.email, old, row.password_hash)
    db.session.execute(
        update(Credential)
        .where(Credential.person_id == actor.person_id)
        .values(
            password_hash=passwords.hash_password(new),
            changed_at=clock.now(),
            link_version=Credential.link_version + 1,
        )
    )
    sessions.revoke_all(actor.person_id, but=actor.session_id)
    audit.note(actor.person_id, "password.changed")
    sessions.proved(actor)  # they have just typed the old one
    tell(actor.person_id, What.PASSWORD)


def prove(actor: Actor, password: str, *, field: str) -> None:
    """Whoever sits here knows the account's password: asked before what cannot be undone.

    Raises: NotFound; Invalid beside `field`.
    """
    row = _account(actor)
    _knows(row.email, password, row.password_hash, field=field)


def _account(actor: Actor) -> Row:
    row = db.session.execute(
        select(Person.email, Credential.password_hash)
        .join(Credential, Credential.person_id == Person.id)
        .where(Person.id == actor.person_id)
    ).first()
    if row is None:
        raise NotFound
    return row


def _knows(address: str, password: str, kept: str, *, field: str = "old") -> None:
    # Counted like a sign-in: an open browser must not become a place to guess at.
    if attempts.begin(address) is not None:
        raise Invalid({field: l_("Too many attempts. Please wait, or use “I forgot my password”.")})
    if not passwords.verify(password, kept):
        raise Invalid({field: l_("This is not your present password.")})
    attempts.forgive(address)
