"""Keeping coachings true to where their coaches work."""

from celery import shared_task

from coach_platform.core.coaching.leaving import sweep_left


@shared_task(name="organisations.sweep")
def sweep() -> None:
    """Each minute: what is out of a coach's sight because they left ends, and its seekers are told."""
    sweep_left()
