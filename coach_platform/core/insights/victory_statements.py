"""The SQL of victories. Its fragments are ours; whatever comes from people is bound. One shape for every kind:

seeker_id, kind, subject_id, application_id, company, stage, what, rule_key, rule_version, locale, who, day, at, said, day_known
"""

from sqlalchemy import text

_STANDS = "not {0}.withdrawn and not exists (select from stage_events later where later.corrects_id = {0}.id)"
_RANK = "array_position(cast(:stages as text[]), {0}.stage::text)"
_NO = "({0}.outcome in ('rejected', 'no_reply', 'closed') or {0}.offer_state = 'rescinded')"
_NEWEST = "not exists (select from outcome_events fixed where fixed.corrects_id = {0}.id)"

# A stage further than this application ever was before. An interview that the end overtook never came.
_STEPS = f"""
    select e.seeker_id, 'step' as kind, e.id as subject_id, a.id as application_id, a.company, e.stage::text as stage,
           null::text as what, null::text as rule_key, null::int as rule_version, e.locale, ''::text as who,
           e.occurred_on as day, e.recorded_at as at, e.what_worked as said, e.day_known
    from s
    join stage_events e on e.seeker_id = s.seeker_id
    join applications a on a.id = e.application_id and a.deleted_at is null
    where {_STANDS.format("e")} and e.occurred_on <= s.today and {_RANK.format("e")} > 1
      and not (e.stage = 'offer' and a.offer_state = 'rescinded')
      and not (a.import_id is not null and e.recorded_at = a.created_at)  -- history, brought in with a list
      and (a.outcome_on is null or e.occurred_on <= a.outcome_on
           or e.occurred_on <= (e.recorded_at at time zone s.zone)::date)
      and not exists (
        select from stage_events b where b.application_id = e.application_id and b.id <> e.id
          and {_STANDS.format("b")} and {_RANK.format("b")} >= {_RANK.format("e")}
          and (b.occurred_on, b.recorded_at, b.id) < (e.occurred_on, e.recorded_at, e.id))
"""
# What is no step of an application: an employer's answer, an action done, a plan agreed, an employer who came back.
OTHERS = f"""
    select f.seeker_id, 'answer' as kind, f.id as subject_id, a.id as application_id, a.company, null::text as stage,
           null::text as what, null::text as rule_key, null::int as rule_version, f.locale, '' as who,
           f.received_on as day, f.created_at as at, '' as said, true as day_known
    from s
    join feedback f on f.seeker_id = s.seeker_id and f.deleted_at is null
    join cases c on c.id = f.case_id
    join applications a on a.id = c.application_id and a.deleted_at is null
    union all
    select x.seeker_id, 'action', x.id, null, '', null, x.what, x.rule_key, x.rule_version, x.locale, '',
           (x.closed_at at time zone s.zone)::date, x.closed_at, '', true
    from s
    join actions x on x.seeker_id = s.seeker_id and x.state = 'done' and x.deleted_at is null
    where x.closed_at is not null
    union all
    select r.seeker_id, 'plan', r.id, null, '', null, null, null, null, 'en', coalesce(coach.name, ''),
           (r.agreed_at at time zone s.zone)::date, r.agreed_at, '', true
    from s
    join reviews r on r.seeker_id = s.seeker_id and r.agreed_at is not null
    join coachings g on g.id = r.coaching_id
    left join persons coach on coach.id = g.coach_id
    union all
    select o.seeker_id, 'came_back', o.id, a.id, a.company, null, null, null, null, o.locale, '',
           o.occurred_on, o.recorded_at, '', o.day_known
    from s
    join outcome_events o on o.seeker_id = s.seeker_id and o.outcome in ('open', 'offer')
        and o.offer_state is distinct from 'rescinded' and o.corrects_id is null and {_NEWEST.format("o")}
    join applications a on a.id = o.application_id and a.deleted_at is null
    join lateral (
        select b.outcome, b.offer_state from outcome_events b
        where b.application_id = o.application_id and {_NEWEST.format("b")}
          and (b.recorded_at, b.id) < (o.recorded_at, o.id)
        order by b.recorded_at desc, b.id desc limit 1
    ) before on {_NO.format("before")}
"""
_NOTED = """
    left join lateral (
        select n.words, n.locale from victory_notes n
        where n.seeker_id = v.seeker_id and n.subject_id = v.subject_id
        order by n.noted_at desc, n.id desc limit 1
    ) noted on true
"""
_ONE = """with s as (
    select p.id as seeker_id, p.zone, cast(:today as date) as today from persons p where p.id = :seeker
)"""
# Many seekers' at once: their digests put OTHERS beside the stages (core/digests/seeker/statements.py).
MANY = """with s as (
    select given.seeker_id, given.since, given.today, p.zone
    from unnest(cast(:people as uuid[]), cast(:since as timestamptz[]), cast(:today as date[]))
        as given (seeker_id, since, today)
    join persons p on p.id = given.seeker_id
)"""

# One seeker's, with what they said of each, the latest first.
OF_ONE = text(
    f"""
    {_ONE}
    select v.*, noted.words, noted.locale as words_locale
    from ({_STEPS} union all {OTHERS}) v {_NOTED}
    where v.day >= :from_day and (v.at, v.subject_id) < (:before, cast(:before_id as uuid))
      and (cast(:subject as uuid) is null or v.subject_id = :subject)
    order by v.at desc, v.subject_id desc
    limit :shown
    """
)
# Today's: the victories of the last days, and beside them the stages ahead, in one statement. For a step also the rank of
# the furthest stage of every other application up to its day: whether it is further than ever.
_AHEAD = f"""
    select e.seeker_id, 'ahead', e.id, a.id, a.company, e.stage::text, a.role, null, null, e.locale, '',
           e.occurred_on, e.recorded_at, '', e.day_known
    from s
    join stage_events e on e.seeker_id = s.seeker_id
    join applications a on a.id = e.application_id and a.deleted_at is null and a.outcome = 'open'
    where {_STANDS.format("e")} and e.stage <> 'applied'
      and e.occurred_on between s.today and s.today + :days_ahead
"""
_ELSEWHERE = f"""
    left join lateral (
        select max({_RANK.format("x")}) as elsewhere
        from stage_events x
        join applications o on o.id = x.application_id and o.deleted_at is null
        where v.kind = 'step' and x.seeker_id = v.seeker_id and x.application_id <> v.application_id
          and x.occurred_on <= v.day and {_STANDS.format("x")}
    ) others on true
"""
OF_TODAY = text(
    f"""
    {_ONE}
    select v.*, others.elsewhere, noted.words, noted.locale as words_locale
    from (({_STEPS} order by e.occurred_on desc, e.id desc limit 100) union all {OTHERS} union all {_AHEAD}) v
    {_ELSEWHERE} {_NOTED}
    where v.day >= :from_day and v.day_known  -- of what has no day nobody can say that it was this week
    order by v.day desc, v.subject_id desc
    limit 200
    """
)
