"""What outcomes are made of: which measure counts what of whom. Never a word of anybody's.

A contribution is one person's share of one measure in one month at one office. Only what happened while the coaching went
on, and only what its seeker shares with somebody of the organisation at the moment of counting: what is shared no more
counts no more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text

from coach_platform.core.outcomes.months import Month
from coach_platform.kit import clock
from coach_platform.kit.db import db


class Measure(StrEnum):
    """The columns of the page, in its order."""

    SEEKERS = "seekers"  # people who were coached
    CASES = "cases"  # cases whose first assessment was handed in
    PLANS = "plans"  # plans agreed
    WAIT = "wait"  # median time to the answer to a review, in whole days
    INTERVIEWS = "interviews"  # applications that reached a first interview or more
    OFFERS = "offers"  # applications that reached an offer


@dataclass(frozen=True)
class Contribution:
    """`amount`: how many; for a wait, its seconds (one row a review).

    `what`: the case, application or review it is about, which a row counts once, in however many of its offices and
    months it stands; None of a person who was coached.
    """

    measure: Measure
    office_id: UUID | None
    person_id: UUID
    month: Month
    amount: int
    what: UUID | None = None


_BESIDE = """
    select g.id, g.seeker_id, g.office_id, p.zone,
           (g.answered_at at time zone p.zone)::date as from_on,
           coalesce((g.ended_at at time zone p.zone)::date, :until) as until_on
    from coachings g join persons p on p.id = g.seeker_id
    where g.organisation_id = :organisation and g.answered_at is not null and g.state in ('active', 'ended')
"""

# Live at this moment, over a coaching of this organisation, to a coach or to a team of it.
_SHARED = """
    select r.id, r.coaching_id, r.sections, r.case_scope from grants r
    where r.revoked_at is null and (r.ends_at is null or r.ends_at > :now)
"""

_REACHES = """
    (s.case_scope = 'future_too' or exists (select from grant_cases l where l.grant_id = s.id and l.case_id = c.id))
    and not exists (select from grant_exclusions x
                    where x.grant_id = s.id and x.case_id = c.id and x.lifted_at is null)
"""

# An application is told of by the funnel (pipeline), unless its case is kept out of it, or by the story of its case.
_TOLD = f"""
    exists (
        select from shared s left join cases c on c.application_id = a.id
        where s.coaching_id = b.id
          and (c.id is null and 'pipeline' = any(s.sections)
               or c.id is not null and s.sections && array['pipeline', 'story'] and {_REACHES})
    )
"""

_CONTRIBUTIONS = text(
    f"""
    with beside as ({_BESIDE}), shared as ({_SHARED}),
    reached as (
        select e.application_id, e.stage = 'offer' as offered, min(e.occurred_on) as on_day
        from stage_events e
        where e.seeker_id in (select seeker_id from beside) and not e.withdrawn and e.day_known
          and e.stage in ('interview', 'task', 'further_interview', 'final_round', 'offer')
          and not exists (select from stage_events n where n.corrects_id = e.id)
        group by 1, 2
    ),
    offered as (
        select o.application_id, min(o.occurred_on) as on_day
        from outcome_events o
        where o.seeker_id in (select seeker_id from beside) and o.outcome = 'offer' and o.day_known
          and not exists (select from outcome_events n where n.corrects_id = o.id)
        group by 1
    )
    select distinct 'seekers' as measure, b.office_id, b.seeker_id, to_char(m, 'YYYY-MM') as month,
           null::uuid as what, 1 as amount
    from beside b cross join generate_series(date_trunc('month', cast(:since as date)), cast(:until as date), '1 month') m
    where b.from_on < m + interval '1 month' and b.until_on >= m
    union all
    select 'cases', b.office_id, b.seeker_id, to_char(f.submitted_at at time zone b.zone, 'YYYY-MM'), c.id, 1
    from beside b join cases c on c.seeker_id = b.seeker_id
    join applications a on a.id = c.application_id and a.deleted_at is null
    join lateral (
        select min(submitted_at) as submitted_at from assessment_responses r
        where r.case_id = c.id and r.set_key = 'first_assessment' and r.author_role = 'seeker'
    ) f on (f.submitted_at at time zone b.zone)::date between greatest(b.from_on, :since) and least(b.until_on, :until)
    where exists (select from shared s where s.coaching_id = b.id and 'story' = any(s.sections) and {_REACHES})
    union all
    select 'plans', b.office_id, b.seeker_id, to_char(v.agreed_at at time zone b.zone, 'YYYY-MM'), v.id, 1
    from beside b join reviews v on v.coaching_id = b.id
    where (v.agreed_at at time zone b.zone)::date between :since and :until
      and exists (select from shared s where s.coaching_id = b.id and 'plan' = any(s.sections))
    union all
    select 'wait', b.office_id, b.seeker_id, to_char(v.answered_at at time zone b.zone, 'YYYY-MM'), v.id,
           greatest(0, extract(epoch from v.answered_at - v.asked_at))::int
    from beside b join reviews v on v.coaching_id = b.id
    where (v.answered_at at time zone b.zone)::date between :since and :until
      and exists (select from shared s where s.coaching_id = b.id and 'plan' = any(s.sections))
    union all
    select 'interviews', b.office_id, b.seeker_id, to_char(min(t.on_day), 'YYYY-MM'), a.id, 1
    from beside b join applications a on a.seeker_id = b.seeker_id and a.deleted_at is null
    join reached t on t.application_id = a.id and not t.offered
    where t.on_day between greatest(b.from_on, :since) and least(b.until_on, :until) and {_TOLD}
    group by b.id, b.office_id, b.seeker_id, a.id
    union all
    select 'offers', b.office_id, b.seeker_id, to_char(min(t.on_day), 'YYYY-MM'), a.id, 1
    from beside b join applications a on a.seeker_id = b.seeker_id and a.deleted_at is null
    join (select application_id, on_day from reached where offered union all select * from offered) t
      on t.application_id = a.id
    where t.on_day between greatest(b.from_on, :since) and least(b.until_on, :until) and {_TOLD}
    group by b.id, b.office_id, b.seeker_id, a.id
    """  # noqa: S608 (rules of ours, values are bound)
)


def contributions(organisation_id: UUID, since: date, until: date) -> list[Contribution]:
    """Everybody's, both days included, at most one a thing, office and month. One statement."""
    rows = db.session.execute(
        _CONTRIBUTIONS, {"organisation": organisation_id, "since": since, "until": until, "now": clock.now()}
    )
    return list(_once({(row.measure, row.office_id, row.seeker_id, row.month, row.what): row.amount for row in rows}))


def _once(found: Mapping[tuple[str, UUID | None, UUID, str, UUID | None], int]) -> Iterator[Contribution]:
    for (measure, office_id, person_id, month, what), amount in found.items():
        yield Contribution(Measure(measure), office_id, person_id, Month(month), amount, what)
