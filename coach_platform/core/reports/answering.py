"""The seeker's word on a report: yes to just this version, no, not any more; and deleting it."""

from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.reports.models import ProgressReport
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.undo import can_come_back


def agree(actor: Actor, report_id: UUID) -> None:
    """Yes: whoever made it may print this version and give it. Raises: NotFound, Conflict (a newer one took its place)."""
    row = _mine(actor, report_id)
    if row.withdrawn_at or row.declined_at:
        raise Conflict(l_("This version is not open any more. Read the newest one."))
    if row.agreed_at is None:
        row.agreed_at = clock.now()
        audit.note(actor.person_id, "report.agreed", report=str(row.id), version=row.version)
    db.session.flush()


def decline(actor: Actor, report_id: UUID) -> None:
    """No: it goes to nobody; no reason is asked. Raises: NotFound, Conflict (agreed to, or replaced)."""
    row = _mine(actor, report_id)
    if row.agreed_at or row.withdrawn_at:
        raise Conflict(l_("This version is not open any more. Read the newest one."))
    row.declined_at = row.declined_at or clock.now()
    db.session.flush()


def withdraw(actor: Actor, report_id: UUID) -> None:
    """Not any more: no further print. What was given already cannot be called back. Raises: NotFound."""
    row = _mine(actor, report_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        audit.note(actor.person_id, "report.withdrawn", report=str(row.id), version=row.version)
    db.session.flush()


def delete(actor: Actor, report_id: UUID) -> None:
    """It is gone for both, for 30 days it can come back. Raises: NotFound."""
    _mine(actor, report_id).deleted_at = clock.now()
    db.session.flush()


def restore(actor: Actor, report_id: UUID) -> None:
    """Bring it back as it stood. Raises: NotFound."""
    _mine(actor, report_id, deleted=True).deleted_at = None
    db.session.flush()


def _mine(actor: Actor, report_id: UUID, *, deleted: bool = False) -> ProgressReport:
    require(actor, Permission.USE_SEEKER_FACE)
    gone = ProgressReport.deleted_at
    there = can_come_back(gone) if deleted else gone.is_(None)
    query = select(ProgressReport).where(
        ProgressReport.id == report_id, ProgressReport.seeker_id == actor.person_id, there
    )
    row = db.session.scalars(query.with_for_update()).first()
    if row is None:
        raise NotFound
    return row
