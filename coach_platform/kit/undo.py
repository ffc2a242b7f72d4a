"""What was deleted can be brought back for 30 days; then the retention task removes it for good. The one rule."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement

from coach_platform.kit import clock

UNDO = timedelta(days=30)


def can_come_back(deleted_at: Any) -> ColumnElement[bool]:
    """An SQL condition on a column `deleted_at`: deleted, and the 30 days are not over. False for what is not deleted."""
    return deleted_at > clock.now() - UNDO
