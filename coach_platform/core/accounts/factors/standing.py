"""Which second factors somebody has, and what must stay true of them together."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.access.second_factor import is_required
from coach_platform.core.accounts import sessions
from coach_platform.core.accounts.alerts import What, tell
from coach_platform.core.accounts.factors import recovery
from coach_platform.core.accounts.factors.models import AuthenticatorApp, Passkey
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, NotFound
from coach_platform.kit.i18n import lazy as l_


@dataclass(frozen=True)
class PasskeyView:
    """One passkey as its owner sees it."""

    id: UUID
    name: str
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class TwoFactors:
    """What the page shows."""

    app_added_at: datetime | None
    passkeys: list[PasskeyView]
    codes_left: int
    required: bool

    @property
    def on(self) -> bool:
        """Whether a password alone does not let them in."""
        return self.app_added_at is not None or bool(self.passkeys)

    @property
    def few_codes(self) -> bool:
        """Whether it is time for new recovery codes."""
        return self.on and self.codes_left <= recovery.FEW

    @property
    def may_remove(self) -> bool:
        """Whether one can go: of those that are required the last one stays."""
        return not self.required or len(self.passkeys) + (self.app_added_at is not None) > 1


def two_factors(actor: Actor) -> TwoFactors:
    """The actor's own. Three statements."""
    app = select(AuthenticatorApp.confirmed_at).where(AuthenticatorApp.person_id == actor.person_id)
    keys = (
        select(Passkey.id, Passkey.name, Passkey.added_at, Passkey.last_used_at)
        .where(Passkey.person_id == actor.person_id)
        .order_by(Passkey.added_at)
    )
    return TwoFactors(
        app_added_at=db.session.scalar(app),
        passkeys=[PasskeyView(*row) for row in db.session.execute(keys)],
        codes_left=recovery.left(actor.person_id),
        required=is_required(actor.roles),
    )


def new_codes(actor: Actor) -> list[str]:
    """Ten new recovery codes in place of the old. Raises: ProofNeeded; NotFound without a second factor."""
    need_fresh(actor)
    if not _count(actor.person_id):
        raise NotFound
    codes = recovery.make(actor.person_id)
    audit.note(actor.person_id, "recovery_codes.made")
    tell(actor.person_id, What.CODES_MADE)
    return codes


def after_adding(actor: Actor, what: What) -> list[str]:
    """What follows from a new factor: this session has it, every other must show it; codes with the first one."""
    sessions.proved(actor, second_factor=True)
    sessions.revoke_all(actor.person_id, but=actor.session_id)
    tell(actor.person_id, what)
    return recovery.make(actor.person_id) if recovery.left(actor.person_id) == 0 else []


def before_removing(actor: Actor) -> None:
    """Raises: Conflict when it is the last one of somebody who needs one."""
    if is_required(actor.roles) and _count(actor.person_id) <= 1:
        raise Conflict(l_("Your work here needs a second factor. Add another one first, then remove this one."))


def keep_tidy(person_id: UUID) -> None:
    """Without any factor left, recovery codes recover nothing."""
    if not _count(person_id):
        recovery.forget(person_id)


def forget_all(person_id: UUID) -> bool:
    """No factor counts any more. Whether there was one."""
    there = bool(_count(person_id))
    db.session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.person_id == person_id))
    db.session.execute(delete(Passkey).where(Passkey.person_id == person_id))
    recovery.forget(person_id)
    return there


def forget_since(person_id: UUID, moment: datetime) -> None:
    """No factor that was added after `moment` counts: somebody else may have added it. Those from before stay."""
    app = (AuthenticatorApp.person_id == person_id, AuthenticatorApp.begun_at > moment)
    db.session.execute(delete(AuthenticatorApp).where(*app))
    db.session.execute(delete(Passkey).where(Passkey.person_id == person_id, Passkey.added_at > moment))
    recovery.forget(person_id, since=moment)
    keep_tidy(person_id)


def _count(person_id: UUID) -> int:
    app = select(func.count()).where(
        AuthenticatorApp.person_id == person_id, AuthenticatorApp.confirmed_at.is_not(None)
    )
    keys = select(func.count()).where(Passkey.person_id == person_id)
    return db.session.execute(select(app.scalar_subquery() + keys.scalar_subquery())).scalar_one()
