"""The SQL of what changed since a coach's last look: each kind of thing only where its section is granted. All is bound."""

from sqlalchemy import text


def within(section: str, case: str = "c.id") -> str:
    """The condition that a case is among those of which `section` may be seen."""
    return f"(:{section}_all and {case} <> all(:{section}_out) or {case} = any(:{section}_in))"


# A case with its application, while that is not deleted.
CASES = "cases c join applications a on a.id = c.application_id and a.deleted_at is null"
_OWN = "c.seeker_id = :seeker"
_NAMED = "array_agg(distinct c.id) as case_ids, jsonb_agg(distinct jsonb_build_array(c.id, a.company)) as named"
_BARE = "array_agg(distinct c.id) as case_ids, null::jsonb as named"
_NONE = "null::uuid[] as case_ids, null::jsonb as named"
# A coach who never looked at deeper answers may still answer them blind: no line tells them that there are some.
LOOKED = (
    "exists (select from looks k where k.seeker_id = :seeker and k.reader_id = :me and k.section = 'deeper'"
    " and k.case_id = c.id)"
)


def _answered(set_key: str, section: str, named: str, more: str = "true") -> str:
    return f"""
        select '{section if section == "deeper" else "first"}' as what, count(*) as n, {named}
        from assessment_responses r join {CASES} on c.id = r.case_id
        where r.seeker_id = :seeker and r.author_role = 'seeker' and r.set_key = '{set_key}'
          and r.submitted_at > s.since and {within(section)} and {more}"""  # noqa: S608 (words of ours, values are bound)


def _comments(what: str, section: str, at: str, named: str, more: str = "true") -> str:
    return f"""
        select '{what}' as what, count(*) as n, {named}
        from comments k join {CASES} on c.id = k.case_id
        where k.seeker_id = :seeker and not k.by_coach and k.deleted_at is null and k.created_at > s.since
          and {at} and {within(section)} and {more}"""  # noqa: S608 (words of ours, values are bound)


def _actions(what: str, where: str) -> str:
    return f"""
        select '{what}' as what, count(*) as n, {_NONE}
        from actions x where :plan and x.seeker_id = :seeker and x.deleted_at is null and {where}"""  # noqa: S608 (words of ours, values are bound)


_KINDS = (
    f"""
        select 'cases' as what, count(*) as n, {_NAMED}
        from {CASES} where {_OWN} and c.opened_at > s.since and {within("story")}""",  # noqa: S608 (words of ours, values are bound)
    f"""
        select 'steps' as what, count(*) as n, {_NAMED}
        from (
            select application_id from stage_events
            where seeker_id = :seeker and recorded_at > s.since and not withdrawn and corrects_id is null
            union all
            select application_id from outcome_events
            where seeker_id = :seeker and recorded_at > s.since and corrects_id is null
        ) e join {CASES} on c.application_id = e.application_id
        where {within("story")} and c.opened_at <= s.since""",  # noqa: S608 (words of ours, values are bound)
    _answered("first_assessment", "story", _NAMED),
    _comments(
        "comments_case",
        "story",
        "(k.target = 'case' or k.target = 'answer' and k.set_key = 'first_assessment')",
        _NAMED,
    ),
    _answered("deeper", "deeper", _BARE, LOOKED),
    _comments("comments_deeper", "deeper", "k.target = 'answer' and k.set_key = 'deeper'", _BARE, LOOKED),
    f"""
        select 'feedback' as what, count(*) as n, {_BARE}
        from feedback f join {CASES} on c.id = f.case_id
        where f.seeker_id = :seeker and f.deleted_at is null and f.created_at > s.since
          and f.author_id is distinct from :me and {within("feedback")}""",  # noqa: S608 (words of ours, values are bound)
    _comments("comments_feedback", "feedback", "k.target = 'answer' and k.set_key = 'feedback'", _BARE),
    _actions("done", "x.state = 'done' and x.closed_at > s.since"),
    _actions("dropped", "x.state in ('dropped', 'declined') and x.closed_at > s.since"),
    _actions(
        "added",
        "x.state <> 'proposed' and x.created_at > s.since and x.proposed_by_id is distinct from :me",
    ),
    _actions("changed", "x.state = 'open' and x.created_at <= s.since and x.changed_at > s.since"),
    f"""
        select 'comments_plan' as what, count(*) as n, {_NONE}
        from comments k left join actions x on x.id = k.action_id
        where :plan and k.seeker_id = :seeker and not k.by_coach and k.deleted_at is null and x.deleted_at is null
          and k.created_at > s.since and k.target in ('plan', 'action')""",  # noqa: S608 (words of ours, values are bound)
    f"""
        select 'practice' as what, count(*) as n,
               coalesce(array_agg(distinct i.case_id) filter (where i.case_id is not null), '{{}}') as case_ids,
               null::jsonb as named
        from practice_items i left join cases c on c.id = i.case_id
        left join applications a on a.id = coalesce(c.application_id, i.application_id)
        where i.seeker_id = :seeker and i.deleted_at is null and a.deleted_at is null and i.created_at > s.since
          and (i.case_id is null and :practice_whole or {within("practice", "i.case_id")})""",  # noqa: S608 (words of ours, values are bound)
    _comments("comments_practice", "practice", "k.target = 'practice'", _BARE),
    f"""
        select 'applications' as what, count(*) as n, {_NONE}
        from applications p where :pipeline and p.seeker_id = :seeker and p.deleted_at is null
          and p.created_at > s.since and p.id not in (select application_id from cases where id = any(:kept_out))""",  # noqa: S608 (words of ours, values are bound)
    f"""
        select 'check_ins' as what, count(*) as n, {_NONE}
        from check_ins k where :confidence and k.seeker_id = :seeker and k.at > s.since""",  # noqa: S608 (words of ours, values are bound)
)

SINCE = text(
    f"""
    with mine as (
        select looked_at, lead(looked_at, 1, cast(:now as timestamptz)) over (order by looked_at) as following
        from (
            select distinct looked_at from looks
            where seeker_id = :seeker and reader_id = :me and surface in ('page', 'print') and looked_at < :now
            order by looked_at desc limit 500
        ) latest
    ), s as (
        select max(looked_at) as since from mine where following - looked_at >= :sitting
    )
    select s.since, x.what, x.n, x.case_ids, x.named
    from s left join lateral ({" union all ".join(_KINDS)}) x on s.since is not null and x.n > 0
    """  # noqa: S608 (words of ours, values are bound)
)
