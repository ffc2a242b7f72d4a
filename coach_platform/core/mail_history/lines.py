"""What became of one mail, and its steps, from its row alone. Pure: no subject, no word of a letter is kept or shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from coach_platform.core.mail.models import MessageState
from coach_platform.core.mail.outbox import FIRST
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.returned.reading import What as Returned
from coach_platform.core.mail.states import WAITING
from coach_platform.core.reminders.topics import Topic
from coach_platform.kit import clock


class Became(StrEnum):
    """What a list can be narrowed to."""

    SENT = "sent"
    WAITS = "waits"
    SKIPPED = "skipped"
    FAILED = "failed"


STATES: dict[Became, tuple[MessageState, ...]] = {
    Became.SENT: (MessageState.SENT,),
    Became.WAITS: WAITING,
    Became.SKIPPED: (MessageState.SKIPPED,),
    Became.FAILED: (MessageState.FAILED,),
}
_OF_STATE = {state: became for became, states in STATES.items() for state in states}


class What(StrEnum):
    """A step in the life of a mail."""

    ASKED = "asked"
    DUE = "due"
    HELD = "held"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    CAME_BACK = "came_back"
    DELAYED = "delayed"
    COMPLAINED = "complained"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `until`: for what was held back, when it was to be asked again."""

    what: What
    at: datetime
    reason: Reason | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """One reminder that a mail was to say, and why it did not after all."""

    topic: Topic
    left_out: Reason | None = None


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail. `until`: while it waits, when it goes at the earliest; `collects`: it took in what else was said."""

    id: UUID
    kind: str
    became: Became
    at: datetime  # when it was asked for
    reason: Reason | None
    until: datetime | None
    steps: tuple[Step, ...]
    gathered: tuple[Gathered, ...] = ()
    collects: bool = False
    at_once: bool = False  # somebody asked for it now, whatever the hour


A_MOMENT = timedelta(minutes=1)  # what is due as it is asked for has no step of its own


_OF_RETURN = {Returned.HARD: What.CAME_BACK, Returned.SOFT: What.DELAYED, Returned.COMPLAINT: What.COMPLAINED}


def line_of(
    row: Any, gathered: Iterable[Gathered], returned: Iterable[tuple[str, datetime]] = (), *, stopped: bool = False
) -> MailLine:
    """`row`: id, kind, state, reason, created_at, due_at, held, done_at, at_once, params of a message.

    `returned`: what came back about it, and when.
    `stopped`: an operator holds back its kind, so it waits although its time has come."""
    became = _OF_STATE[row.state]
    waits = became is Became.WAITS
    stopped = stopped and waits and row.due_at <= clock.now()
    return MailLine(
        id=row.id,
        kind=row.kind,
        became=became,
        at=row.created_at,
        reason=Reason.STOPPED if stopped else _reason(row, waits),
        until=row.due_at if waits and not stopped else None,
        steps=(*_steps(row, became), *(Step(_OF_RETURN[Returned(what)], at) for what, at in returned)),
        gathered=tuple(gathered),
        collects=FIRST in row.params,
        at_once=row.at_once,
    )


def _reason(row: Any, waits: bool) -> Reason | None:
    """The one of its state; while it waits, of what holds it now."""
    if waits and row.held and _moment(row.held[-1]["until"]) == row.due_at:
        return Reason(row.held[-1]["reason"])
    return Reason(row.reason) if row.reason else None


def _steps(row: Any, became: Became) -> Iterable[Step]:
    yield Step(What.ASKED, row.created_at)
    first = _moment(row.held[0]["was_due"]) if row.held else row.due_at
    if first is not None and first - row.created_at >= A_MOMENT:
        yield Step(What.DUE, first)
    for held in row.held:
        at = _moment(held["at"])
        assert at is not None
        yield Step(What.HELD, at, Reason(held["reason"]), _moment(held["until"]))
    if became is not Became.WAITS:
        reason = Reason(row.reason) if row.reason else None
        yield Step(What(became.value), row.done_at or row.sent_at or row.due_at, reason)


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
