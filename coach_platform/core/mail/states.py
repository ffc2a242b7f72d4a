"""The life of a message: which state may follow which. The one table; docs/mail.md tells it as a story."""

from coach_platform.core.mail.models import MessageState as S

MOVES: dict[S, frozenset[S]] = {
    S.QUEUED: frozenset({S.CLAIMED}),
    # skipped: asked again, it should not go. failed: it cannot be composed. queued: put back, later or for another worker.
    S.CLAIMED: frozenset({S.CLAIMED, S.SENDING, S.SKIPPED, S.FAILED, S.QUEUED}),
    # queued: the relay said "later". unknown: no answer after the final dot. claimed: its worker died, another took over.
    S.SENDING: frozenset({S.SENT, S.FAILED, S.QUEUED, S.UNKNOWN, S.CLAIMED}),
    S.UNKNOWN: frozenset({S.CLAIMED}),
    S.SENT: frozenset(),
    S.SKIPPED: frozenset(),
    S.FAILED: frozenset(),
}
# Not of delivery: an operator has what failed tried again (operating/replay.py).
REPLAYED = (S.FAILED, S.QUEUED)
WAITING = (S.QUEUED, S.CLAIMED, S.SENDING, S.UNKNOWN)
DONE = tuple(state for state, following in MOVES.items() if not following)


def before(after: S) -> list[str]:
    """The states that may become `after`."""
    return [state.value for state, following in MOVES.items() if after in following]
