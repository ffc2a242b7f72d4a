"""Between the password and the second factor: a signed note that lives for ten minutes and opens nothing by itself."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

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
    return signer().sign(_PURPOSE, person_id, version or 0, clock.now() + PATIENCE)


def who(token: str) -> UUID | None:
    """Whose password was right, while the note counts."""
    if (claim := signer().read(_PURPOSE, token)) is None:
        return None
    return db.session.scalar(
        select(Credential.person_id).where(
            Credential.person_id == claim.subject, Credential.link_version == claim.version
        )
    )
