"""The SQL of seekers' digests. Its fragments are ours; whatever comes from people is bound."""

from sqlalchemy import text

from coach_platform.core.insights.victory_statements import MANY, OTHERS

# s: each person with the moment of their last digest and today on their calendar.
_PEOPLE = """unnest(cast(:people as uuid[]), cast(:since as timestamptz[]), cast(:today as date[]))
    as s (seeker_id, since, today)"""
_RANK = "array_position(cast(:stages as text[]), {}.stage::text)"
_STANDS = "not {0}.withdrawn and not exists (select from stage_events later where later.corrects_id = {0}.id)"

# What coaches wrote and nobody read yet, and answers to a review that wait for the seeker: one row an author each.
WROTE = text(
    f"""
    select s.seeker_id, c.author_name as author, count(*) as comments, false as review
    from {_PEOPLE}
    join comments c on c.seeker_id = s.seeker_id
    left join actions x on x.id = c.action_id
    left join cases k on k.id = c.case_id
    left join practice_items i on i.id = c.item_id
    left join applications a on a.id = coalesce(k.application_id, i.application_id)
    where c.by_coach and c.deleted_at is null and c.read_at is null
      and x.deleted_at is null and a.deleted_at is null and i.deleted_at is null
    group by s.seeker_id, c.author_name
    union all
    select s.seeker_id, coalesce(p.name, ''), 0, true
    from {_PEOPLE}
    join reviews r on r.seeker_id = s.seeker_id and r.answered_at > s.since
    join plans on plans.id = r.plan_id and plans.turn = 'awaiting_seeker'
    join coachings k on k.id = r.coaching_id
    left join persons p on p.id = coalesce(r.answered_by_id, k.coach_id)
    order by seeker_id, author
    """
)
ACTIONS = text(
    f"""
    select s.seeker_id, a.id, a.state, a.what, a.why, a.if_then, a.obstacle, a.obstacle_answer, a.done_when, a.locale,
           a.rule_key, a.rule_version, a.rule_params, a.due_on, a.snoozed_until_on
    from {_PEOPLE}
    join actions a on a.seeker_id = s.seeker_id
    where a.deleted_at is null and a.state in ('open', 'done')
    order by s.seeker_id, a.due_on nulls last, a.position, a.id
    """
)
# A step forward: further than this application ever was before. Told once: recorded since the last digest. Beside it what
# is coming, and the victories that are no step (their columns: core/insights/victory_statements.py).
_NO_VICTORY = """null::text as kind, null::uuid as subject_id, null::text as what, null::text as rule_key,
           null::int as rule_version, null::text as locale, null::text as who, null::timestamptz as at"""
STAGES = text(
    f"""
    {MANY}
    select s.seeker_id, a.id as application_id, a.company, e.stage::text as stage, e.occurred_on as day,
           false as coming, {_NO_VICTORY}
    from s
    join stage_events e on e.seeker_id = s.seeker_id and e.recorded_at > greatest(s.since, :lately)
    join applications a on a.id = e.application_id and a.deleted_at is null
    where {_STANDS.format("e")} and e.day_known and e.occurred_on <= s.today and {_RANK.format("e")} > 1
      and not (e.stage = 'offer' and a.offer_state = 'rescinded')
      and not (a.import_id is not null and e.recorded_at = a.created_at)  -- history, brought in with a list
      and not exists (
        select from stage_events b where b.application_id = e.application_id and b.id <> e.id
          and {_STANDS.format("b")} and {_RANK.format("b")} >= {_RANK.format("e")}
          and (b.occurred_on, b.recorded_at, b.id) < (e.occurred_on, e.recorded_at, e.id))
    union all
    select s.seeker_id, a.id, a.company, e.stage::text, e.occurred_on, true, {_NO_VICTORY}
    from s
    join stage_events e on e.seeker_id = s.seeker_id
        and e.occurred_on > s.today and e.occurred_on <= s.today + :talks_ahead
    join applications a on a.id = e.application_id and a.deleted_at is null and a.outcome = 'open'
    where {_STANDS.format("e")}
    union all
    select v.seeker_id, v.application_id, v.company, v.stage, v.day, false, v.kind, v.subject_id, v.what, v.rule_key,
           v.rule_version, v.locale, v.who, v.at
    from ({OTHERS}) v
    join s on s.seeker_id = v.seeker_id
    where v.at > greatest(s.since, :lately)
    order by seeker_id, day, application_id, subject_id
    """
)
