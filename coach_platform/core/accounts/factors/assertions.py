"""Using a passkey: to sign in with nothing else, as the second step, or to show again who one is."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, select, update
from webauthn import generate_authentication_options, options_to_json, verify_authentication_response
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers.structs import (
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from coach_platform.core.access import audit
from coach_platform.core.accounts.factors import challenges
from coach_platform.core.accounts.factors.answers import NO_ANSWER, credential_id_of, user_handle_of
from coach_platform.core.accounts.factors.challenges import Purpose
from coach_platform.core.accounts.factors.models import Passkey
from coach_platform.core.accounts.factors.relying import origins, rp_id
from coach_platform.core.accounts.models import Credential
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True)
class Shown:
    """Whose passkey it was. `verified`: the device made sure of a person (finger, face, PIN), not just of a touch."""

    person_id: UUID
    verified: bool


def options(purpose: Purpose, person_id: UUID | None = None) -> tuple[UUID, str]:
    """(id of the challenge, what the browser's get() takes, as JSON). Without a person any passkey of this site will do."""
    asked = challenges.ask(purpose, person_id)
    alone = purpose is Purpose.SIGN_IN  # no password was asked: the device must know its owner
    found = generate_authentication_options(
        rp_id=rp_id(),
        challenge=asked.challenge,
        allow_credentials=_mine(person_id) if person_id else [],
        user_verification=UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.PREFERRED,
    )
    return asked.id, options_to_json(found)


def check(challenge_id: UUID, answer: str, purpose: Purpose, person_id: UUID | None = None) -> Shown | None:
    """Who showed it; None when the answer does not fit, is late, was used, or is of somebody else."""
    challenge = challenges.take(challenge_id, purpose, person_id)
    row = _passkey(credential_id_of(answer))
    if challenge is None or row is None or (person_id and row.person_id != person_id):
        return None
    if user_handle_of(answer) not in (None, row.person_id.bytes):
        return None
    used = _verified(row, challenge, answer, alone=purpose is Purpose.SIGN_IN)
    if used is None:
        audit.note(row.person_id, "passkey.refused")
        return None
    values = {"sign_count": used.new_sign_count, "last_used_at": clock.now()}
    db.session.execute(update(Passkey).where(Passkey.id == row.id).values(**values))
    return Shown(row.person_id, used.user_verified)


def _verified(row: Row, challenge: bytes, answer: str, *, alone: bool) -> VerifiedAuthentication | None:
    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=rp_id(),
            expected_origin=origins(),
            credential_public_key=row.public_key,
            # It refuses a count that does not go up: the sign of a copied key.
            credential_current_sign_count=row.sign_count,
            require_user_verification=alone,
        )
    except NO_ANSWER:
        return None


def _passkey(credential_id: bytes) -> Row | None:
    """Of an account that can be signed in to: confirmed, and not being erased."""
    query = (
        select(Passkey.id, Passkey.person_id, Passkey.public_key, Passkey.sign_count)
        .join(Credential, Credential.person_id == Passkey.person_id)
        .join(Person, Person.id == Passkey.person_id)
        .where(Passkey.credential_id == credential_id, Person.confirmed_at.is_not(None))
        .with_for_update(of=Passkey)  # two answers at once: the second sees the first one's count
    )
    return db.session.execute(query).first()


def _mine(person_id: UUID) -> list[PublicKeyCredentialDescriptor]:
    rows = db.session.execute(select(Passkey.credential_id, Passkey.transports).where(Passkey.person_id == person_id))
    return [
        PublicKeyCredentialDescriptor(
            id=row.credential_id, transports=[AuthenticatorTransport(t) for t in row.transports]
        )
        for row in rows
    ]
