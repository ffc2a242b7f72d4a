"""Whether the clock of the digests is kept: how long the oldest schedule has been due."""

from datetime import timedelta

from sqlalchemy import func, select

from coach_platform.core.digests.models import DigestSchedule
from coach_platform.kit import clock
from coach_platform.kit.db import db


def oldest_schedule() -> timedelta:
    """No time when none is due."""
    oldest = db.session.scalar(select(func.min(DigestSchedule.next_at)).where(DigestSchedule.next_at.is_not(None)))
    return max(clock.now() - oldest, timedelta(0)) if oldest else timedelta(0)
