"""Waking the digests."""

from celery import shared_task

from coach_platform.core.digests import due
from coach_platform.kit import jobs


@shared_task(name="digests.sweep")
def sweep() -> None:
    """Each minute, and again at once while whole chunks are due."""
    if due.sweep_due() == due.CHUNK:
        jobs.publish("digests.sweep")


@shared_task(name="digests.recompute")
def recompute() -> None:
    """Each hour: after an update of the zone rules, move who is affected."""
    if due.recompute_after_tzdata() == due.CHUNK:
        jobs.publish("digests.recompute")
