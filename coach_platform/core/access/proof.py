"""Dear acts ask again who sits there, if that was shown too long ago (OWASP ASVS 5.0, 7.5)."""

from datetime import timedelta

from coach_platform.core.access.actor import Actor
from coach_platform.kit import clock
from coach_platform.kit.errors import ProofNeeded

FRESH = timedelta(minutes=10)  # long enough for one errand, too short for a computer left open over lunch


def is_fresh(actor: Actor) -> bool:
    """Whether they showed who they are within ten minutes. A command or a worker acts for whoever may start it."""
    if actor.session_id is None:
        return True
    return actor.proved_at is not None and clock.now() - actor.proved_at < FRESH


def need_fresh(actor: Actor) -> None:
    """Raises: ProofNeeded, which the web answers by asking and then going on (web/auth/prove.py)."""
    if not is_fresh(actor):
        raise ProofNeeded
