"""A line opened in place: what each reason is about, as far as it was granted, and where a word of the coach would stand.

Eight statements at most with the sign-in's and the look's, whatever stands on the line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.looks import Seen
from coach_platform.core.access.sight import Sight
from coach_platform.core.plans.rule_words import Said, words_for
from coach_platform.core.plans.targets import PLAN, Target, on_action, on_answer, on_case, on_practice, target_of
from coach_platform.core.plans.threads import CommentView, Threads, threads_at
from coach_platform.core.plans.waits import open_reviews
from coach_platform.core.reconnect.reading import FeedbackShown, feedback_shown
from coach_platform.core.relations.models import Section
from coach_platform.core.today.queue.details import Details, details_of
from coach_platform.core.today.queue.gathering import desk_of, lines
from coach_platform.core.today.queue.handing import coachs_sight
from coach_platform.core.today.queue.reasons import Reason, Why
from coach_platform.kit import clock
from coach_platform.kit.i18n import current_locale


@dataclass(frozen=True)
class Story:
    """A no in short: its own words, and what the seeker says happened; "" where nothing was written."""

    own_words: str
    own_locale: str
    happened: str
    locale: str


@dataclass(frozen=True)
class Point:
    """An action: overdue, or changed since the plan was last answered."""

    id: UUID
    what: Said
    state: str
    due_on: date | None
    overdue: bool


@dataclass(frozen=True)
class Item:
    """A question they practise, with what they said and a better answer."""

    id: UUID
    case_id: UUID | None
    question: str
    said: str
    better: str
    locale: str


@dataclass(frozen=True)
class Place:
    """Where a word can be said: the thing by its kind and name, and its thread."""

    target: Target
    kind: str  # plan, action, case, answer, feedback, practice
    name: str  # of an action or a question
    company: str = ""  # whose case it is, where the story is granted
    thread: tuple[CommentView, ...] = ()

    @property
    def about(self) -> str:
        """The value a form names it by."""
        return f"{self.target.key}|{self.target.case_id or ''}"


@dataclass(frozen=True)
class Closed:
    """A case beside whose deeper answers something was said, and the coach has not chosen yet: answer blind, or read."""

    case_id: UUID
    company: str = ""  # where the story is granted


@dataclass(frozen=True)
class Part:
    """One reason with what it is about."""

    reason: Reason
    story: Story | None = None
    feedback: FeedbackShown | None = None
    points: tuple[Point, ...] = ()
    item: Item | None = None
    places: tuple[Place, ...] = ()
    closed: tuple[Closed, ...] = ()


@dataclass(frozen=True)
class Opened:
    """The line. `parts` is empty where nothing waits (any more). `draft`: a word begun, and where it was to stand."""

    seeker_id: UUID
    name: str
    parts: list[Part] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    plan_seen: bool = False
    draft: str = ""
    draft_about: str = ""
    revision: int = 0


def open_line(actor: Actor, seeker_id: UUID) -> Opened:
    """What is on one seeker's line, for a coach who sees it; the look is written down. Raises: NotFound, NotAllowed."""
    sight = coachs_sight(actor, seeker_id)
    moment = clock.now()
    sights = {seeker_id: sight}
    found, names = lines(sights, open_reviews([sight]), desk_of(actor.person_id, moment), moment)
    reasons = found[0].reasons if found else ()
    details = details_of(sight, reasons, moment)
    wanted = [target for reason in reasons for target in _targets(reason, details, sight)]
    said = threads_at(sight, wanted)
    parts = [_part(reason, details, sight, said) for reason in reasons]
    places = {place.about: place for part in parts for place in part.places}
    looks.record(actor.name, [(sight, seen) for part in parts for seen in _seen(part)], surface=Surface.PAGE)
    return Opened(
        seeker_id,
        names[seeker_id],
        parts,
        list(places.values()),
        sight.section(Section.PLAN),
        details.draft.get("text", ""),
        details.draft.get("about", ""),
        details.revision,
    )


