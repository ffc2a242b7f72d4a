"""Waking the reminders."""

from celery import shared_task

from coach_platform.core.reminders import sweeping
from coach_platform.kit import jobs


@shared_task(name="reminders.sweep")
def sweep() -> None:
    """Each minute, and again at once while there are more people than one chunk."""
    if sweeping.sweep():
        jobs.publish("reminders.sweep")
