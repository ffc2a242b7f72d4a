"""A coach's Today: one line a person, reasons merged, ordered by what a human answer changes.

Everything on a line belongs to a section (and a case) that was granted; what is shown is written into the log of looks.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.looks import Seen
from coach_platform.core.access.sight import Sight, sights_of
from coach_platform.core.accounts.privacy import QUIET_TOLD
from coach_platform.core.coaching.requests import RequestLine, requests_to
from coach_platform.core.plans.due_dates import overdue_sql
from coach_platform.core.plans.waits import OpenReview, Wait, median_waits, open_reviews
from coach_platform.core.relations.models import Section
from coach_platform.core.today.granted import Sights, reach_of, story_reach, with_section
from coach_platform.kit import clock
from coach_platform.kit.db import db

# A no this late cost weeks of hope and holds the most to learn; a week later somebody else has said it.
LATE_STAGES = (Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND, Stage.OFFER)
FRESH = timedelta(days=7)
# Two missed weekly rhythms: earlier it is a holiday or a good week, and writing would be nagging.
QUIET_AFTER = timedelta(days=14)
RHYTHM = timedelta(days=56)


class Why(StrEnum):
    """Why somebody is on the list; this is the order of the list, and the page says so."""

    LATE_NO = "late_no"
    REVIEW = "review"
    PRACTICE = "practice"  # an answer they practise, and ask a word about
    QUIET = "quiet"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Reason:
    """One reason. Only what belongs to it is filled; `since` says how long it has stood."""

    why: Why
    since: datetime
    section: Section
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
    count: int = 0  # overdue actions; practice items
    item_id: UUID | None = None  # the practice item that has waited longest
    team: bool = False  # several could answer this review
    on_it: str = ""  # who is, and until when
    on_it_until: datetime | None = None
    on_it_is_me: bool = False


@dataclass(frozen=True)
class QueueLine:
    """One person and every reason they are here, the weightiest first."""

    seeker_id: UUID
    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class CoachToday:
    """The page. `wait` is the coach's own median wait, None while nothing was answered lately."""

    lines: list[QueueLine]
    requests: list[RequestLine]
    seekers: int
    waiting: int
    wait: Wait | None


def coach_today(actor: Actor) -> CoachToday:
    """Seven statements with the sign-in's, however many seekers. Raises: NotAllowed for somebody who is no coach."""
    requests = requests_to(actor)
    sights = sights_of(actor)
    reviews = open_reviews(sights.values()) if sights else {}
    lines = _lines(sights, reviews)
    looks.record(actor.name, _seen(lines, sights), surface=Surface.QUEUE)
    return CoachToday(
        lines=lines,
        requests=requests,
        seekers=len(sights),
        waiting=len(reviews),
        wait=median_waits([actor.person_id]).get(actor.person_id),
    )


def _lines(sights: Sights, reviews: dict[UUID, OpenReview]) -> list[QueueLine]:
    if not sights:
        return []
    moment = clock.now()
    reasons: defaultdict[UUID, list[Reason]] = defaultdict(list)
    for seeker_id, reason in _late_nos(sights, moment):
        reasons[seeker_id].append(reason)
    for review in reviews.values():
        reasons[review.seeker_id].append(_review(review, moment, sights[review.seeker_id].reader_id))
    people = _people(sights, moment)
    for person in people:
        reasons[person.id] += [*_practice(person), *_quiet(person, moment), *_overdue(person, moment)]
    names = {person.id: person.name for person in people}
    lines = [QueueLine(key, names[key], tuple(sorted(found, key=_order))) for key, found in reasons.items() if found]
    return sorted(lines, key=lambda line: (*_order(line.reasons[0]), line.name))


def _order(reason: Reason) -> tuple[int, datetime]:
    return list(Why).index(reason.why), reason.since


def _seen(lines: Iterable[QueueLine], sights: Sights) -> list[tuple[Sight, Seen]]:
    return [(sights[line.seeker_id], (reason.section, reason.case_id)) for line in lines for reason in line.reasons]


def _review(review: OpenReview, moment: datetime, reader_id: UUID) -> Reason:
    return Reason(
        Why.REVIEW,
        review.asked_at,
        Section.PLAN,
        review_id=review.review_id,
        note=review.note,
        note_locale=review.note_locale,
        days=(moment - review.asked_at).days,
        team=review.team,
        on_it=review.claimed_by,
        on_it_until=review.claimed_until,
        on_it_is_me=review.claimed_by_id == reader_id,
    )


def _practice(person: Any) -> list[Reason]:
    if not person.asked:
        return []
    item = {"item_id": person.asked_item, "case_id": person.asked_case}
    return [Reason(Why.PRACTICE, person.asked_since, Section.PRACTICE, count=person.asked, **item)]


def _quiet(person: Any, moment: datetime) -> list[Reason]:
    if person.last_seen_at is None or moment - person.last_seen_at < QUIET_AFTER:
        return []
    days = (moment - person.last_seen_at).days
    quiet = Reason(Why.QUIET, person.last_seen_at, Section.ACTIVITY, days=days, active_days=person.active_days or 0)
    return [quiet]


