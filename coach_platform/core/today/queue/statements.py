"""The SQL of a coach's queue. Each figure is read only for those who granted its section; fragments are ours, values bound.

What may be seen is no business of these statements: they are told, section by section (core/today/granted.py).
"""

from sqlalchemy import text

from coach_platform.core.accounts.privacy import QUIET_TOLD
from coach_platform.core.assessments.calibration import unchosen_sql
from coach_platform.core.coaching.talks.reading import COMING
from coach_platform.core.insights.rhythm import active_days_sql
from coach_platform.core.plans.due_dates import overdue_sql


def of_case(section: str, case: str) -> str:
    """Whether `section` of the case in column `case` of seeker p may be read."""
    return (
        f"({case} = any(:{section}_cases) or p.id = any(:{section}) and {case} is not null"
        f" and {case} <> all(:{section}_out))"
    )


_PRACTICE = f"({of_case('practice', 'i.case_id')} or i.case_id is null and p.id = any(:practice_whole))"

_LATE_NOS = f"""
    select jsonb_agg(jsonb_build_object('id', c.id, 'company', a.company, 'role', a.role, 'furthest', a.furthest_stage,
        'outcome', a.outcome, 'offer_state', a.offer_state, 'on', a.outcome_on,
        'since', c.opened_at, 'arrived', greatest(c.opened_at, c.reopened_at)) order by c.opened_at, c.id) as late_nos
    from cases c join applications a on a.id = c.application_id
    where c.seeker_id = p.id and {of_case("story", "c.id")} and a.deleted_at is null
      and a.outcome in ('rejected', 'no_reply', 'offer', 'closed')
      and (a.outcome <> 'offer' or a.offer_state = 'rescinded')
      and a.furthest_stage = any(:late) and a.outcome_on >= :late_since"""  # noqa: S608 (ours)

# An employer's answer stands until this coach is done with it, or wrote a word at it or at its case.
_ANSWERS = f"""
    select jsonb_agg(jsonb_build_object('id', f.id, 'case_id', f.case_id, 'at', f.created_at, 'person', f.person_name,
        'company', case when {of_case("story", "c.id")} then a.company else '' end) order by f.created_at, f.id) as answers
    from feedback f join cases c on c.id = f.case_id join applications a on a.id = c.application_id
    where f.seeker_id = p.id and f.created_at > :answered_since and {of_case("feedback", "f.case_id")}
      and f.source <> 'in_the_no' and f.deleted_at is null and a.deleted_at is null and f.author_id is distinct from :me
      and not exists (select from comments k where k.seeker_id = p.id and k.case_id = f.case_id and k.author_id = :me
                      and k.deleted_at is null and k.created_at > f.created_at
                      and (k.target = 'case' or k.set_key = 'feedback' and k.item_key = f.id::text))"""  # noqa: S608 (ours)

_THREADS_SEEN = f"""(
        k.target in ('plan', 'action') and p.id = any(:plan)
        or k.target = 'practice' and ({of_case("practice", "k.case_id")} or k.case_id is null and p.id = any(:practice_whole))
        or (k.target = 'case' or k.set_key = 'first_assessment') and {of_case("story", "k.case_id")}
        or k.set_key = 'deeper' and {of_case("deeper", "k.case_id")}
        or k.set_key = 'feedback' and {of_case("feedback", "k.case_id")})"""

_SAME_THREAD = """r.target = k.target and r.action_id is not distinct from k.action_id
    and r.item_id is not distinct from k.item_id and r.case_id is not distinct from k.case_id
    and r.set_key is not distinct from k.set_key and r.item_key is not distinct from k.item_key"""

