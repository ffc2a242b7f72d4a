"""Whether a reminder still holds, asked just before its mail goes. Pure: facts in, a reason out."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from coach_platform.core.mail.kinds import Messages
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.plans.due_dates import is_asleep
from coach_platform.core.reminders.facts import Item, OneCase, OpenDoor, Point, Talk, Told, Wait
from coach_platform.core.reminders.rounds import NOON
from coach_platform.core.reminders.topics import Topic


def why_not(item: Item, fact: Any, wall: datetime) -> Reason | None:
    """None while it holds. `fact`: what it is about, None when that is gone. `wall`: now, by the reader's clock."""
    return Reason.ENDED if fact is None else _WHY_NOT[item.topic](item, fact, wall)


def _point(item: Item, point: Point, wall: datetime) -> Reason | None:
    """It was done, dropped, put to sleep, or has another day now."""
    today = wall.date()
    moved = point.due_on is None or point.due_on.isoformat() != item.occasion
    if not point.open or moved or is_asleep(point.snoozed_until_on, today):
        return Reason.NO_LONGER_DUE
    # Its day went by while the mail was held: it is overdue now, which is another reminder.
    return Reason.TOO_LATE if item.topic is Topic.DUE and date.fromisoformat(item.occasion) < today else None


def _pause(item: Item, case: OneCase, wall: datetime) -> Reason | None:
    """The pause was lifted or made longer."""
    end = datetime.fromisoformat(item.occasion)
    stands = case.paused_until is not None and case.paused_until.replace(microsecond=0) == end
    return None if stands and end <= wall else Reason.NO_LONGER_DUE


def _unfinished(item: Item, case: OneCase, wall: datetime) -> Reason | None:
    if item.occasion in case.answered:
        return Reason.ALREADY_ANSWERED
    return Reason.NO_LONGER_DUE if case.paused_until is not None and case.paused_until > wall else None


def _talk(item: Item, talk: Talk, wall: datetime) -> Reason | None:
    if talk.occasion != item.occasion:
        return Reason.NO_LONGER_DUE  # corrected to another day or stage
    over = talk.on < wall.date() or (talk.on == wall.date() and wall.hour >= NOON)
    return Reason.TOO_LATE if over else None


def _door(item: Item, door: OpenDoor, wall: datetime) -> Reason | None:
    """It was closed, or has another day now."""
    stands = door.open and door.on.isoformat() == item.occasion and door.on <= wall.date()
    return None if stands else Reason.NO_LONGER_DUE


def _wait(_item: Item, wait: Wait, _wall: datetime) -> Reason | None:
    if wait.answered:
        return Reason.ALREADY_ANSWERED
    return Reason.ENDED if wait.withdrawn or wait.sight is None else None


_WHY_NOT: dict[Topic, Callable[[Item, Any, datetime], Reason | None]] = {
    Topic.PAUSE_OVER: _pause,
    Topic.UNFINISHED: _unfinished,
    Topic.DUE: _point,
    Topic.OVERDUE: _point,
    Topic.INTERVIEW: _talk,
    Topic.DOOR_OPEN: _door,
    Topic.REVIEW_WAITS: _wait,
}


def still_due(messages: Messages, told: Mapping[UUID, Told]) -> Mapping[UUID, Reason]:
    """Mails of which nothing is left, with the reason of the first thing that was left out."""
    empty = [message.id for message in messages if not told[message.id].facts]
    return {key: next(iter(told[key].left_out.values()), Reason.EMPTY) for key in empty}
