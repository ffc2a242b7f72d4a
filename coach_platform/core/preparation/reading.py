"""What sheets are made of, for one page or a whole chunk of mails: three statements, whatever the number of people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.content.vocabulary import Need, Outcome, RoleKind, Stage
from coach_platform.core.preparation.similar import Role
from coach_platform.kit.db import db

FORM = "preparation"  # the draft of the notes: what is typed is on the sheet before its button is pressed


@dataclass(frozen=True, slots=True)
class Talk:
    """The nearest stage ahead. `before`: in how many other applications its seeker has been at that stage."""

    stage: Stage
    on: date
    note: str
    locale: str
    before: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A line that the posting asks for."""

    id: UUID
    text: str
    weight: Need


@dataclass(frozen=True, slots=True)
class Setback:
    """What its seeker will do if the next no comes."""

    first_hour: str
    talk_to: str
    locale: str


@dataclass(frozen=True, slots=True)
class Head:
    """The application a sheet is for, and the seeker's own part of the sheet."""

    application_id: UUID
    seeker_id: UUID
    company: str
    title: str
    role: Role
    locale: str
    outcome: Outcome
    case_id: UUID | None
    talk: Talk | None
    asked: tuple[Asked, ...]
    research: str
    notes: str
    notes_locale: str
    revision: int
    questions: tuple[UUID, ...]
    hidden: frozenset[str]
    setback: Setback | None


@dataclass(frozen=True, slots=True)
class Question:
    """A practice item, with the application it comes from or is meant for (none: for any)."""

    id: UUID
    seeker_id: UUID
    application_id: UUID | None
    role: Role | None
    company: str
    question: str
    better: str
    locale: str
    times: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Earlier:
    """Words from an earlier application: what worked at a stage ("worked"), or a line that was had and not shown ("had")."""

    seeker_id: UUID
    what: str
    application_id: UUID
    case_id: UUID | None
    company: str
    role: Role
    stage: Stage | None
    words: str
    locale: str
    on: date
    line_id: UUID | None


_STANDS = "not {0}.withdrawn and not exists (select from stage_events later where later.corrects_id = {0}.id)"
_HEADS = text(
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
_QUESTIONS = text(
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
_EARLIER = text(
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


def heads(wanted: Mapping[UUID, date], seekers: Collection[UUID]) -> dict[UUID, Head]:
    """By application: those of `wanted` (application -> today, by its seeker's calendar) that are there and are theirs."""
    given = {"applications": list(wanted), "todays": list(wanted.values()), "seekers": list(seekers)}
    return {row.id: _head(row) for row in db.session.execute(_HEADS, given)}


def questions(seekers: Collection[UUID]) -> list[Question]:
    """Everything they practise, the least rehearsed first."""
    return [_question(row) for row in db.session.execute(_QUESTIONS, {"seekers": list(seekers)})]


def earlier(seekers: Collection[UUID]) -> list[Earlier]:
    """What worked, and what was had and not shown, the latest first."""
    return [_earlier(row) for row in db.session.execute(_EARLIER, {"seekers": list(seekers)})]


def _role(row: Any) -> Role:
    return Role(row.company_sort, row.role, RoleKind(row.role_kind) if row.role_kind else None)


def _head(row: Any) -> Head:
    return Head(
        application_id=row.id,
        seeker_id=row.seeker_id,
        company=row.company,
        title=row.role,
        role=_role(row),
        locale=row.locale,
        outcome=Outcome(row.outcome),
        case_id=row.case_id,
        talk=Talk(Stage(row.stage), row.occurred_on, row.note, row.note_locale, row.before) if row.stage else None,
        asked=tuple(Asked(UUID(key), words, Need(weight)) for key, words, weight in row.asked or ()),
        research=row.research,
        notes=row.notes,
        notes_locale=row.notes_locale,
        revision=row.revision,
        questions=tuple(row.questions or ()),
        hidden=frozenset(row.hidden or ()),
        setback=Setback(row.first_hour, row.talk_to, row.setback_locale) if row.setback_locale else None,
    )


def _question(row: Any) -> Question:
    return Question(
        id=row.id,
        seeker_id=row.seeker_id,
        application_id=row.application_id,
        role=_role(row) if row.application_id else None,
        company=row.company or "",
        question=row.question,
        better=row.better_answer,
        locale=row.locale,
        times=row.times_rehearsed,
        created_at=row.created_at,
    )


def _earlier(row: Any) -> Earlier:
    return Earlier(
        seeker_id=row.seeker_id,
        what=row.what,
        application_id=row.application_id,
        case_id=row.case_id,
        company=row.company,
        role=_role(row),
        stage=Stage(row.stage) if row.stage else None,
        words=row.words,
        locale=row.locale,
        on=row.happened_on,
        line_id=row.line_id,
    )
