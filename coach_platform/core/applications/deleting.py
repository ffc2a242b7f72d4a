"""Deleting an application, with 30 days to change one's mind."""

from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application
from coach_platform.core.applications.owned import own
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.undo import can_come_back


def delete_application(actor: Actor, application_id: UUID) -> None:
    """It leaves every list, page and count. Raises: NotFound."""
    own(actor, application_id, lock=True).deleted_at = clock.now()
    db.session.flush()


def restore_application(actor: Actor, application_id: UUID) -> None:
    """Bring it back, as it was. Raises: NotFound (also when the 30 days are over)."""
    application = db.session.scalars(
        select(Application).where(
            Application.id == application_id,
            Application.seeker_id == actor.person_id,
            can_come_back(Application.deleted_at),
        )
    ).first()
    if application is None:
        raise NotFound
    application.deleted_at = None
    db.session.flush()
