"""What an opened line stands on, in one statement: only what its reasons are about, and only what may be seen of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.core.access.sight import Sight
from coach_platform.core.plans.due_dates import overdue_sql
from coach_platform.core.relations.models import Section
from coach_platform.core.today.queue.reasons import Reason, Why
from coach_platform.kit.db import db

WORD = "queue_word"  # the form a word begun at a line is kept under (core/drafts)
POINTS = 12  # on one line; the plan's page has the others

ById = Mapping[UUID | None, Mapping[str, Any]]


@dataclass(frozen=True)
class Details:
    """Rows as JSON, by id. `companies`: of cases whose story may be seen."""

    stories: ById
    companies: Mapping[UUID | None, str]
    feedback: ById
    items: ById
    actions: ById
    has_plan: bool
    draft: Mapping[str, str]
    revision: int


_STATEMENT = text(
    f"""
    select
        (select jsonb_agg(jsonb_build_object('id', c.id, 'company', a.company, 'own_words', o.own_words,
            'own_locale', o.locale, 'happened', r.answers -> 'what_happened' ->> 'words', 'locale', r.locale))
         from cases c join applications a on a.id = c.application_id and a.deleted_at is null
         left join lateral (
             select e.own_words, e.locale from outcome_events e where e.application_id = a.id and e.own_words <> ''
               and not exists (select from outcome_events later where later.corrects_id = e.id)
             order by e.recorded_at desc, e.id desc limit 1) o on true
         left join lateral (
             select f.answers, f.locale from assessment_responses f where f.case_id = c.id
               and f.set_key = 'first_assessment' and f.author_role = 'seeker'
             order by f.submitted_at desc, f.id desc limit 1) r on true
         where c.seeker_id = p.id and c.id = any(:cases)) as stories,
        (select jsonb_agg(to_jsonb(f) || jsonb_build_object('to_id', f.case_id) order by f.created_at, f.id)
         from feedback f where f.seeker_id = p.id and f.id = any(:feedback) and f.deleted_at is null) as feedback,
        (select jsonb_agg(to_jsonb(i)) from practice_items i
         where i.seeker_id = p.id and i.id = any(:items) and i.deleted_at is null) as items,
        (select jsonb_agg(to_jsonb(x) || jsonb_build_object('overdue', x.late, 'changed', x.news) order by x.position, x.id)
         from (
             select a.*, {overdue_sql("a", "p")} as late,
                    :review and a.changed_at > coalesce(last.answered_at, '-infinity') as news
             from actions a
             left join lateral (select max(v.answered_at) as answered_at from reviews v where v.plan_id = a.plan_id) last
                 on true
             where :plan and a.seeker_id = p.id and a.deleted_at is null and a.state <> 'declined'
               and (a.id = any(:actions) or :overdue and {overdue_sql("a", "p")}
                    or :review and a.changed_at > coalesce(last.answered_at, '-infinity'))
             order by {overdue_sql("a", "p")} desc, a.position, a.id limit :points) x) as actions,
        :plan and exists (select from plans where plans.seeker_id = p.id) as has_plan,
        (select jsonb_build_object('revision', d.revision, 'body', d.body) from drafts d
         where d.person_id = :me and d.form = :word and d.subject_id = p.id) as draft
    from persons p where p.id = :seeker
    """  # noqa: S608 (a rule of ours, values are bound)
)


def details_of(sight: Sight, reasons: Iterable[Reason], moment: datetime) -> Details:
    """One statement."""
    found = list(reasons)
    whys = {reason.why for reason in found}
    threads = [thread for reason in found for thread in reason.threads]
    cases = {case_id for case_id in (*(r.case_id for r in found), *(t.case_id for t in threads)) if case_id}
    row = db.session.execute(
        _STATEMENT,
        {
            "seeker": sight.seeker_id,
            "me": sight.reader_id,
            "word": WORD,
            "now": moment,
            "points": POINTS,
            "cases": sight.cases(cases, Section.STORY),
            "feedback": [reason.feedback_id for reason in found if reason.feedback_id],
            "items": [*(r.item_id for r in found if r.item_id), *_ids(threads, "practice")],
            "actions": _ids(threads, "action"),
            "plan": sight.section(Section.PLAN),
            "review": Why.REVIEW in whys,
            "overdue": Why.OVERDUE in whys,
        },
    ).one()
    stories = _by_id(row.stories)
    draft = row.draft or {"revision": 0, "body": {}}
    return Details(
        stories=stories,
        companies={key: told["company"] for key, told in stories.items()},
        feedback=_by_id(row.feedback),
        items=_by_id(row.items),
        actions=_by_id(row.actions),
        has_plan=row.has_plan,
        draft=draft["body"],
        revision=draft["revision"],
    )


def _ids(threads: Iterable[Any], kind: str) -> list[UUID]:
    return [UUID(thread.key.partition(":")[2]) for thread in threads if thread.key.startswith(f"{kind}:")]


def _by_id(rows: list[dict[str, Any]] | None) -> dict[UUID | None, Mapping[str, Any]]:
    return {UUID(row["id"]): row for row in rows or ()}
