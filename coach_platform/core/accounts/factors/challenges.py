"""What a device is asked to sign: made on the server, used once, within five minutes."""

import secrets
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete

from coach_platform.core.accounts.factors.models import PasskeyChallenge
from coach_platform.kit import clock
from coach_platform.kit.db import db

PATIENCE = timedelta(minutes=5)  # to find the key and put a finger on it


class Purpose(StrEnum):
    """What the answer will be good for, and nothing else."""

    ADD = "add"
    SIGN_IN = "sign_in"
    SECOND = "second"
    PROVE = "prove"


def ask(purpose: Purpose, person_id: UUID | None = None, *, patience: timedelta = PATIENCE) -> PasskeyChallenge:
    """A new challenge; its id goes into the browser's cookie. `person_id` None: whoever the passkey belongs to."""
    challenge = PasskeyChallenge(
        person_id=person_id,
        purpose=purpose.value,
        challenge=secrets.token_bytes(32),
        ends_at=clock.now() + patience,
    )
    db.session.add(challenge)
    db.session.flush()
    return challenge


def take(challenge_id: UUID, purpose: Purpose, person_id: UUID | None = None) -> bytes | None:
    """The challenge, once; None when it is used, over, or was made for something or somebody else."""
    statement = delete(PasskeyChallenge).where(
        PasskeyChallenge.id == challenge_id,
        PasskeyChallenge.purpose == purpose.value,
        PasskeyChallenge.person_id.is_not_distinct_from(person_id),
        PasskeyChallenge.ends_at > clock.now(),
    )
    return db.session.scalar(statement.returning(PasskeyChallenge.challenge))