# One row a thread that nobody of the coaches answered since: whose answer it is does not matter to the seeker.
_QUESTIONS = f"""
    select jsonb_agg(jsonb_build_object('target', t.target, 'action_id', t.action_id, 'item_id', t.item_id,
        'case_id', t.case_id, 'set_key', t.set_key, 'item_key', t.item_key, 'n', t.n, 'first', t.first, 'last', t.last,
        'closed', t.set_key is not distinct from 'deeper' and {unchosen_sql(":me", "p.id", "t.case_id")})
        order by t.first) as questions
    from (
        select k.target, k.action_id, k.item_id, k.case_id, k.set_key, k.item_key, count(*) as n,
               min(k.created_at) as first, max(k.created_at) as last
        from comments k
        left join actions x on x.id = k.action_id
        left join practice_items i on i.id = k.item_id
        left join cases c on c.id = k.case_id
        left join applications a on a.id = coalesce(c.application_id, i.application_id)
        where k.seeker_id = p.id and not k.by_coach and k.deleted_at is null and k.created_at > :asked_since
          and x.deleted_at is null and i.deleted_at is null and a.deleted_at is null
          and (i.comment_asked_at is null or k.created_at > i.comment_asked_at)
          and {_THREADS_SEEN}
          and not exists (select from comments r where r.seeker_id = p.id and r.by_coach and r.deleted_at is null
                          and r.created_at > k.created_at and {_SAME_THREAD})
        group by k.target, k.action_id, k.item_id, k.case_id, k.set_key, k.item_key
    ) t"""  # noqa: S608 (ours)

_OVERDUE = f"""
    select count(*) as overdue, min(x.due_on) as oldest_due_on, max(x.due_on) as newest_due_on from actions x
    where p.id = any(:plan) and x.seeker_id = p.id and x.deleted_at is null and {overdue_sql("x", "p")}"""  # noqa: S608 (ours)

_ASKED = f"""
    select count(*) as asked, min(i.comment_asked_at) as asked_since, max(i.comment_asked_at) as asked_last,
           (array_agg(i.id order by i.comment_asked_at, i.id))[1] as asked_item,
           (array_agg(i.case_id order by i.comment_asked_at, i.id))[1] as asked_case
    from practice_items i
    left join cases c on c.id = i.case_id
    left join applications a on a.id = coalesce(c.application_id, i.application_id)
    where i.seeker_id = p.id and {_PRACTICE}
      and i.comment_asked_at is not null and i.deleted_at is null and a.deleted_at is null
      and not exists (select from comments k where k.item_id = i.id and k.author_id = :me
                      and k.created_at >= i.comment_asked_at and k.deleted_at is null)"""  # noqa: S608 (ours)

PEOPLE = text(
    f"""
    select p.id, p.name, p.zone, s.last_seen_at, r.days, o.*, q.*, n.late_nos, w.answers, u.questions,
           m.done_at, m.snoozed_at, m.snoozed_until_at
    from persons p
    left join queue_marks m on m.coach_id = :me and m.seeker_id = p.id
    left join lateral (select p.last_seen_at where p.id = any(:activity) and {QUIET_TOLD}) s on true
    left join lateral {active_days_sql("p", "s.last_seen_at")} r on s.last_seen_at <= :quiet_since
    left join lateral ({_OVERDUE}) o on true
    left join lateral ({_ASKED}) q on true
    left join lateral ({_LATE_NOS}) n on true
    left join lateral ({_ANSWERS}) w on true
    left join lateral ({_QUESTIONS}) u on true
    where p.id = any(:ids)
    """  # noqa: S608 (rules of ours, values are bound)
)

# Who cannot see it any more (left the list, the organisation; shared no more) has no line of theirs to take care of.
_COLLEAGUE_SEES = """exists (
        select from grants g join coachings c on c.id = g.coaching_id and c.state = 'active'
        where g.seeker_id = h.seeker_id and g.revoked_at is null and (g.ends_at is null or g.ends_at > :now)
          and h.section = any(g.sections)
          and (g.coach_id = h.to_id or exists (
              select from team_members m join teams t on t.id = m.team_id and t.ended_at is null
              where m.team_id = g.team_id and m.person_id = h.to_id and m.left_at is null)))"""

# The coach's own order, and what was handed on to them or by them lately.
DESK = text(
    f"""
    select o.reasons, h.id, h.seeker_id, h.from_id = :me as mine, h.section, h.case_id, h.created_at, h.taken_at,
           h.returned_at, other.name as other, n.body as note, n.locale as note_locale,
           {_COLLEAGUE_SEES} as colleague_sees, {COMING} as talks
    from (select 1) one
    left join queue_orders o on o.coach_id = :me
    left join queue_hand_ons h on (h.from_id = :me or h.to_id = :me and h.returned_at is null)
        and h.withdrawn_at is null and h.created_at > :handed_since
    left join persons other on other.id = case when h.from_id = :me then h.to_id else h.from_id end
    left join coach_notes n on n.id = h.note_id
    order by h.created_at, h.id
    """  # noqa: S608 (a rule of ours, values are bound)
)
