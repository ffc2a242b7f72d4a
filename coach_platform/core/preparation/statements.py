"""The SQL of sheets. Its fragments are ours; whatever comes from people is bound."""

from sqlalchemy import text

FORM = "preparation"  # the draft of the notes: what is typed is on the sheet before its button is pressed
_STANDS = "not {0}.withdrawn and not exists (select from stage_events later where later.corrects_id = {0}.id)"
HEADS = text(
    f"""
    select a.id, a.seeker_id, a.company, a.company_sort, a.role, a.role_kind, a.locale, a.outcome, k.id as case_id,
           n.stage, n.occurred_on, n.note, n.locale as note_locale, b.before,
           (select jsonb_agg(jsonb_build_array(q.id, q.text, q.weight) order by q.weight <> 'must', q.position, q.id)
            from requirements q where q.application_id = a.id and q.deleted_at is null) as asked,
           coalesce(d.body ->> 'research', s.research, '') as research,
           coalesce(d.body ->> 'notes', s.notes, '') as notes,
           coalesce(s.locale, a.locale) as notes_locale, coalesce(d.revision, 0) as revision,
           s.questions, s.hidden, r.first_hour, r.talk_to, r.locale as setback_locale
    from unnest(cast(:applications as uuid[]), cast(:todays as date[])) as w (id, today)
    join applications a on a.id = w.id and a.deleted_at is null
    left join cases k on k.application_id = a.id
    left join preparation_sheets s on s.application_id = a.id
    left join drafts d on d.person_id = a.seeker_id and d.form = '{FORM}' and d.subject_id = a.id
    left join setback_rehearsals r on r.seeker_id = a.seeker_id
    left join lateral (
        select e.stage, e.occurred_on, e.note, e.locale from stage_events e
        where e.application_id = a.id and e.occurred_on >= w.today and e.stage <> 'applied' and a.outcome = 'open'
          and {_STANDS.format("e")}
        order by e.occurred_on, e.id limit 1
    ) n on true
    left join lateral (
        select count(distinct e.application_id) as before from stage_events e
        join applications x on x.id = e.application_id and x.deleted_at is null
        where e.seeker_id = a.seeker_id and e.stage = n.stage and e.application_id <> a.id and e.occurred_on < w.today
          and not (x.outcome <> 'open' and x.outcome_on < e.occurred_on) and {_STANDS.format("e")}
    ) b on true
    where a.seeker_id = any(:seekers)
    """  # noqa: S608 (fragments of ours)
)
QUESTIONS = text(
    """
    select i.id, i.seeker_id, a.id as application_id, a.company, a.company_sort, a.role, a.role_kind,
           i.question, i.better_answer, i.locale, i.times_rehearsed, i.created_at
    from practice_items i
    left join cases k on k.id = i.case_id
    left join applications a on a.id = coalesce(k.application_id, i.application_id)
    where i.seeker_id = any(:seekers) and i.deleted_at is null and a.deleted_at is null
    order by i.times_rehearsed, i.created_at desc, i.id
    """
)
EARLIER = text(
    f"""
    select w.*, a.company, a.company_sort, a.role, a.role_kind, k.id as case_id
    from (
        select e.seeker_id, 'worked' as what, e.application_id, e.stage, e.what_worked as words, e.locale,
               e.occurred_on as happened_on, cast(null as uuid) as line_id
        from stage_events e
        where e.seeker_id = any(:seekers) and e.what_worked <> '' and {_STANDS.format("e")}
        union all
        select r.seeker_id, 'worked', r.application_id, r.stage, r.what_went_well, r.locale, r.recorded_at::date, null
        from (
            select distinct on (g.application_id, g.stage) g.* from stage_ratings g
            where g.seeker_id = any(:seekers) and g.what_went_well <> ''
            order by g.application_id, g.stage, g.recorded_at desc, g.id desc
        ) r
        union all
        select n.seeker_id, 'had', q.application_id, null, q.text, n.locale, n.submitted_at::date, q.id
        from (
            select distinct on (f.case_id) f.seeker_id, f.locale, f.submitted_at, f.answers
            from assessment_responses f
            where f.seeker_id = any(:seekers) and f.set_key = 'deeper' and f.author_role = 'seeker'
            order by f.case_id, f.submitted_at desc, f.id desc
        ) n
        cross join lateral jsonb_array_elements(coalesce(n.answers -> 'match' -> 'marks', '[]')) as m (mark)
        join requirements q on q.id = cast(m.mark ->> 'requirement' as uuid) and q.seeker_id = n.seeker_id
        where m.mark ->> 'mark' = 'had_not_shown'
    ) w
    join applications a on a.id = w.application_id and a.deleted_at is null
    left join cases k on k.application_id = a.id
    order by w.happened_on desc, a.id, w.words
    """  # noqa: S608 (fragments of ours)
)
