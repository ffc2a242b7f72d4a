"""From what may be seen to lines: three statements, however many seekers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import OfferState, Outcome, Section, Stage
from coach_platform.core.access.looks import Looked, Seen
from coach_platform.core.access.sight import Sight
from coach_platform.core.coaching.talks.reading import TalkView, coming
from coach_platform.core.insights.rhythm import FLOOR, WEEKS, rhythm_of
from coach_platform.core.plans.models import CommentTarget
from coach_platform.core.plans.targets import key_of, section_of
from coach_platform.core.plans.waits import OpenReview
from coach_platform.core.today.granted import Sights, reach_of, with_section
from coach_platform.core.today.queue import statements
from coach_platform.core.today.queue.reasons import (
    ANSWER_LASTS,
    FRESH,
    LATE_STAGES,
    ORDER,
    QUESTION_LASTS,
    Handed,
    Mark,
    QueueLine,
    Reason,
    Thread,
    Why,
    in_order,
    merged,
    standing,
)
from coach_platform.kit import clock
from coach_platform.kit.db import db, uuid_array

HANDED_LASTS = timedelta(days=14)  # after that it is whoever's line it is
UNTAKEN = timedelta(days=3)  # nobody took it up: whoever handed it on has it again


@dataclass(frozen=True)
class HandedOn:
    """A line that the reader handed on; `colleague` has it, or was asked to take it."""

    id: UUID
    seeker_id: UUID
    name: str
    colleague: str
    at: datetime
    taken: bool
    about: Seen


@dataclass(frozen=True)
class Desk:
    """What lies on a coach's desk beside what seekers did: their order, the hand-ons by seeker, the talks ahead."""

    order: tuple[Why, ...] = ORDER
    own_order: bool = False
    hand_ons: Mapping[UUID, list[Any]] = field(default_factory=dict)
    talks: tuple[TalkView, ...] = ()  # of the next two weeks


def desk_of(reader_id: UUID, moment: datetime) -> Desk:
    """One statement."""
    given = {"me": reader_id, "now": moment, "handed_since": moment - HANDED_LASTS}
    rows = db.session.execute(statements.DESK, given).all()
    hand_ons: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        if row.id is not None:
            hand_ons[row.seeker_id].append(row)
    own = rows[0].reasons
    return Desk(merged(own or ()), own is not None, dict(hand_ons), coming(rows[0].talks))


def lines(
    sights: Sights, reviews: Mapping[UUID, OpenReview], desk: Desk, moment: datetime
) -> tuple[list[QueueLine], dict[UUID, str]]:
    """Whoever needs the reader of these sights, in the reader's order; and everybody's name. One statement."""
    found, names = [], {}
    for person in people(sights, moment):
        names[person.id] = person.name
        sight = sights[person.id]
        review = reviews.get(person.id)
        reasons = [*_handed(sight, desk), *([_review(review, moment, sight)] if review else []), *_told(person, moment)]
        left = standing(reasons, _mark(person, desk, moment), moment)
        if left:
            left.sort(key=lambda reason: in_order(desk.order, reason))
            shared = any(one.team_id for one in sight.opened)
            found.append(QueueLine(person.id, person.name, tuple(left), shared))
    return sorted(found, key=lambda line: (*in_order(desk.order, line.reasons[0]), line.name)), names


def people(sights: Sights, moment: datetime) -> list[Any]:
    """A row a person, of what each granted. One statement, and none for nobody."""
    if not sights:
        return []
    given: dict[str, Any] = {
        "ids": uuid_array(sights),
        "me": next(iter(sights.values())).reader_id,
        "activity": with_section(sights.values(), Section.ACTIVITY),
        "plan": with_section(sights.values(), Section.PLAN),
        "late": [stage.value for stage in LATE_STAGES],
        "late_since": (moment - FRESH).date(),
        "answered_since": moment - ANSWER_LASTS,
        "asked_since": moment - QUESTION_LASTS,
        "quiet_since": moment - FLOOR,
        "rhythm": WEEKS,
        "now": moment,
    }
    for section in (Section.STORY, Section.DEEPER, Section.FEEDBACK, Section.PRACTICE):
        reach = reach_of(sights.values(), section)
        given |= {section.value: reach.seekers, f"{section}_cases": reach.cases, f"{section}_out": reach.excluded}
        if section is Section.PRACTICE:
            given["practice_whole"] = reach.whole
    return list(db.session.execute(statements.PEOPLE, given))


def seen(found: Iterable[QueueLine], sights: Sights) -> list[Looked]:
    """What these lines show, for the log of looks."""
    return [(sights[line.seeker_id], place) for line in found for reason in line.reasons for place in reason.seen]


def handed_on(desk: Desk, sights: Sights, names: Mapping[UUID, str], moment: datetime) -> list[HandedOn]:
    """What the reader handed on and is still away, of whom they see."""
    return [
        _handed_on(row, names[seeker_id])
        for seeker_id, rows in desk.hand_ons.items()
        if seeker_id in names and seeker_id in sights
        for row in rows
        if row.mine and _away(row, moment) and _sees(sights[seeker_id], row)
    ]


def _handed_on(row: Any, name: str) -> HandedOn:
    about = (Section(row.section), row.case_id)
    return HandedOn(row.id, row.seeker_id, name, row.other, row.created_at, row.taken_at is not None, about)


def _told(person: Any, moment: datetime) -> list[Reason]:
    return [
        *_late_nos(person),
        *_answers(person),
        *_question(person),
        *_practice(person),
        *_quiet(person, moment),
        *_overdue(person, moment),
    ]


