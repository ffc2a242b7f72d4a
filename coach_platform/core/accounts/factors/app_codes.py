"""An authenticator app: six digits that change each half minute (TOTP, RFC 6238). Works without scripts and offline."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.accounts.alerts import What, tell
from coach_platform.core.accounts.factors.models import AuthenticatorApp
from coach_platform.core.accounts.factors.standing import after_adding, before_removing, keep_tidy
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.sealing import Broken, Sealer
from coach_platform.kit.settings import settings

STEP = timedelta(seconds=30)
AROUND = (0, -1, 1)  # one step early or late: clocks of phones drift, and typing takes a moment
BEGUN_FOR = timedelta(minutes=30)  # a secret that was shown and never confirmed
ISSUER = "Rebound"


@dataclass(frozen=True)
class Begun:
    """What the page shows once: the secret as letters, and as the address that the QR code holds."""

    secret: str
    uri: str


def begin(actor: Actor) -> None:
    """Make a secret; it counts when a code of it was typed back. Raises: ProofNeeded; Conflict when there is an app."""
    need_fresh(actor)
    if _row(actor.person_id, confirmed=True) is not None:
        raise Conflict(l_("You have an app already. To use another one, remove the first."))
    values = {
        "sealed_secret": _sealer().seal(pyotp.random_base32(), actor.person_id),
        "begun_at": clock.now(),
        "last_step": 0,
    }
    statement = insert(AuthenticatorApp).values(person_id=actor.person_id, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=values))


def begun(actor: Actor) -> Begun:
    """The secret to be taken over by the app. Raises: NotFound when none was made, or too long ago."""
    row = _row(actor.person_id, confirmed=False)
    if row is None or clock.now() - row.begun_at > BEGUN_FOR:
        raise NotFound
    secret = _sealer().open(row.sealed_secret, actor.person_id).text
    address = db.session.scalar(select(Person.email).where(Person.id == actor.person_id)) or ""
    return Begun(secret, pyotp.TOTP(secret).provisioning_uri(name=address, issuer_name=ISSUER))


def confirm(actor: Actor, code: str) -> list[str]:
    """The app shows our codes: from now on it counts. The ten recovery codes when it is the first second factor.

    Raises: ProofNeeded; NotFound; Invalid for a code that is not the present one.
    """
    need_fresh(actor)
    secret = begun(actor).secret
    step = _step_of(secret, code, after=0)
    if step is None:
        raise Invalid({"code": l_("That is not the code the app shows now. Is the phone's clock right?")})
    db.session.execute(
        update(AuthenticatorApp)
        .where(AuthenticatorApp.person_id == actor.person_id)
        .values(confirmed_at=clock.now(), last_step=step)
    )
    audit.note(actor.person_id, "app.added")
    return after_adding(actor, What.APP_ADDED)


def remove(actor: Actor) -> None:
    """The app counts no more. Raises: ProofNeeded; NotFound; Conflict when it is the last that is required."""
    need_fresh(actor)
    before_removing(actor)
    gone = delete(AuthenticatorApp).where(
        AuthenticatorApp.person_id == actor.person_id, AuthenticatorApp.confirmed_at.is_not(None)
    )
    if db.session.execute(gone.returning(AuthenticatorApp.person_id)).first() is None:
        raise NotFound
    keep_tidy(actor.person_id)
    audit.note(actor.person_id, "app.removed")
    tell(actor.person_id, What.APP_REMOVED)


def use(person_id: UUID, code: str) -> bool:
    """Whether `code` is the app's present one and was not used before."""
    row = _row(person_id, confirmed=True)
    if row is None:
        return False
    try:
        opened = _sealer().open(row.sealed_secret, person_id)
    except Broken:  # sealed with a key that leaked and is gone: the recovery codes still count
        return False
    if (step := _step_of(opened.text, code, after=row.last_step)) is None:
        return False
    values: dict[str, object] = {"last_step": step}
    if opened.outdated:  # the keys were changed meanwhile
        values["sealed_secret"] = _sealer().seal(opened.text, person_id)
    # Asked again in the statement: of two who type the same code at once, one comes in.
    took = update(AuthenticatorApp).where(AuthenticatorApp.person_id == person_id, AuthenticatorApp.last_step < step)
    return db.session.execute(took.values(**values).returning(AuthenticatorApp.person_id)).first() is not None


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The step whose code `code` is, around now and later than `after`."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdecimal() and len(typed) == 6):
        return None
    present = _step_at(clock.now())
    app = pyotp.TOTP(secret)
    found = [n for n in (present + around for around in AROUND) if hmac.compare_digest(app.generate_otp(n), typed)]
    return next((step for step in found if step > after), None)


def _step_at(moment: datetime) -> int:
    return int(moment.timestamp() // STEP.total_seconds())


def _row(person_id: UUID, *, confirmed: bool) -> AuthenticatorApp | None:
    there = AuthenticatorApp.confirmed_at.is_not(None) if confirmed else AuthenticatorApp.confirmed_at.is_(None)
    query = select(AuthenticatorApp).where(AuthenticatorApp.person_id == person_id, there)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _sealer() -> Sealer:
    return Sealer(settings().secret_keys, "authenticator app")