def _part(reason: Reason, details: Details, sight: Sight, said: Threads) -> Part:
    targets = _targets(reason, details, sight)
    return Part(
        reason,
        story=_story(details.stories.get(reason.case_id)) if reason.why is Why.LATE_NO else None,
        feedback=_feedback(details, reason) if reason.why is Why.ANSWER else None,
        points=_points(reason, details, sight),
        item=_item(details.items.get(reason.item_id)) if reason.why is Why.PRACTICE else None,
        places=tuple(_place(target, details, sight, said) for target in targets),
        closed=_closed(reason, details),
    )


def _closed(reason: Reason, details: Details) -> tuple[Closed, ...]:
    cases = dict.fromkeys(thread.case_id for thread in reason.threads if thread.closed and thread.case_id)
    return tuple(Closed(case_id, details.companies.get(case_id, "")) for case_id in cases)


def _targets(reason: Reason, details: Details, sight: Sight) -> list[Target]:
    """Where a word about this reason would stand, the nearest first."""
    found: list[Target] = []
    if reason.why is Why.LATE_NO and reason.case_id:
        found = [on_case(reason.case_id)]
    elif reason.why is Why.ANSWER and reason.case_id:
        found = [on_answer(reason.case_id, "feedback", str(reason.feedback_id))]
    elif reason.why is Why.QUESTION:
        found = [target_of(thread.key, thread.case_id) for thread in reason.threads if not thread.closed]
    elif reason.why is Why.PRACTICE and reason.item_id:
        found = [on_practice(reason.item_id, reason.case_id)]
    elif reason.why is Why.OVERDUE:
        found = [on_action(UUID(row["id"])) for row in details.actions.values() if row["overdue"]]
    if reason.why in (Why.REVIEW, Why.OVERDUE, Why.QUIET) and details.has_plan:
        found = [PLAN, *found] if reason.why is Why.REVIEW else [*found, PLAN]
    return [target for target in found if target.seen_by(sight)]


def _place(target: Target, details: Details, sight: Sight, said: Threads) -> Place:
    kind = "feedback" if target.set_key == "feedback" else target.kind.value
    company = details.companies.get(target.case_id, "") if kind in ("case", "answer", "feedback") else ""
    return Place(target, kind, _name(target, kind, details, sight), company, tuple(said.get(target.key, ())))


def _name(target: Target, kind: str, details: Details, sight: Sight) -> str:
    if kind == "action" and target.id in details.actions:
        return _what(details.actions[target.id], sight).text
    if kind == "practice" and target.id in details.items:
        return str(details.items[target.id]["question"])
    return ""


def _story(told: Mapping[str, Any] | None) -> Story | None:
    if told is None:
        return None
    return Story(told["own_words"] or "", told["own_locale"] or "", told["happened"] or "", told["locale"] or "")


def _feedback(details: Details, reason: Reason) -> FeedbackShown | None:
    told = details.feedback.get(reason.feedback_id)
    return feedback_shown(told) if told else None


def _item(told: Mapping[str, Any] | None) -> Item | None:
    if told is None:
        return None
    case_id = UUID(told["case_id"]) if told["case_id"] else None
    words = (told["question"], told["what_i_said"], told["better_answer"], told["locale"])
    return Item(UUID(told["id"]), case_id, *words)


def _points(reason: Reason, details: Details, sight: Sight) -> tuple[Point, ...]:
    """Of a plan that waits what was changed since its last answer, of overdue actions these."""
    wanted = {Why.REVIEW: "changed", Why.OVERDUE: "overdue"}.get(reason.why)
    rows = [row for row in details.actions.values() if wanted and row[wanted]]
    return tuple(_point(row, sight) for row in rows)


def _point(row: Mapping[str, Any], sight: Sight) -> Point:
    due_on = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    return Point(UUID(row["id"]), _what(row, sight), row["state"], due_on, row["overdue"])


def _what(row: Mapping[str, Any], sight: Sight) -> Said:
    """Its words; a rule's without the cases it rests on: those stand on the page of the plan."""
    return words_for(SimpleNamespace(**row), (), current_locale(), sight, {})["what"]


def _seen(part: Part) -> list[Seen]:
    """What a part shows: its reason, and the threads below it."""
    said = [(place.target.section, place.target.case_id) for place in part.places if place.thread]
    named: list[Seen] = [(Section.STORY, place.target.case_id) for place in part.places if place.company]
    named += [(Section.STORY, one.case_id) for one in part.closed if one.company]
    return [*part.reason.seen, *said, *named]
