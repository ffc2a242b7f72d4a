"""What becomes of a plan that nobody answers."""

from celery import shared_task

from coach_platform.core.plans.lapsing import lapse_due


@shared_task(name="plans.lapse")
def lapse() -> None:
    """Each hour: reviews whose 28 days are over end by name."""
    lapse_due()
