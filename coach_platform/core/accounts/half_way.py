"""Between the password and the second factor: a signed note that lives for ten minutes, ends with the sign-in that it was
for, and opens nothing by itself.

It names a row of its own, made as what a device is asked to sign for a second step is: once that step is taken, an older
cookie of the same browser is worth nothing.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.accounts.factors import challenges
from coach_platform.core.accounts.factors.challenges import Purpose
from coach_platform.core.accounts.factors.models import PasskeyChallenge
from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.sessions import has_second_factor
from coach_platform.core.mail.links import signer
from coach_platform.kit import clock
from coach_platform.kit.db import db

PATIENCE = timedelta(minutes=10)  # to find the phone
_PURPOSE = "half-way"


def needs_second(person_id: UUID) -> bool:
    """Whether a password alone does not let them in."""
    return bool(db.session.scalar(select(has_second_factor(person_id))))


def note(person_id: UUID) -> str:
    """For the browser whose password was right. A new password or a used reset link makes it worthless."""
    version = db.session.scalar(select(Credential.link_version).where(Credential.person_id == person_id))
    waits = challenges.ask(Purpose.SECOND, person_id, patience=PATIENCE)
    return signer().sign(_PURPOSE, waits.id, version or 0, clock.now() + PATIENCE)


def who(token: str) -> UUID | None:
    """Whose password was right, while the note counts."""
    if (claim := signer().read(_PURPOSE, token)) is None:
        return None
    return db.session.scalar(
        select(Credential.person_id)
        .join(PasskeyChallenge, PasskeyChallenge.person_id == Credential.person_id)
        .where(
            PasskeyChallenge.id == claim.subject,
            PasskeyChallenge.ends_at > clock.now(),
            Credential.link_version == claim.version,
        )
    )


def use(token: str, person_id: UUID) -> bool:
    """The second step was taken: the note counts no more. False where another click was faster."""
    claim = signer().read(_PURPOSE, token)
    return claim is not None and challenges.take(claim.subject, Purpose.SECOND, person_id) is not None
