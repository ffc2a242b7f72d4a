"""What else must happen when a coaching ends: parts that stand above this folder say so themselves.

The plan lies above coaching on the ladder, so ending cannot call it. `coach_platform/reactions.py` registers all of
them on one screen, in every process alike.
"""

from collections.abc import Callable
from uuid import UUID

Listener = Callable[[UUID], None]
_LISTENERS: dict[str, Listener] = {}


def when_ended(name: str, listener: Listener) -> None:
    """Call `listener(coaching_id)` inside the transaction that ends a coaching; saying it again changes nothing."""
    _LISTENERS[name] = listener


def ended(coaching_id: UUID) -> None:
    """Tell them all. What one of them raises undoes the ending: half an ending must not stand."""
    for listener in _LISTENERS.values():
        listener(coaching_id)
