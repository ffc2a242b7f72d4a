"""The SQL of coaches' digests. Each figure is read only under its section; its fragments are ours, values are bound."""

from sqlalchemy import text

from coach_platform.core.accounts.privacy import QUIET_TOLD
from coach_platform.core.plans.due_dates import overdue_sql

# s: each coach with the moment of their last digest. g: the one live grant of a coaching, if there is one.
_LINKS = """unnest(cast(:people as uuid[]), cast(:since as timestamptz[])) as s (coach_id, since)
    join coachings k on k.coach_id = s.coach_id and k.state = 'active'
    join persons p on p.id = k.seeker_id
    left join grants g on g.coaching_id = k.id and g.revoked_at is null and (g.ends_at is null or g.ends_at > :now)"""

PEOPLE = text(
    f"""
    select s.coach_id, k.seeker_id, p.name, asked.at as waits_since,
        case when 'activity' = any(g.sections) and {QUIET_TOLD} then p.last_seen_at end as last_seen_at,
        coalesce('plan' = any(g.sections) and plans.turn = 'agreed' and plans.turn_since_at > s.since, false) as agreed,
        coalesce(points.done, 0) as done, coalesce(points.overdue, 0) as overdue
    from {_LINKS}
    left join plans on plans.seeker_id = k.seeker_id and 'plan' = any(g.sections)
    left join lateral (
        select min(r.asked_at) as at from reviews r
        where r.coaching_id = k.id and r.answered_at is null and r.withdrawn_at is null
    ) asked on 'plan' = any(g.sections)
    left join lateral (
        select count(*) filter (where a.state = 'done' and a.closed_at > s.since) as done,
               count(*) filter (where {overdue_sql("a", "p")}) as overdue
        from actions a where a.seeker_id = k.seeker_id and a.deleted_at is null
    ) points on 'plan' = any(g.sections)
    order by s.coach_id, p.name_sort
    """
)

# A no whose case may be seen, opened since the last digest or with a newer outcome.
NEW_NOS = text(
    f"""
    select s.coach_id, k.seeker_id, c.id as case_id, a.company, a.furthest_stage as stage, a.outcome, a.offer_state
    from {_LINKS}
    join cases c on c.seeker_id = k.seeker_id and 'story' = any(g.sections)
      and (g.case_scope = 'future_too'
           or exists (select from grant_cases gc where gc.grant_id = g.id and gc.case_id = c.id))
    join applications a on a.id = c.application_id and a.deleted_at is null
    where greatest(c.opened_at, c.reopened_at) > greatest(s.since, :lately)
    order by s.coach_id, k.seeker_id, c.opened_at desc
    """
)

REQUESTS = text(
    """
    select k.coach_id, p.name from coachings k join persons p on p.id = k.seeker_id
    where k.coach_id = any(:people) and k.state = 'requested' order by k.coach_id, k.asked_at
    """
)
