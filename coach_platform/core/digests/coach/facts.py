"""What one coach's digest stands on: one line a person, only of what that person granted. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import OfferState, Outcome, Section
from coach_platform.core.access.looks import Seen


class Why(StrEnum):
    """Why a seeker is on the list, in the order of what a human answer changes."""

    NEW_NO = "new_no"
    WAITS = "waits"
    ANSWER = "answer"  # an employer's
    QUESTION = "question"  # the seeker said something, and no coach has answered since
    PRACTICE = "practice"  # an answer they practise, and ask a word about
    QUIET = "quiet"
    OVERDUE = "overdue"
    AGREED = "agreed"
    DONE = "done"


# The section each reason is a figure of; nothing is said that rests on one not granted. A question is one of its place.
SECTION: dict[Why, Section] = {
    Why.NEW_NO: Section.STORY,
    Why.WAITS: Section.PLAN,
    Why.ANSWER: Section.FEEDBACK,
    Why.PRACTICE: Section.PRACTICE,
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
    item_id: UUID | None = None
    places: tuple[Seen, ...] = ()  # of questions: the sections (of cases) they stand in, where that is a look

    def seen(self, *, words: bool) -> tuple[Seen, ...]:
        """What it shows, for the log of looks; `words`: with its company."""
        if self.why is Why.QUESTION:
            return self.places
        named: tuple[Seen, ...] = ()
        if words and self.why is Why.ANSWER and self.company:
            named = ((Section.STORY, self.case_id),)
        return ((SECTION[self.why], self.case_id), *named)


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk of the coming week. It belongs to the coaching, and to no section."""

    seeker_id: UUID
    name: str
    starts_at: datetime


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
    talks: list[Talk] = field(default_factory=list)  # the next first
    seekers: int = 0
    sights: dict[UUID, Any] = field(default_factory=dict)  # for the log of looks
    worded: set[UUID] = field(default_factory=set)  # seekers whose words may stand in a mail

    def in_order(self) -> list[Line]:
        """Those about whom there is something to say, the most pressing first."""
        telling = [line for line in self.lines.values() if line.reasons]
        return sorted(telling, key=lambda line: (list(Why).index(line.in_order()[0].why), line.name))

    @property
    def is_empty(self) -> bool:
        """Nobody asked, no talk is near, and nothing that was granted changed or waits."""
        return not self.requests and not self.talks and not self.in_order()
