"""Showing again who one is, in the middle of something dear: the password, with the second factor where there is one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts import second_step, sessions
from coach_platform.core.accounts.changing_password import prove
from coach_platform.core.accounts.factors.challenges import Purpose
from coach_platform.core.accounts.factors.models import Passkey
from coach_platform.core.accounts.half_way import needs_second
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_


def has_passkey(actor: Actor) -> bool:
    """Whether the page can offer it."""
    return db.session.scalar(select(Passkey.id).where(Passkey.person_id == actor.person_id).limit(1)) is not None


def asks_code(actor: Actor) -> bool:
    """Whether a password alone is not enough."""
    return needs_second(actor.person_id)


def by_password(actor: Actor, password: str, code: str) -> None:
    """The session counts as fresh for ten minutes. Raises: Invalid beside `password` or `code`; Unavailable."""
    prove(actor, password, field="password")
    if needs_second(actor.person_id):
        shown = second_step.by_code(actor.person_id, code)
        if shown.by is None:
            raise Invalid({"code": refused(shown.wait_until)})
    _fresh(actor)


def by_passkey(actor: Actor, challenge_id: UUID, answer: str) -> None:
    """The same with a passkey alone. Raises: Invalid."""
    shown = second_step.by_passkey(actor.person_id, challenge_id, answer, Purpose.PROVE)
    if shown.by is None:
        raise Invalid(message=refused(shown.wait_until) if shown.wait_until else NO_PASSKEY)
    _fresh(actor)


NO_PASSKEY = l_("The passkey was not taken. Please try again, or use your password.")
_WRONG = l_("This code does not fit. Take the one your app shows now, or an unused recovery code.")
_WAIT = l_("Too many attempts. Please wait a few minutes, then try again.")


def refused(wait_until: datetime | None) -> object:
    """Why a code was not taken, as a lazy sentence."""
    return _WAIT if wait_until is not None and wait_until > clock.now() else _WRONG


def _fresh(actor: Actor) -> None:
    sessions.proved(actor)
    audit.note(actor.person_id, "proved")
