"""Why somebody is on a coach's Today, how long each reason lasts, and what putting a line aside leaves. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from coach_platform.content.vocabulary import OfferState, Outcome, Section, Stage
from coach_platform.core.access.looks import Seen

# A no this late cost weeks of hope and holds the most to learn; a week later somebody else has said it.
LATE_STAGES = (Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND, Stage.OFFER)
FRESH = timedelta(days=7)


class Why(StrEnum):
    """Why somebody is on the list; this is the order of the list unless a coach likes another, and the page says so."""

    HANDED = "handed"  # a colleague hands them on: always first
    LATE_NO = "late_no"
    REVIEW = "review"
    ANSWER = "answer"  # an employer's
    QUESTION = "question"  # the seeker said something, and no coach has answered since
    PRACTICE = "practice"  # an answer they practise, and ask a word about
    QUIET = "quiet"
    OVERDUE = "overdue"


ORDER = tuple(why for why in Why if why is not Why.HANDED)


@dataclass(frozen=True)
class Thread:
    """Where a question stands: the key of its thread, and what must be granted to see it.

    `closed`: beside a deeper answer, and the coach has not chosen yet whether to answer blind: until then it is counted
    without a word of where it stands, and that is no look at the answers.
    """

    key: str
    section: Section
    case_id: UUID | None
    closed: bool = False


@dataclass(frozen=True)
class Handed:
    """A line that a colleague handed on, or handed back."""

    id: UUID
    by: str
    note: str
    note_locale: str
    taken: bool
    back: bool


@dataclass(frozen=True)
class Reason:
    """One reason. Only what belongs to it is filled; `since`: how long it stands; `arrived`: when its newest part came."""

    why: Why
    since: datetime
    section: Section
    arrived: datetime
    case_id: UUID | None = None
    company: str = ""
    role: str = ""
    furthest: Stage | None = None
    outcome: Outcome | None = None
    offer_state: OfferState | None = None
    on: date | None = None
    review_id: UUID | None = None
    note: str = ""
    note_locale: str = ""
    days: int = 0  # waiting or quiet
    active_days: int = 0  # of the eight weeks before they went quiet
    usual: int | None = None  # their typical gap in days; None where too little is known
    count: int = 0  # overdue actions; practice items; comments not answered
    item_id: UUID | None = None  # the practice item that has waited longest
    feedback_id: UUID | None = None
    person: str = ""  # who answered there
    threads: tuple[Thread, ...] = ()  # the longest unanswered first
    handed: Handed | None = None
    team: bool = False  # several could answer this review
    on_it: str = ""  # who is, and until when
    on_it_until: datetime | None = None
    on_it_is_me: bool = False

    @property
    def needs(self) -> tuple[Seen, ...]:
        """What must be granted to whoever takes care of it."""
        return tuple((thread.section, thread.case_id) for thread in self.threads) or ((self.section, self.case_id),)

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What it shows, for the log of looks."""
        if self.threads:
            return tuple((thread.section, thread.case_id) for thread in self.threads if not thread.closed)
        return shown((self.section, self.case_id)) if self.why is Why.HANDED else (*self.needs, *self._named)

    @property
    def _named(self) -> tuple[Seen, ...]:
        return ((Section.STORY, self.case_id),) if self.why is Why.ANSWER and self.company else ()


def shown(about: Seen) -> tuple[Seen, ...]:
    """What a line says by being handed on: that there is something in this section. Of deeper answers it says nothing."""
    return () if about[0] is Section.DEEPER else (about,)


@dataclass(frozen=True)
class Mark:
    """What a coach did with a line. What came until `done_at` is handled; until `snoozed_until_at` the line sleeps."""

    done_at: datetime | None = None
    snoozed_at: datetime | None = None
    snoozed_until_at: datetime | None = None
    away_at: datetime | None = None  # handed on: it is a colleague's


@dataclass(frozen=True)
class QueueLine:
    """One person and every reason they are here, the weightiest first."""

    seeker_id: UUID
    name: str
    reasons: tuple[Reason, ...]
    shared: bool = False  # by a team: somebody else could take it


def standing(reasons: Iterable[Reason], mark: Mark, moment: datetime) -> list[Reason]:
    """The reasons that still stand. A plan that waits is done by its answer alone; news wakes a sleeping line, whole."""
    left = [reason for reason in reasons if not _handled(reason, mark)]
    asleep = mark.snoozed_until_at is not None and mark.snoozed_until_at > moment
    if asleep and not any(mark.snoozed_at is None or reason.arrived > mark.snoozed_at for reason in left):
        return []
    return left


def _handled(reason: Reason, mark: Mark) -> bool:
    if mark.away_at is not None and reason.arrived <= mark.away_at:
        return True
    return reason.why is not Why.REVIEW and mark.done_at is not None and reason.arrived <= mark.done_at


def in_order(order: Sequence[Why], reason: Reason) -> tuple[int, datetime]:
    """The weight of a reason, the lightest number first; what is handed on comes before everything."""
    return (-1 if reason.why is Why.HANDED else list(order).index(reason.why)), reason.since


def merged(own: Iterable[str]) -> tuple[Why, ...]:
    """A coach's order, whole: words that are no reason (any more) fall out, reasons it does not know keep their place after."""
    known = [Why(word) for word in dict.fromkeys(own) if word in ORDER]
    return (*known, *(why for why in ORDER if why not in known))


def moved(order: Sequence[Why], why: Why, *, up: bool) -> tuple[Why, ...]:
    """The order with one reason a place up or down; at its end it stays."""
    found = list(order)
    here = found.index(why)
    there = max(0, min(len(found) - 1, here + (-1 if up else 1)))
    found[here], found[there] = found[there], found[here]
    return tuple(found)
