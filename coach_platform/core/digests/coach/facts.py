"""What one coach's digest stands on: one line a person, only of what that person granted. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import OfferState, Outcome, Section


class Why(StrEnum):
    """Why a seeker is on the list, in the order of what a human answer changes."""

    NEW_NO = "new_no"
    WAITS = "waits"
    QUIET = "quiet"
    OVERDUE = "overdue"
    AGREED = "agreed"
    DONE = "done"


# The section each reason is a figure of; nothing is said that rests on one not granted.
SECTION: dict[Why, Section] = {
    Why.NEW_NO: Section.STORY,
    Why.WAITS: Section.PLAN,
    Why.QUIET: Section.ACTIVITY,
    Why.OVERDUE: Section.PLAN,
    Why.AGREED: Section.PLAN,
    Why.DONE: Section.PLAN,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with its figures (days, counts, a stage)."""

    why: Why
    n: int = 0
    company: str = ""
    stage: str = ""
    outcome: Outcome | None = None
    offer_state: OfferState | None = None
    case_id: UUID | None = None


@dataclass(slots=True)
class Line:
    """One seeker."""

    seeker_id: UUID
    name: str
    reasons: list[Reason] = field(default_factory=list)

    def in_order(self) -> list[Reason]:
        """The most pressing first."""
        return sorted(self.reasons, key=lambda reason: list(Why).index(reason.why))


@dataclass(slots=True)
class CoachFacts:
    """One coach's week."""

    gathered_at: datetime
    lines: dict[UUID, Line] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)  # names of those who asked
    seekers: int = 0
    sights: dict[UUID, Any] = field(default_factory=dict)  # for the log of looks

    def in_order(self) -> list[Line]:
        """Those about whom there is something to say, the most pressing first."""
        telling = [line for line in self.lines.values() if line.reasons]
        return sorted(telling, key=lambda line: (list(Why).index(line.in_order()[0].why), line.name))

    @property
    def is_empty(self) -> bool:
        """Nobody asked, and nothing that was granted changed or waits."""
        return not self.requests and not self.in_order()
