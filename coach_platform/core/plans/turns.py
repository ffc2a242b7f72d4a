"""Whose turn a plan is: the whole machine in one table. Pure.

Agreeing needs both: the coach says yes by answering and handing back, the seeker by agreeing. Whoever changes the plan
alone after that takes it back to draft, visibly. What both said yes to (a coach's proposal that the seeker accepts) and
progress (done, dropped, snoozed) change nothing of what was agreed.
"""

from enum import StrEnum

from coach_platform.core.plans.models import Turn
from coach_platform.kit.errors import Conflict
from coach_platform.kit.i18n import lazy as l_


class Move(StrEnum):
    """What somebody does to the turn."""

    ASK = "ask"  # the seeker asks for a review
    WITHDRAW = "withdraw"  # the seeker takes that back, or the coaching ends
    ANSWER = "answer"  # the coach answers and hands back
    AGREE = "agree"  # the seeker agrees to what was handed back
    LAPSE = "lapse"  # nobody answered in 28 days (lapsing.py)
    CHANGE = "change"  # the seeker changes the plan alone


MOVES: dict[Turn, dict[Move, Turn]] = {
    Turn.DRAFT: {Move.ASK: Turn.AWAITING_COACH, Move.CHANGE: Turn.DRAFT},
    # The coach reads the plan as it stands when they open it, so changing it meanwhile changes no turn.
    Turn.AWAITING_COACH: {
        Move.WITHDRAW: Turn.DRAFT,
        Move.LAPSE: Turn.DRAFT,
        Move.ANSWER: Turn.AWAITING_SEEKER,
        Move.CHANGE: Turn.AWAITING_COACH,
    },
    Turn.AWAITING_SEEKER: {
        Move.AGREE: Turn.AGREED,
        Move.ASK: Turn.AWAITING_COACH,
        Move.WITHDRAW: Turn.DRAFT,
        Move.CHANGE: Turn.DRAFT,
    },
    Turn.AGREED: {Move.ASK: Turn.AWAITING_COACH, Move.WITHDRAW: Turn.DRAFT, Move.CHANGE: Turn.DRAFT},
}


def after(turn: Turn, move: Move) -> Turn:
    """Where `move` leads from `turn`. Raises: Conflict when it is not that side's turn (any more)."""
    if move not in MOVES[turn]:
        raise Conflict(l_("The plan has moved on meanwhile. Load the page again to see whose turn it is."))
    return MOVES[turn][move]
