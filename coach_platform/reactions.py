"""What happens in one part because of another below it, on one screen: filled once a process, by foundation.py."""

from coach_platform.core.agreements import keeping
from coach_platform.core.coaching.endings import when_ended
from coach_platform.core.plans.reviews import coaching_ended


def register_reactions() -> None:
    """Tell the parts below, which know nothing of those above, whom to call."""
    when_ended("plans: an open review waits no more", coaching_ended)
    when_ended("agreements: a yes about a coaching ends with it", keeping.coaching_ended)