def _mark(person: Any, desk: Desk, moment: datetime) -> Mark:
    away = [row.created_at for row in desk.hand_ons.get(person.id, ()) if row.mine and _away(row, moment)]
    return Mark(person.done_at, person.snoozed_at, person.snoozed_until_at, max(away, default=None))


def _away(row: Any, moment: datetime) -> bool:
    """Whether it is the colleague's: they have it, or were asked to take it lately, and still see what it is about."""
    if not row.colleague_sees:
        return False
    return row.returned_at is None and (row.taken_at is not None or row.created_at > moment - UNTAKEN)


def _handed(sight: Sight, desk: Desk) -> list[Reason]:
    """What a colleague handed on, or back: the last word of it, as long as what it was about is seen."""
    rows = [
        row for row in desk.hand_ons.get(sight.seeker_id, ()) if (not row.mine or row.returned_at) and _sees(sight, row)
    ]
    if not rows:
        return []
    row = rows[-1]
    at = row.returned_at if row.mine else row.created_at
    note = "" if row.mine else row.note or ""
    handed = Handed(row.id, row.other, note, row.note_locale or "", row.taken_at is not None, row.mine)
    return [Reason(Why.HANDED, at, Section(row.section), at, case_id=row.case_id, handed=handed)]


def _sees(sight: Sight, row: Any) -> bool:
    section = Section(row.section)
    return sight.section(section) if row.case_id is None else sight.case(row.case_id, section)


def _review(review: OpenReview, moment: datetime, sight: Sight) -> Reason:
    return Reason(
        Why.REVIEW,
        review.asked_at,
        Section.PLAN,
        review.asked_at,
        review_id=review.review_id,
        note=review.note,
        note_locale=review.note_locale,
        days=(moment - review.asked_at).days,
        team=review.team,
        on_it=review.claimed_by,
        on_it_until=review.claimed_until,
        on_it_is_me=review.claimed_by_id == sight.reader_id,
    )


def _late_nos(person: Any) -> list[Reason]:
    return [
        Reason(
            Why.LATE_NO,
            _moment(told["since"]),
            Section.STORY,
            _moment(told["arrived"]),
            case_id=UUID(told["id"]),
            company=told["company"],
            role=told["role"],
            furthest=Stage(told["furthest"]),
            outcome=Outcome(told["outcome"]),
            offer_state=OfferState(told["offer_state"]) if told["offer_state"] else None,
            on=date.fromisoformat(told["on"]),
        )
        for told in person.late_nos or ()
    ]


def _answers(person: Any) -> list[Reason]:
    return [
        Reason(
            Why.ANSWER,
            _moment(told["at"]),
            Section.FEEDBACK,
            _moment(told["at"]),
            case_id=UUID(told["case_id"]),
            feedback_id=UUID(told["id"]),
            company=told["company"],
            person=told["person"],
        )
        for told in person.answers or ()
    ]


def _question(person: Any) -> list[Reason]:
    """All threads that wait, as one reason."""
    told: Sequence[Mapping[str, Any]] = person.questions or ()
    if not told:
        return []
    threads = tuple(_thread(one) for one in told)
    return [
        Reason(
            Why.QUESTION,
            _moment(told[0]["first"]),
            threads[0].section,
            max(_moment(one["last"]) for one in told),
            count=sum(one["n"] for one in told),
            threads=threads,
        )
    ]


def _thread(told: Mapping[str, Any]) -> Thread:
    kind = CommentTarget(told["target"])
    at = {CommentTarget.ACTION: told["action_id"], CommentTarget.PRACTICE: told["item_id"]}.get(kind, told["case_id"])
    key = key_of(kind, at, told["set_key"], told["item_key"])
    return Thread(key, section_of(kind, told["set_key"]), UUID(told["case_id"]) if told["case_id"] else None)


def _practice(person: Any) -> list[Reason]:
    if not person.asked:
        return []
    item = {"item_id": person.asked_item, "case_id": person.asked_case}
    return [Reason(Why.PRACTICE, person.asked_since, Section.PRACTICE, person.asked_last, count=person.asked, **item)]


def _quiet(person: Any, moment: datetime) -> list[Reason]:
    if person.last_seen_at is None:
        return []
    rhythm = rhythm_of(person.days or (), clock.local(person.last_seen_at, person.zone).date())
    silent = moment - person.last_seen_at
    if silent < rhythm.after:
        return []
    told = {"days": silent.days, "active_days": rhythm.active_days, "usual": rhythm.usual}
    arrived = person.last_seen_at + rhythm.after
    return [Reason(Why.QUIET, person.last_seen_at, Section.ACTIVITY, arrived, **told)]


def _overdue(person: Any, moment: datetime) -> list[Reason]:
    if not person.overdue:
        return []
    since = _midnight(person.oldest_due_on, person.zone)
    arrived = _midnight(person.newest_due_on + timedelta(days=1), person.zone)
    return [Reason(Why.OVERDUE, min(since, moment), Section.PLAN, min(arrived, moment), count=person.overdue)]


def _midnight(day: date, zone: str) -> datetime:
    return clock.instant(datetime.combine(day, datetime.min.time()), zone)


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told)


def only(sights: Collection[Sight], team_id: UUID | None, *, mine: bool) -> dict[UUID, Sight]:
    """The seekers of a coach's own, or those whom a team shares; all of them where neither is asked."""
    if mine:
        return {sight.seeker_id: sight for sight in sights if sight.beside}
    if team_id is not None:
        return {s.seeker_id: s for s in sights if any(one.team_id == team_id for one in s.opened)}
    return {sight.seeker_id: sight for sight in sights}
