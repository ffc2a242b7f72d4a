"""The SQL of insights: one statement each, however many applications there are. Everything a person gave is bound."""

from sqlalchemy import text

# :all the whole search (its owner, or whoever sees the pipeline); :every_case every opened case; :cases only these.
# :now, for the day that it is where the seeker lives.
# A planned interview whose day came after the end never happened (core/applications/standing.py says the same).
# Application by application, each by an index: joined as sets it took seconds for a search of two thousand wherever the
# planner expected one of twenty.
TRIES = text(
    """
    select a.id, a.company, a.applied_on, a.outcome, a.offer_state, a.outcome_on, a.last_event_on, a.source,
           a.work_mode, a.role_kind, a.resume_version_id, c.id as case_id, p.zone,
           reached.stages, reached.dated, said.reason, rated.ratings,
           -- Where the day of any sign was never noted, which came first is not known (a list, a quick log).
           case when not (coalesce(reached.undated, false) or coalesce(said.undated, false))
                then least(reached.sign, said.sign) end as first_sign_on
    from applications a
    join persons p on p.id = a.seeker_id
    left join cases c on c.application_id = a.id
    cross join lateral (
        select array_agg(distinct s.stage) as stages,
               array_agg(distinct s.stage) filter (where s.day_known) as dated,
               -- What is ahead is no answer yet: they answered before it, on a day that nobody noted.
               min(s.occurred_on) filter (
                   where s.stage <> 'applied' and s.occurred_on <= (cast(:now as timestamptz) at time zone p.zone)::date
               ) as sign,
               bool_or(not s.day_known and s.stage <> 'applied') as undated
        from stage_events s
        where s.application_id = a.id and not s.withdrawn
          and not exists (select from stage_events later where later.corrects_id = s.id)
          and (a.outcome_on is null or s.occurred_on <= a.outcome_on
               or s.occurred_on <= (s.recorded_at at time zone p.zone)::date)
    ) reached
    cross join lateral (
        select min(o.occurred_on) filter (where o.outcome in ('rejected', 'offer', 'closed')) as sign,
               bool_or(not o.day_known and o.outcome in ('rejected', 'offer', 'closed')) as undated,
               (array_agg(o.stated_reason order by o.recorded_at desc, o.id desc)
                   filter (where o.stated_reason is not null))[1] as reason
        from outcome_events o
        where o.application_id = a.id
          and not exists (select from outcome_events later where later.corrects_id = o.id)
    ) said
    cross join lateral (
        select jsonb_object_agg(newest.stage, newest.value) as ratings
        from (
            select distinct on (r.stage) r.stage, r.value
            from stage_ratings r
            where r.application_id = a.id
            order by r.stage, r.recorded_at desc, r.id desc
        ) newest
    ) rated
    where a.seeker_id = :seeker and a.deleted_at is null
      and (:all or (c.id is not null and (:every_case or c.id = any(:cases))))
    order by a.last_event_on desc, a.id desc
    """
)
# Everything beside, in one row. Each part is read only where it was granted.
BESIDE = text(
    """
    select p.zone, p.name,
        (select jsonb_agg(jsonb_build_array(d.case_id, q.text, mark.of ->> 'mark') order by d.case_id, q.position, q.id)
         from (
            select distinct on (r.case_id) r.case_id, r.answers
            from assessment_responses r
            where :lines and r.seeker_id = p.id and r.author_role = 'seeker' and r.set_key = 'deeper'
            order by r.case_id, r.submitted_at desc, r.id desc
         ) d
         cross join lateral jsonb_array_elements(
            case jsonb_typeof(d.answers -> 'match' -> 'marks') when 'array' then d.answers -> 'match' -> 'marks'
            else '[]' end) as mark (of)
         join requirements q on q.id::text = mark.of ->> 'requirement' and q.deleted_at is null and q.seeker_id = p.id
        ) as lines,
        (select jsonb_agg(jsonb_build_array(f.case_id, to_jsonb(f.reasons)) order by f.received_on, f.id)
         from feedback f
         where :feedback and f.seeker_id = p.id and f.deleted_at is null
        ) as feedback,
        (select jsonb_agg(jsonb_build_array(x.area, (x.closed_at at time zone p.zone)::date))
         from actions x
         where :plan and x.seeker_id = p.id and x.state = 'done' and x.deleted_at is null
           and x.area is not null and x.closed_at is not null
        ) as finished,
        (select jsonb_agg(jsonb_build_array(s.rule_key, s.rule_version, s.subject_key, s.kind,
                    case when x.deleted_at is null then x.id end) order by s.at, s.id)
         from settled_patterns s
         left join actions x on x.id = s.action_id
         where s.seeker_id = p.id
        ) as settled,
        (select jsonb_agg(jsonb_build_array(v.id, v.name))
         from resume_versions v
         where :own and v.seeker_id = p.id
        ) as resumes
    from persons p
    where p.id = :seeker
    """
)
