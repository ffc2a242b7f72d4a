"""What one mail of reminders stands on. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from coach_platform.content.vocabulary import Stage
from coach_platform.core.access.sight import Sight
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.reminders.topics import Topic


@dataclass(frozen=True, slots=True)
class Item:
    """One reminder as its mail names it: the fact, not its words."""

    topic: Topic
    subject_id: UUID
    occasion: str


@dataclass(frozen=True, slots=True)
class Point:
    """An action: how it stands, and what it says to its seeker."""

    id: UUID
    open: bool
    due_on: date | None
    snoozed_until_on: date | None
    what: str
    lang: str


@dataclass(frozen=True, slots=True)
class OneCase:
    """A case: its company, its pause, and which of its assessments are answered."""

    id: UUID
    company: str
    paused_until: datetime | None
    answered: frozenset[str]  # set keys that were submitted, or whose step its seeker called done
    message_waits: bool = False  # nobody was written to yet: the thank-you message is there to be sent


@dataclass(frozen=True, slots=True)
class Talk:
    """An interview to come."""

    application_id: UUID
    company: str
    stage: Stage
    on: date

    @property
    def occasion(self) -> str:
        """As statements.py writes it."""
        return f"{self.stage.value}:{self.on.isoformat()}"


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """Somebody said "keep in mind": the day to write again."""

    id: UUID
    case_id: UUID
    company: str
    person: str
    on: date
    open: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """A review that waits for its coach. `sight`: theirs, where they see the plan now."""

    review_id: UUID
    seeker_id: UUID
    seeker: str
    asked_at: datetime
    answered: bool
    withdrawn: bool
    sight: Sight | None


Fact = Point | OneCase | Talk | OpenDoor | Wait


@dataclass(slots=True)
class Told:
    """What one mail says, and what it was asked for and does not say."""

    facts: list[tuple[Item, Fact]] = field(default_factory=list)
    left_out: dict[Item, Reason] = field(default_factory=dict)

    def of(self, topic: Topic) -> list[Fact]:
        """What is said under one topic."""
        return [fact for item, fact in self.facts if item.topic is topic]

    @property
    def topics(self) -> list[Topic]:
        """Those that are said, in the order of the letter."""
        return [topic for topic in Topic if self.of(topic)]
