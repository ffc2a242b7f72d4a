"""Beside the world: the few published figures that console and are true to their limits. Never "below average".

Nobody is measured against these. They are shown because silence and an unexplained no are what most people get, and each
with its source, year, population and caveat.
"""

from coach_platform.content.published_figures import Figure, published_figures

NEVER_TOLD_WHY, LEFT_AFTER_INTERVIEW = "never_told_why", "ghosted_after_interview"
GUIDE = "hiring-has-changed"


def consoling(*, talked: bool) -> tuple[Figure, ...]:
    """The figures that fit: about interviews only for somebody who had one."""
    keys = (NEVER_TOLD_WHY, LEFT_AFTER_INTERVIEW) if talked else (NEVER_TOLD_WHY,)
    return tuple(published_figures()[key] for key in keys)
