"""Where asking stands with one recipient, and with a whole case. Pure; silence is derived, so no sweep can be late.

not asked -> asked -> answered | declined | silent (21 days without a word). "Nobody to ask" closes a case's asking.
An answer counts whenever it comes: after a silence too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

SILENT_AFTER = timedelta(days=21)  # three weeks: whoever means to answer has


class Asking(StrEnum):
    """Where it stands."""

    NOBODY = "nobody"
    NOT_ASKED = "not_asked"
    ASKED = "asked"
    ANSWERED = "answered"
    SILENT = "silent"
    DECLINED = "declined"


@dataclass(frozen=True)
class Told:
    """What is known of one recipient."""

    asked_on: date | None = None
    answered: bool = False
    declined_at: datetime | None = None  # past, for whoever it holds


@dataclass(frozen=True)
class Standing:
    """A case as a list shows it: its state, how many were asked, how many answered."""

    state: Asking = Asking.NOT_ASKED
    asked: int = 0
    answered: int = 0


def state_of(told: Told, today: date) -> Asking:
    """One recipient's."""
    if told.answered:
        return Asking.ANSWERED
    if told.declined_at is not None:
        return Asking.DECLINED
    if told.asked_on is None:
        return Asking.NOT_ASKED
    return Asking.SILENT if today - told.asked_on >= SILENT_AFTER else Asking.ASKED


def standing_of(recipients: Collection[Told], nobody: bool, today: date) -> Standing:
    """A case's: an answer first, then whoever may still answer, then how it ended."""
    found = [state_of(told, today) for told in recipients]
    asked = sum(told.asked_on is not None for told in recipients)
    order = (Asking.ANSWERED, Asking.ASKED, Asking.DECLINED, Asking.SILENT)
    state = next((state for state in order if state in found), Asking.NOBODY if nobody else Asking.NOT_ASKED)
    return Standing(state, asked, found.count(Asking.ANSWERED))
