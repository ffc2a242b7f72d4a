"""Every line of a coach's caseload in one statement. A figure whose section is not granted is not even read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.core.access.sight import Sight
from coach_platform.core.accounts.privacy import QUIET_TOLD
from coach_platform.core.insights.rhythm import FLOOR, WEEKS, active_days_sql, rhythm_of
from coach_platform.core.plans.due_dates import overdue_sql
from coach_platform.core.plans.models import Turn
from coach_platform.core.relations.models import Section
from coach_platform.core.today.caseload.filters import Order, Sort, ordered
from coach_platform.core.today.caseload.lines import CaseloadLine
from coach_platform.core.today.caseload.work_stages import Facts, work_stage
from coach_platform.core.today.granted import Sights, reach_of, through, with_section
from coach_platform.kit import clock
from coach_platform.kit.db import db, uuid_array

PAGE = 50
Offices = tuple[tuple[UUID, str], ...]

_SEEKERS = text(
    f"""
    select p.id, p.name, p.name_sort, coalesce(g.answered_at, g.asked_at) as since, o.id as office_id, o.name as office,
        case when p.id = any(:activity) then p.last_seen_at end as last_seen_at,
        p.id = any(:activity) and {QUIET_TOLD} as quiet_told, p.zone, y.days,
        w.waiting_since, l.turn, x.points, x.open_actions, x.overdue,
        p.id = any(:pipeline) and exists (
            select from search_settings s where s.seeker_id = p.id and s.found_work_at is not null) as found_work,
        h.deeper_of, exists (
            select from assessment_responses r where r.seeker_id = p.id and r.case_id = any(h.deeper_of)
              and r.set_key = 'deeper' and r.author_role = 'seeker') as deeper,
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
    left join lateral {active_days_sql("p", "p.last_seen_at")} y on p.id = any(:activity) and p.last_seen_at <= :quiet_since
    left join offices o on o.id = g.office_id
    -- Whoever never looked into a case may still answer it blind: no stage tells them that there are answers.
    left join lateral (
        select array_agg(c.id) as deeper_of from cases c join applications a on a.id = c.application_id
        where c.seeker_id = p.id and a.deleted_at is null
          and (c.seeker_id = any(:deeper_all) and c.id <> all(:deeper_out) or c.id = any(:deeper_cases))
          and exists (select from looks k where k.seeker_id = p.id and k.reader_id = :me and k.section = 'deeper'
                      and (k.case_id = c.id or k.case_id is null))
    ) h on p.id = any(:deepening)
    left join plans l on l.seeker_id = p.id and p.id = any(:plan)
    left join reviews v on v.plan_id = l.id and v.answered_at is null and v.withdrawn_at is null
    left join lateral (select v.asked_at as waiting_since where v.coaching_id = any(:through)) w on true
    left join lateral (
        select count(*) as points, count(*) filter (where t.state = 'open') as open_actions,
               count(*) filter (where {overdue_sql("t", "p")}) as overdue
        from actions t where t.seeker_id = p.id and t.state <> 'declined' and t.deleted_at is null
    ) x on p.id = any(:plan)
    """  # noqa: S608 (rules of ours, values are bound)
)

# Where nothing is filtered and only a name or a day orders the list: who stands on a page, so that nothing is read of the
# others. As Python orders text, whatever the database's language.
_NAME = 'p.name_sort collate "C"'
_ORDERS = {
    (Sort.NAME, False): f"{_NAME}, p.id",
    (Sort.NAME, True): f"{_NAME} desc, p.id desc",
    (Sort.SINCE, False): f"coalesce(g.answered_at, g.asked_at), {_NAME}, p.id",
    (Sort.SINCE, True): f"coalesce(g.answered_at, g.asked_at) desc, {_NAME}, p.id",
}
_ON_PAGE = {
    key: text(
        f"""
        select p.id, (
            select jsonb_agg(distinct jsonb_build_array(o.id, o.name)) from coachings e join offices o on o.id = e.office_id
            where e.id = any(:coachings)) as offices
        from coachings g join persons p on p.id = g.seeker_id
        where g.id = any(:coachings) order by {order} limit {PAGE} offset :offset
        """  # noqa: S608 (orders of ours, values are bound)
    )
    for key, order in _ORDERS.items()
}


def lines_of(sights: Sights, zone: str) -> list[CaseloadLine]:
    """A line for each of the sights, in no order. One statement."""
    moment = clock.now()
    rows = db.session.execute(_SEEKERS, _values(sights, moment))
    return [_line(row, sights[row.id], zone, moment) for row in rows]


def is_by_page(order: Order) -> bool:
    """Whether a page of this order can be read without the other lines (as long as nothing is filtered)."""
    return (order.by, order.descending) in _ORDERS


def page_of(sights: Sights, zone: str, order: Order, *, number: int) -> tuple[list[CaseloadLine], Offices]:
    """The lines of one page of all of these sights, in order; and the offices of all. Two statements."""
    given = {"coachings": _coachings(sights), "offset": (number - 1) * PAGE}
    rows = db.session.execute(_ON_PAGE[order.by, order.descending], given).all()
    shown = lines_of({row.id: sights[row.id] for row in rows}, zone)
    return ordered(shown, order), tuple((UUID(key), name) for key, name in (rows[0].offices if rows else None) or ())


def _coachings(sights: Sights) -> str:
    return uuid_array(sight.coaching_id for sight in sights.values() if sight.coaching_id)


def _values(sights: Sights, moment: datetime) -> dict[str, Any]:
    of = sights.values()
    story, deeper = reach_of(of, Section.STORY), reach_of(of, Section.DEEPER)
    return {
        "coachings": _coachings(sights),
        "activity": with_section(of, Section.ACTIVITY),
        "plan": with_section(of, Section.PLAN),
        "pipeline": with_section(of, Section.PIPELINE),
        "telling": with_section(of, Section.STORY),
        "deepening": with_section(of, Section.DEEPER),
        "confidence": with_section(of, Section.CONFIDENCE),
        "all_cases": story.seekers,
        "cases": story.cases,
        "excluded": story.excluded,
        "deeper_all": deeper.seekers,
        "deeper_cases": deeper.cases,
        "deeper_out": deeper.excluded,
        "through": through(of),
        "me": next(iter(of)).reader_id,
        "now": moment,
        "quiet_since": moment - FLOOR,
        "rhythm": WEEKS,
    }


def _line(row: Any, sight: Sight, zone: str, moment: datetime) -> CaseloadLine:
    plan, seen, quiet = sight.section(Section.PLAN), row.last_seen_at, _quiet(row, moment)
    return CaseloadLine(
        seeker_id=row.id,
        name=row.name,
        name_sort=row.name_sort,
        since=row.since,
        mine=sight.beside,
        office_id=row.office_id,
        office=row.office or "",
        work_stage=work_stage(_facts(row, sight, quiet=quiet)),
        last_seen_at=seen,
        last_seen_on=clock.local(seen, zone).date() if seen else None,
        activity=sight.section(Section.ACTIVITY),
        quiet=quiet,
        waiting_since=row.waiting_since,
        open_actions=row.open_actions if plan else None,
        overdue=row.overdue if plan else None,
        deeper_of=tuple(row.deeper_of or ()),
        cases=row.cases if sight.section(Section.STORY) else None,
        confidence=tuple(row.confidence or ()) if sight.section(Section.CONFIDENCE) else None,
    )


def _quiet(row: Any, moment: datetime) -> bool:
    """By the same rule as on Today, against their own rhythm."""
    if not row.quiet_told or row.last_seen_at is None:
        return False
    rhythm = rhythm_of(row.days or (), clock.local(row.last_seen_at, row.zone).date())
    return bool(moment - row.last_seen_at >= rhythm.after)


def _facts(row: Any, sight: Sight, *, quiet: bool) -> Facts:
    plan = sight.section(Section.PLAN)
    return Facts(
        found_work=row.found_work if sight.section(Section.PIPELINE) else None,
        waits=row.waiting_since is not None if plan else None,
        turn=Turn(row.turn) if plan and row.turn else None,
        points=row.points if plan else None,
        open_actions=row.open_actions if plan else None,
        quiet=quiet if sight.section(Section.ACTIVITY) else None,
        deeper=row.deeper if sight.section(Section.DEEPER) else None,
        cases=row.cases if sight.section(Section.STORY) else None,
    )
