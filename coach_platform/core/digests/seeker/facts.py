"""What one seeker's digest stands on, and whether it says anything. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import Stage
from coach_platform.core.insights.victories import Victory


@dataclass(frozen=True, slots=True)
class CoachWrote:
    """Unread words of one coach: how many and where; never the words themselves."""

    author: str
    comments: int
    review: bool  # among them the answer to a review


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An open point of the plan."""

    id: UUID
    what: str
    lang: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Happening:
    """A stage that was reached, or that is coming."""

    application_id: UUID
    company: str
    stage: Stage
    on: date


@dataclass(slots=True)
class Figures:
    """What the progress line compares with the last digest's."""

    steps: int = 0
    actions_done: int = 0
    actions: int = 0
    confidence: int | None = None

    def as_shown(self) -> dict[str, int | None]:
        """As they are kept on the message, for the next digest to compare with."""
        return {
            "steps": self.steps,
            "actions_done": self.actions_done,
            "actions": self.actions,
            "confidence": self.confidence,
        }


@dataclass(slots=True)
class SeekerFacts:
    """One seeker's week."""

    gathered_at: datetime  # what is recorded later belongs to the next digest
    wrote: list[CoachWrote] = field(default_factory=list)
    next_action: OpenAction | None = None
    has_next: bool = False  # while gathering: the nearest open action was met
    due: list[OpenAction] = field(default_factory=list)
    overdue: int = 0
    victories: list[Happening] = field(default_factory=list)  # steps of applications
    won: list[Victory] = field(default_factory=list)  # actions done, plans agreed, employers who came back
    coming: list[Happening] = field(default_factory=list)
    batch: int = 0
    figures: Figures = field(default_factory=Figures)
    before: Mapping[str, Any] | None = None  # the last digest's figures; None: this is the first

    @property
    def changed(self) -> bool:
        """Whether the progress line has anything to say: only against an earlier digest."""
        return bool(self.moved)

    @property
    def moved(self) -> dict[str, tuple[Any, Any]]:
        """The figures that differ from the last digest's: name -> (then, now)."""
        if self.before is None:
            return {}
        now = self.figures.as_shown()
        return {name: (self.before.get(name), value) for name, value in now.items() if self.before.get(name) != value}

    @property
    def is_empty(self) -> bool:
        """No answer, no change, no open action, nothing due, no batch."""
        something = (
            self.wrote,
            self.next_action,
            self.due,
            self.victories,
            self.won,
            self.coming,
            self.batch,
            self.changed,
        )
        return not any(something)