def _overdue(person: Any, moment: datetime) -> list[Reason]:
    if not person.overdue:
        return []
    since = clock.instant(datetime.combine(person.oldest_due_on, datetime.min.time()), person.zone)
    return [Reason(Why.OVERDUE, min(since, moment), Section.PLAN, count=person.overdue)]


_LATE_NOS = text(
    """
    select c.seeker_id, c.id, a.company, a.role, a.furthest_stage, a.outcome, a.offer_state, a.outcome_on, c.opened_at
    from cases c join applications a on a.id = c.application_id
    where (c.seeker_id = any(:seekers) and c.id <> all(:excluded) or c.id = any(:cases)) and a.deleted_at is null
      and a.outcome in ('rejected', 'no_reply', 'offer', 'closed')
      and (a.outcome <> 'offer' or a.offer_state = 'rescinded')
      and a.furthest_stage = any(:late) and a.outcome_on >= :since
    """
)


def _late_nos(sights: Sights, moment: datetime) -> list[tuple[UUID, Reason]]:
    reach = story_reach(sights.values())
    if not (reach.seekers or reach.cases):
        return []
    rows = db.session.execute(
        _LATE_NOS,
        {
            "seekers": reach.seekers,
            "cases": reach.cases,
            "excluded": reach.excluded,
            "late": [stage.value for stage in LATE_STAGES],
            "since": (moment - FRESH).date(),
        },
    )
    return [
        (
            row.seeker_id,
            Reason(
                Why.LATE_NO,
                row.opened_at,
                Section.STORY,
                case_id=row.id,
                company=row.company,
                role=row.role,
                furthest=Stage(row.furthest_stage),
                outcome=Outcome(row.outcome),
                offer_state=OfferState(row.offer_state) if row.offer_state else None,
                on=row.outcome_on,
            ),
        )
        for row in rows
    ]


# A figure is read only for those who granted its section. Days with something written stand for the rhythm.
_PEOPLE = text(
    f"""
    select p.id, p.name, p.zone, s.last_seen_at, r.active_days, o.overdue, o.oldest_due_on,
           q.asked, q.asked_since, q.asked_item, q.asked_case
    from persons p
    left join lateral (select p.last_seen_at where p.id = any(:activity) and {QUIET_TOLD}) s on true
    left join lateral (
        select count(distinct d.day) as active_days from (
            select (e.recorded_at at time zone p.zone)::date as day from stage_events e
                where e.seeker_id = p.id and e.recorded_at between s.last_seen_at - :rhythm and s.last_seen_at
            union all select (e.recorded_at at time zone p.zone)::date from outcome_events e
                where e.seeker_id = p.id and e.recorded_at between s.last_seen_at - :rhythm and s.last_seen_at
            union all select (f.submitted_at at time zone p.zone)::date from assessment_responses f
                where f.seeker_id = p.id and f.author_role = 'seeker'
                  and f.submitted_at between s.last_seen_at - :rhythm and s.last_seen_at
            union all select (k.at at time zone p.zone)::date from check_ins k
                where k.seeker_id = p.id and k.at between s.last_seen_at - :rhythm and s.last_seen_at
        ) d
    ) r on s.last_seen_at <= :quiet_since
    left join lateral (
        select count(*) as overdue, min(x.due_on) as oldest_due_on from actions x
        where p.id = any(:plan) and x.seeker_id = p.id and x.deleted_at is null and {overdue_sql("x", "p")}
    ) o on true
    left join lateral (
        select count(*) as asked, min(i.comment_asked_at) as asked_since,
               (array_agg(i.id order by i.comment_asked_at, i.id))[1] as asked_item,
               (array_agg(i.case_id order by i.comment_asked_at, i.id))[1] as asked_case
        from practice_items i
        left join cases c on c.id = i.case_id
        left join applications a on a.id = coalesce(c.application_id, i.application_id)
        where i.seeker_id = p.id and (i.case_id is null and p.id = any(:practice_whole)
               or p.id = any(:practice) and i.case_id is not null and i.case_id <> all(:practice_out)
               or i.case_id = any(:practice_cases))
          and i.comment_asked_at is not null and i.deleted_at is null and a.deleted_at is null
          and not exists (select from comments k where k.item_id = i.id and k.author_id = :me
                          and k.created_at >= i.comment_asked_at and k.deleted_at is null)
    ) q on true
    where p.id = any(:ids)
    """  # noqa: S608 (a rule of ours, values are bound)
)


def _people(sights: Sights, moment: datetime) -> list[Any]:
    practice = reach_of(sights.values(), Section.PRACTICE)
    return list(
        db.session.execute(
            _PEOPLE,
            {
                "ids": list(sights),
                "activity": with_section(sights.values(), Section.ACTIVITY),
                "plan": with_section(sights.values(), Section.PLAN),
                "practice": practice.seekers,
                "practice_cases": practice.cases,
                "practice_whole": practice.whole,
                "practice_out": practice.excluded,
                "me": next(iter(sights.values())).reader_id,
                "quiet_since": moment - QUIET_AFTER,
                "rhythm": RHYTHM,
                "now": moment,
            },
        )
    )
