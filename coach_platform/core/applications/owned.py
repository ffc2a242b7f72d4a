"""The one way to a seeker's own application: somebody else's does not exist."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.undo import can_come_back


def own(actor: Actor, application_id: UUID, *, lock: bool = False) -> Application:
    """The actor's own application, deleted ones apart. Raises: NotFound.

    `lock` holds its row to the end of the transaction, so that two tabs cannot compute its standing past each other.
    """
    query = select(Application).where(
        Application.id == application_id,
        Application.seeker_id == actor.person_id,
        Application.deleted_at.is_(None),
    )
    if lock:  # and read what another tab wrote while we waited for the lock
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def own_row(actor: Actor, model, row_id: UUID, *, removed_too: bool = False):
    """The actor's own row of a table with a seeker_id, removed ones apart. Raises: NotFound.

    `removed_too`: also one that was removed, while it can come back.
    """
    query = select(model).where(model.id == row_id, model.seeker_id == actor.person_id)
    if hasattr(model, "deleted_at"):
        there = model.deleted_at.is_(None)
        query = query.where(or_(there, can_come_back(model.deleted_at)) if removed_too else there)
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound
    return found


EARLIEST = date(1970, 1, 1)


def past_day(actor: Actor, day: date | None, *, field: str) -> date:
    """`day`, or the actor's today. Raises: Invalid for a day that has not come yet."""
    today = clock.today(actor.zone)
    if day is not None and day > today:
        raise Invalid({field: l_("This day has not come yet.")})
    return sensible_day(day or today, field=field)


def sensible_day(day: date, *, field: str) -> date:
    """Raises: Invalid for a slip of the keyboard (the year 202)."""
    if not EARLIEST <= day <= date(2199, 12, 31):
        raise Invalid({field: l_("Please check the year.")})
    return day
