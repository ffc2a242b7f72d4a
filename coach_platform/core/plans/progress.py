"""What becomes of an action: done or dropped with a word why, taken up again, left to sleep. None of it is a change of plan."""

from datetime import date, timedelta
from uuid import UUID

from coach_platform.core.access.actor import Actor
from coach_platform.core.plans.details import LENGTH
from coach_platform.core.plans.models import Action, ActionState
from coach_platform.core.plans.owned import own_action
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_

S = ActionState
MOVES: dict[ActionState, frozenset[ActionState]] = {
    S.PROPOSED: frozenset({S.OPEN, S.DECLINED}),
    S.DECLINED: frozenset({S.OPEN}),  # a second thought
    S.OPEN: frozenset({S.DONE, S.DROPPED}),
    S.DONE: frozenset({S.OPEN}),
    S.DROPPED: frozenset({S.OPEN}),
}
LONGEST_SLEEP = timedelta(days=366)


def finish(actor: Actor, action_id: UUID, *, words: str = "") -> None:
    """Done. `words`: how it went, if there is anything to say. Raises: NotFound, Conflict, Invalid."""
    _close(actor, action_id, S.DONE, words)


def drop(actor: Actor, action_id: UUID, *, words: str = "") -> None:
    """Not to be done after all, which is a decision like any other. Raises: NotFound, Conflict, Invalid."""
    _close(actor, action_id, S.DROPPED, words)


def reopen(actor: Actor, action_id: UUID) -> None:
    """A point that was done or dropped is open again; the word why stays until it closes anew.

    Raises: NotFound, Conflict (a proposal that was never answered is accepted instead).
    """
    action = own_action(actor, action_id)
    if action.state not in (S.DONE, S.DROPPED):
        raise Conflict
    become(action, S.OPEN)
    action.closed_at = None
    db.session.flush()


def snooze(actor: Actor, action_id: UUID, *, until_on: date | None) -> None:
    """Let an open point sleep until that morning; None wakes it. Raises: NotFound, Conflict, Invalid."""
    today = clock.today(actor.zone)
    if until_on is not None and not today < until_on <= today + LONGEST_SLEEP:
        raise Invalid({"until_on": l_("Choose a day from tomorrow on, within a year.")})
    action = own_action(actor, action_id)
    if action.state is not S.OPEN:
        raise Conflict
    action.snoozed_until_on, action.changed_at = until_on, clock.now()
    db.session.flush()


def become(action: Action, state: ActionState) -> None:
    """Raises: Conflict when it has moved on already (a second tab, a link pressed twice)."""
    if state not in MOVES[action.state]:
        raise Conflict(l_("This was decided meanwhile. Load the page again to see how it stands now."))
    action.state, action.changed_at = state, clock.now()
    action.snoozed_until_on = None


def _close(actor: Actor, action_id: UUID, state: ActionState, words: str) -> None:
    words = words.replace("\0", "").strip()
    if len(words) > LENGTH:
        raise Invalid({"words": l_("Please keep it under %(n)s characters.", n=LENGTH)})
    action = own_action(actor, action_id)
    become(action, state)
    action.closing_words, action.closed_at = words, clock.now()
    db.session.flush()
