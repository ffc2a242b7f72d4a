"""The SQL of coaches' digests. Each figure is read only under its section; its fragments are ours, values are bound.

What each coach sees is no business of these statements: they are told, a row a coach and seeker (core/access/sight.py).
"""

from sqlalchemy import text

from coach_platform.core.accounts.privacy import QUIET_TOLD
from coach_platform.core.insights.rhythm import active_days_sql
from coach_platform.core.plans.due_dates import overdue_sql

# s: each coach and seeker, the moment of the coach's last digest, and which figures may be read.
PEOPLE = text(
    f"""
    with waits as (
        select t.coach_id, r.seeker_id, min(r.asked_at) as at
        from unnest(cast(:readers as uuid[]), cast(:through as uuid[])) as t (coach_id, coaching_id)
        join reviews r on r.coaching_id = t.coaching_id
        where r.answered_at is null and r.withdrawn_at is null
        group by t.coach_id, r.seeker_id)
    select s.coach_id, p.id as seeker_id, p.name, p.zone, asked.at as waits_since, rhythm.days,
        case when s.activity and {QUIET_TOLD} then p.last_seen_at end as last_seen_at,
        coalesce(plans.turn = 'agreed' and plans.turn_since_at > s.since, false) as agreed,
        coalesce(points.done, 0) as done, coalesce(points.overdue, 0) as overdue
    from unnest(cast(:coaches as uuid[]), cast(:seekers as uuid[]), cast(:since as timestamptz[]),
                cast(:activity as bool[]), cast(:plan as bool[]))
        as s (coach_id, seeker_id, since, activity, plan)
    join persons p on p.id = s.seeker_id
    left join lateral {active_days_sql("p", "p.last_seen_at")} rhythm on s.activity and p.last_seen_at <= :quiet_since
    left join plans on plans.seeker_id = p.id and s.plan
    left join waits asked on s.plan and asked.coach_id = s.coach_id and asked.seeker_id = p.id
    left join lateral (
        select count(*) filter (where a.state = 'done' and a.closed_at > s.since) as done,
               count(*) filter (where {overdue_sql("a", "p")}) as overdue
        from actions a where a.seeker_id = p.id and a.deleted_at is null
    ) points on s.plan
    order by s.coach_id, p.name_sort
    """
)

# A no whose case may be seen, opened since the last digest or with a newer outcome.
NEW_NOS = text(
    """
    select s.coach_id, c.seeker_id, c.id as case_id, a.company, a.furthest_stage as stage, a.outcome, a.offer_state
    from unnest(cast(:coaches as uuid[]), cast(:seekers as uuid[]), cast(:since as timestamptz[]),
                cast(:every_case as bool[])) as s (coach_id, seeker_id, since, every_case)
    join cases c on c.seeker_id = s.seeker_id
    join applications a on a.id = c.application_id and a.deleted_at is null
    left join unnest(cast(:listers as uuid[]), cast(:listed as uuid[])) as l (coach_id, case_id)
        on l.coach_id = s.coach_id and l.case_id = c.id
    left join unnest(cast(:excluders as uuid[]), cast(:excluded as uuid[])) as x (coach_id, case_id)
        on x.coach_id = s.coach_id and x.case_id = c.id
    where (s.every_case and x.case_id is null or l.case_id is not null)
      and greatest(c.opened_at, c.reopened_at) > greatest(s.since, :lately)
    order by s.coach_id, c.seeker_id, c.opened_at desc
    """
)

REQUESTS = text(
    """
    select k.coach_id, p.name from coachings k join persons p on p.id = k.seeker_id
    where k.coach_id = any(:people) and k.state = 'requested' order by k.coach_id, k.asked_at
    """
)
