"""The SQL of coaches' digests. Each figure is read only under its section; its fragments are ours, values are bound.

What each coach sees is no business of these statements: they are told, a row a coach and seeker (core/access/sight.py).
"""

from sqlalchemy import text

from coach_platform.core.accounts.privacy import QUIET_TOLD
from coach_platform.core.assessments.calibration import unchosen_sql
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


def _case_seen(section: str, case: str) -> str:
    """Whether `section` of the case in column `case` may be read by the coach of s."""
    told = "w.coach_id = s.coach_id and w.section = '{0}' and w.case_id = {1}"
    listed, excluded = (
        f"exists (select from {name} w where {told.format(section, case)})" for name in ("listed", "out")
    )
    return f"(s.{section} and {case} is not null and not {excluded} or {listed})"


_THREADS_SEEN = f"""(
        k.target in ('plan', 'action') and s.plan
        or k.target = 'practice' and ({_case_seen("practice", "k.case_id")} or k.case_id is null and s.practice_whole)
        or (k.target = 'case' or k.set_key = 'first_assessment') and {_case_seen("story", "k.case_id")}
        or k.set_key = 'deeper' and {_case_seen("deeper", "k.case_id")}
        or k.set_key = 'feedback' and {_case_seen("feedback", "k.case_id")})"""

_ANSWERED = """exists (select from comments r where r.seeker_id = s.seeker_id and r.by_coach and r.deleted_at is null
        and r.created_at > k.created_at and r.target = k.target and r.action_id is not distinct from k.action_id
        and r.item_id is not distinct from k.item_id and r.case_id is not distinct from k.case_id
        and r.set_key is not distinct from k.set_key and r.item_key is not distinct from k.item_key)"""

# What was said and waits for a word, as on Today: employers' answers, questions by the place they stand in, and answers
# they practise. What the coach put aside as done there is not told again.
SAID = text(
    f"""
    with s as materialized (
        select s.*, coalesce(m.done_at, '-infinity') as done_at
        from unnest(cast(:coaches as uuid[]), cast(:seekers as uuid[]), cast(:plan as bool[]), cast(:every_case as bool[]),
                    cast(:deeper as bool[]), cast(:feedback as bool[]), cast(:practice as bool[]),
                    cast(:practice_whole as bool[]))
            as s (coach_id, seeker_id, plan, story, deeper, feedback, practice, practice_whole)
        left join queue_marks m on m.coach_id = s.coach_id and m.seeker_id = s.seeker_id),
    listed as materialized (
        select * from unnest(cast(:listed_by as uuid[]), cast(:listed_in as text[]), cast(:listed_cases as uuid[]))
            as w (coach_id, section, case_id)),
    out as materialized (
        select * from unnest(cast(:out_by as uuid[]), cast(:out_in as text[]), cast(:out_cases as uuid[]))
            as w (coach_id, section, case_id))
    select s.coach_id, s.seeker_id, 'answer' as why, 'feedback' as section, f.case_id, cast(null as uuid) as item_id,
           case when {_case_seen("story", "f.case_id")} then a.company else '' end as company, 1 as n, false as closed,
           f.created_at as at
    from s join feedback f on f.seeker_id = s.seeker_id join cases c on c.id = f.case_id
    join applications a on a.id = c.application_id
    where f.created_at > greatest(:answered_since, s.done_at) and {_case_seen("feedback", "f.case_id")}
      and f.source <> 'in_the_no' and f.deleted_at is null and a.deleted_at is null
      and f.author_id is distinct from s.coach_id
      and not exists (select from comments k where k.seeker_id = s.seeker_id and k.case_id = f.case_id
                      and k.author_id = s.coach_id and k.deleted_at is null and k.created_at > f.created_at
                      and (k.target = 'case' or k.set_key = 'feedback' and k.item_key = f.id::text))
    union all
    select s.coach_id, s.seeker_id, 'question',
           case when k.target in ('plan', 'action') then 'plan' when k.target = 'practice' then 'practice'
                when k.set_key in ('deeper', 'feedback') then k.set_key else 'story' end,
           k.case_id, null, '', count(*),
           k.set_key is not distinct from 'deeper' and {unchosen_sql("s.coach_id", "s.seeker_id", "k.case_id")},
           min(k.created_at)
    from s join comments k on k.seeker_id = s.seeker_id
    left join actions x on x.id = k.action_id
    left join practice_items i on i.id = k.item_id
    left join cases c on c.id = k.case_id
    left join applications a on a.id = coalesce(c.application_id, i.application_id)
    where not k.by_coach and k.deleted_at is null and k.created_at > greatest(:asked_since, s.done_at)
      and x.deleted_at is null and i.deleted_at is null and a.deleted_at is null
      and (i.comment_asked_at is null or k.created_at > i.comment_asked_at)
      and {_THREADS_SEEN} and not {_ANSWERED}
    group by s.coach_id, s.seeker_id, k.target, k.set_key, k.case_id
    union all
    select s.coach_id, s.seeker_id, 'practice', 'practice', i.case_id, i.id, '', 1, false, i.comment_asked_at
    from s join practice_items i on i.seeker_id = s.seeker_id
    left join cases c on c.id = i.case_id
    left join applications a on a.id = coalesce(c.application_id, i.application_id)
    where i.comment_asked_at > s.done_at and i.deleted_at is null and a.deleted_at is null
      and ({_case_seen("practice", "i.case_id")} or i.case_id is null and s.practice_whole)
      and not exists (select from comments k where k.item_id = i.id and k.author_id = s.coach_id
                      and k.created_at >= i.comment_asked_at and k.deleted_at is null)
    order by coach_id, seeker_id, at, case_id, item_id
    """
)

# Who asked for each coach, and whom each talks with in the coming week.
BESIDE = text(
    """
    select k.coach_id, k.seeker_id, p.name, cast(null as timestamptz) as starts_at, k.asked_at as at
    from coachings k join persons p on p.id = k.seeker_id
    where k.coach_id = any(:people) and k.state = 'requested'
    union all
    select k.coach_id, k.seeker_id, p.name, t.starts_at, t.starts_at
    from coachings k join talks t on t.coaching_id = k.id and t.cancelled_at is null
        and t.starts_at >= :now and t.starts_at < :talks_until
    join persons p on p.id = k.seeker_id
    where k.coach_id = any(:people) and k.state = 'active'
    order by coach_id, at, name
    """
)
