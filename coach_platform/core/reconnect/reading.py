"""What was asked and answered in a case, as one reader sees it: from the columns that columns.py puts into a statement."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from coach_platform.content.reasons import card_reasons, reasons
from coach_platform.content.vocabulary import FeedbackSource
from coach_platform.core.coaching.noted.marks import Mark, marks
from coach_platform.core.reconnect.models import Happened
from coach_platform.core.reconnect.refusals import declines_at
from coach_platform.core.reconnect.states import Asking, Standing, Told, standing_of, state_of
from coach_platform.kit import clock
from coach_platform.kit.i18n import current_locale


@dataclass(frozen=True)
class FeedbackShown:
    """One answer. `reasons`: in words, as the card or the list says them; `said`: (question, answer) of a card."""

    id: UUID
    to_id: UUID
    source: FeedbackSource
    person: str
    on: date
    words: str
    reason_keys: tuple[str, ...]
    reasons: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    next_time: str
    may_contact: bool | None
    locale: str
    author_id: UUID | None
    author: str
    verified: bool
    corrected: bool
    noted: tuple[Mark, ...] = ()  # entered by a coach by phone, and confirmed

    @property
    def thread_key(self) -> str:
        """Names the thread of comments on it."""
        return f"answer:feedback:{self.id}"

    @property
    def of_card(self) -> bool:
        """Whether nobody signed in to say it."""
        return self.source is FeedbackSource.CARD


@dataclass(frozen=True)
class Step:
    """One line of the history of asking. `what`: asked, undone, nobody, declined, withdrawn."""

    what: str
    name: str
    on: date
    via_recruiter: bool = False
    id: UUID | None = None  # what can be undone


@dataclass(frozen=True)
class ReconnectShown:
    """Everything of one case. `states`: by recipient, of those with whom anything happened."""

    standing: Standing
    states: Mapping[UUID, Asking]
    nobody: bool
    history: tuple[Step, ...]
    feedback: tuple[FeedbackShown, ...]

    def __bool__(self) -> bool:
        return bool(self.history or self.feedback)


def shown(row: Any, zone: str) -> ReconnectShown:
    """From a row with EVERYTHING of columns.py. `zone`: where the reader lives, for "today"."""
    told, nobody = told_of(row.told)
    today = clock.today(zone)
    return ReconnectShown(
        standing=standing_of(list(told.values()), nobody, today),
        states={to_id: state_of(one, today) for to_id, one in told.items()},
        nobody=nobody,
        history=_history(row, told, zone),
        feedback=tuple(feedback_shown(one) for one in row.feedback or ()),
    )


def standing(document: Mapping[str, Any], zone: str) -> Standing:
    """From TOLD alone: a line of a list."""
    told, nobody = told_of(document)
    return standing_of(list(told.values()), nobody, clock.today(zone))


def told_of(document: Mapping[str, Any]) -> tuple[dict[UUID, Told], bool]:
    """What is known of each recipient, and whether the seeker said that there is nobody to ask."""
    found: defaultdict[UUID, Told] = defaultdict(Told)
    asked_at: dict[UUID, datetime] = {}
    nobody = False
    for to, kind, on, at in document["events"] or ():
        if kind == Happened.NOBODY:
            nobody = True
            continue
        to_id = UUID(to)
        asked_at[to_id] = max(datetime.fromisoformat(at), asked_at.get(to_id, datetime.min.replace(tzinfo=clock.UTC)))
        found[to_id] = replace(found[to_id], asked_on=max(date.fromisoformat(on), found[to_id].asked_on or date.min))
    for to in document["answers"] or ():
        found[UUID(to)] = replace(found[UUID(to)], answered=True)
    for card in document["cards"] or ():
        to_id = UUID(card[1])
        if (moment := _declined_at(card, asked_at.get(to_id))) is not None and moment <= clock.now():
            found[to_id] = replace(found[to_id], declined_at=moment)
    return dict(found), nobody


def _declined_at(card: Sequence[Any], asked_at: datetime | None) -> datetime | None:
    """When it was declined, by a tap or by itself. What was answered by the card itself was not: nobody can do both."""
    card_id, _to, declined, refused, reopened, answered = card
    if declined:
        return datetime.fromisoformat(declined)
    return None if answered else declines_at(UUID(card_id), asked_at, _moment(refused), _moment(reopened))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _history(row: Any, told: Mapping[UUID, Told], zone: str) -> tuple[Step, ...]:
    steps = [_event(one) for one in row.asked["events"] or ()]
    for card in row.asked["cards"] or ():
        if card["withdrawn_at"]:
            steps.append(Step("withdrawn", card["name"], _day(card["withdrawn_at"], zone)))
    for to, one in told.items():
        if one.declined_at is not None:
            steps.append(Step("declined", _name(row, to), clock.local(one.declined_at, zone).date()))
    return tuple(sorted(steps, key=lambda step: step.on))


def _event(told: Mapping[str, Any]) -> Step:
    what = told["kind"] if told["stands"] else "undone"
    can_be_undone = UUID(told["id"]) if told["stands"] else None
    return Step(what, told["name"], date.fromisoformat(told["on"]), told["via"], can_be_undone)


def _name(row: Any, to_id: UUID) -> str:
    return next((card["name"] for card in row.asked["cards"] or () if UUID(card["to_id"]) == to_id), "")


def _day(moment: str, zone: str) -> date:
    return clock.local(datetime.fromisoformat(moment), zone).date()


def feedback_shown(told: Mapping[str, Any]) -> FeedbackShown:
    """One answer, from its row as JSON with `to_id` (columns.py)."""
    source = FeedbackSource(told["source"])
    return FeedbackShown(
        id=UUID(told["id"]),
        to_id=UUID(told["to_id"]),
        source=source,
        person=told["person_name"],
        on=date.fromisoformat(told["received_on"]),
        words=told["words"],
        reason_keys=tuple(told["reasons"]),
        reasons=tuple(words for key in told["reasons"] if (words := reason_words(key, source))),
        said=tuple((line["question"], line["said"]) for line in told["answers"].get("lines", ()) if line["said"]),
        next_time=told["next_time"],
        may_contact=told["may_contact"],
        locale=told["locale"],
        author_id=UUID(told["author_id"]) if told["author_id"] else None,
        author=told["author_name"],
        verified=told["verified"],
        corrected=told["corrected_at"] is not None,
        noted=marks(told.get("noted")),
    )


def reason_words(key: str, source: FeedbackSource) -> str:
    """A reason in the reader's language: in the employer's voice where it was ticked on a card; "" for one long gone."""
    if source is FeedbackSource.CARD and key in card_reasons():
        return card_reasons()[key].in_(current_locale())
    known = reasons().get(key)
    return known.label.in_(current_locale()) if known else ""
