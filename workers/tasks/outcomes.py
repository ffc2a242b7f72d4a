"""Counting what organisations are shown."""

from celery import shared_task

from coach_platform.core.outcomes.freezing import freeze_due


@shared_task(name="outcomes.sweep")
def sweep() -> None:
    """Each hour: from the third of a month on, the month before is frozen, once."""
    freeze_due()
