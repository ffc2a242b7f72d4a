"""The caseload: all seekers of a coach, to compare. Each figure is there only where its section was granted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.looks import Seen
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import Sight, sights_of
from coach_platform.core.plans.due_dates import overdue_sql
from coach_platform.core.relations.models import Section
from coach_platform.core.today.granted import Sights, story_reach, through, with_section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import parse_id

PAGE = 50


@dataclass(frozen=True)
class CaseloadLine:
    """One seeker. None means: not granted; the page then shows nothing, not a zero."""

    seeker_id: UUID
    name: str
    since: datetime
    last_seen_on: date | None  # ACTIVITY, in the coach's zone
    activity: bool
    waiting_since: datetime | None  # PLAN
    open_actions: int | None  # PLAN
    overdue: int | None  # PLAN
    cases: int | None  # STORY
    confidence: tuple[int, ...] | None  # CONFIDENCE: the last eight taps, oldest first


@dataclass(frozen=True)
class Caseload:
    """A page of it, by name; `next` is the mark of the page after, or ""."""

    lines: list[CaseloadLine]
    total: int
    next: str = ""


def caseload(actor: Actor, *, after: str = "") -> Caseload:
    """The actor's seekers. Four statements with the sign-in's. `after` is a mark from an earlier page.

    Raises: NotAllowed for somebody who is no coach.
    """
    require(actor, Permission.USE_COACH_FACE)
    sights = sights_of(actor)
    if not sights:
        return Caseload([], 0)
    rows = _rows(sights, _after(after))
    shown = [_line(row, sights[row.id], actor.zone) for row in rows[:PAGE]]
    looks.record(actor.name, [pair for line in shown for pair in _seen(line, sights)], surface=Surface.QUEUE)
    return Caseload(shown, len(sights), _mark(rows[PAGE - 1]) if len(rows) > PAGE else "")


def _seen(line: CaseloadLine, sights: Sights) -> list[tuple[Sight, Seen]]:
    """A figure that is there is a look, a nought as well; where nothing stands, nothing was looked at."""
    carried = {
        Section.ACTIVITY: line.last_seen_on is not None,
        Section.PLAN: line.open_actions is not None,
        Section.STORY: line.cases is not None,
        Section.CONFIDENCE: bool(line.confidence),
    }
    return [(sights[line.seeker_id], (section, None)) for section, shown in carried.items() if shown]


def _line(row: Any, sight: Sight, zone: str) -> CaseloadLine:
    plan = sight.section(Section.PLAN)
    return CaseloadLine(
        seeker_id=row.id,
        name=row.name,
        since=row.since,
        last_seen_on=clock.local(row.last_seen_at, zone).date() if row.last_seen_at else None,
        activity=sight.section(Section.ACTIVITY),
        waiting_since=row.waiting_since,
        open_actions=row.open_actions if plan else None,
        overdue=row.overdue if plan else None,
        cases=row.cases if sight.section(Section.STORY) else None,
        confidence=tuple(row.confidence or ()) if sight.section(Section.CONFIDENCE) else None,
    )


_SEEKERS = text(
    f"""
    select p.id, p.name, p.name_sort, coalesce(g.answered_at, g.asked_at) as since,
        case when p.id = any(:activity) then p.last_seen_at end as last_seen_at,
        case when p.id = any(:plan) then (
            select v.asked_at from reviews v
            where v.coaching_id = any(:through) and v.seeker_id = p.id
              and v.answered_at is null and v.withdrawn_at is null) end as waiting_since,
        x.open_actions, x.overdue,
        case when p.id = any(:telling) then (
            select count(*) from cases c join applications a on a.id = c.application_id
            where c.seeker_id = p.id and a.deleted_at is null
              and (c.seeker_id = any(:all_cases) and c.id <> all(:excluded) or c.id = any(:cases))) end as cases,
        case when p.id = any(:confidence) then (
            select array_agg(k.confidence order by k.at, k.id) from (
                select confidence, at, id from check_ins where seeker_id = p.id order by at desc, id desc limit 8
            ) k) end as confidence
    from persons p
    join coachings g on g.id = any(:coachings) and g.seeker_id = p.id
    left join lateral (
        select count(*) as open_actions, count(*) filter (where {overdue_sql("t", "p")}) as overdue
        from actions t where t.seeker_id = p.id and t.state = 'open' and t.deleted_at is null
    ) x on p.id = any(:plan)
    where (p.name_sort, p.id) > (:name, :id)
    order by p.name_sort, p.id
    limit :page
    """  # noqa: S608 (a rule of ours, values are bound)
)


def _rows(sights: Sights, after: tuple[str, UUID]) -> list[Any]:
    reach = story_reach(sights.values())
    of = sights.values()
    return list(
        db.session.execute(
            _SEEKERS,
            {
                "coachings": [sight.coaching_id for sight in of],
                "activity": with_section(of, Section.ACTIVITY),
                "plan": with_section(of, Section.PLAN),
                "telling": with_section(of, Section.STORY),
                "confidence": with_section(of, Section.CONFIDENCE),
                "all_cases": reach.seekers,
                "cases": reach.cases,
                "excluded": reach.excluded,
                "through": through(of),
                "now": clock.now(),
                "name": after[0],
                "id": after[1],
                "page": PAGE + 1,
            },
        )
    )


_FIRST = ("", UUID(int=0))


def _after(mark: str) -> tuple[str, UUID]:
    head, _, name = mark.partition(" ")
    found = parse_id(head)
    return (name, found) if found else _FIRST


def _mark(row: Any) -> str:
    return f"{row.id} {row.name_sort}"
