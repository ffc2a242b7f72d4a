"""Adding, naming and removing passkeys (WebAuthn). Using one: assertions.py."""

from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from webauthn import generate_registration_options, options_to_json, verify_registration_response
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.accounts.alerts import What, tell
from coach_platform.core.accounts.factors import challenges
from coach_platform.core.accounts.factors.answers import NO_ANSWER, transports_of
from coach_platform.core.accounts.factors.challenges import Purpose
from coach_platform.core.accounts.factors.models import Passkey
from coach_platform.core.accounts.factors.relying import NAME, origins, rp_id
from coach_platform.core.accounts.factors.standing import after_adding, before_removing, keep_tidy
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control

MOST = 20  # of one person: more are a mistake
LONGEST_NAME = 60
_NOT_TAKEN = l_("This device gave no answer that we can check. Please try again.")


def options(actor: Actor) -> tuple[UUID, str]:
    """(id of the challenge, what the browser's create() takes, as JSON). Raises: ProofNeeded; Conflict for too many."""
    need_fresh(actor)
    mine = db.session.scalars(select(Passkey.credential_id).where(Passkey.person_id == actor.person_id)).all()
    if len(mine) >= MOST:
        raise Conflict(l_("You have twenty passkeys. Please remove one that you no longer use."))
    asked = challenges.ask(Purpose.ADD, actor.person_id)
    found = generate_registration_options(
        rp_id=rp_id(),
        rp_name=NAME,
        user_id=actor.person_id.bytes,
        user_name=db.session.scalar(select(Person.email).where(Person.id == actor.person_id)) or actor.name,
        user_display_name=actor.name,
        challenge=asked.challenge,
        # Discoverable, so that it signs in by itself; the device asks for a finger or a PIN where it can.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in mine],
    )
    return asked.id, options_to_json(found)


def add(actor: Actor, challenge_id: UUID, answer: str, *, name: str) -> list[str]:
    """Keep the passkey the device made. The ten recovery codes when it is the first second factor.

    Raises: ProofNeeded; Invalid for an answer that does not fit, is late, or was used.
    """
    need_fresh(actor)
    challenge = challenges.take(challenge_id, Purpose.ADD, actor.person_id)
    made = _verified(challenge, answer) if challenge else None
    if made is None:
        raise Invalid(message=_NOT_TAKEN)
    with meaning({"uq_passkeys_credential_id": Invalid(message=_NOT_TAKEN)}):
        db.session.add(
            Passkey(
                person_id=actor.person_id,
                name=_tidy(name) or _numbered(actor.person_id),
                credential_id=made.credential_id,
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
                transports=transports_of(answer),
                added_at=clock.now(),
            )
        )
    audit.note(actor.person_id, "passkey.added")
    return after_adding(actor, What.PASSKEY_ADDED)


def rename(actor: Actor, passkey_id: UUID, name: str) -> None:
    """Call it otherwise. Raises: NotFound; Invalid."""
    mine = _mine(actor, passkey_id)
    if not _tidy(name):
        raise Invalid({"name": l_("Use a name of at most 60 characters.")})
    db.session.execute(update(Passkey).where(*mine).values(name=_tidy(name)))


def remove(actor: Actor, passkey_id: UUID) -> None:
    """It opens nothing any more. Raises: ProofNeeded; NotFound; Conflict when it is the last that is required."""
    need_fresh(actor)
    mine = _mine(actor, passkey_id)
    before_removing(actor)
    db.session.execute(delete(Passkey).where(*mine))
    keep_tidy(actor.person_id)
    audit.note(actor.person_id, "passkey.removed")
    tell(actor.person_id, What.PASSKEY_REMOVED)


def _mine(actor: Actor, passkey_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """SQL: the actor's own passkey of that id. Raises: NotFound."""
    mine = (Passkey.id == passkey_id, Passkey.person_id == actor.person_id)
    if db.session.execute(select(Passkey.id).where(*mine)).first() is None:
        raise NotFound
    return mine


def _verified(challenge: bytes, answer: str) -> VerifiedRegistration | None:
    try:
        return verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=rp_id(), expected_origin=origins()
        )
    except NO_ANSWER:
        return None


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    return "" if has_control(name) or len(name) > LONGEST_NAME else name


def _numbered(person_id: UUID) -> str:
    count = db.session.scalar(select(func.count()).where(Passkey.person_id == person_id)) or 0
    return f"{count + 1}"
