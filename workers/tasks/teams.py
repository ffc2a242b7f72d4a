"""Keeping the lists of teams true."""

from celery import shared_task

from coach_platform.core.coaching.teams.changing import sweep_lists


@shared_task(name="teams.sweep")
def sweep() -> None:
    """Each minute: whoever left their organisation leaves its teams."""
    sweep_lists()
