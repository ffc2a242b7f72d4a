"""A seeker as one coach may see them: what was granted, section by section, and nothing that says what was not."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.content.vocabulary import STAGES, Stage
from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.looks import Seen
from coach_platform.core.access.sight import Sight, sight_of
from coach_platform.core.assessments.case_view import CaseLine, case_list
from coach_platform.core.assessments.check_ins import CheckInShown, trend
from coach_platform.core.coaching.noted.waiting import ENTRIES, WAITING, Noted, noted
from coach_platform.core.coaching.talks.reading import TalkView, from_json
from coach_platform.core.insights.for_coach import opens
from coach_platform.core.phone.entering import may_read, seen_with
from coach_platform.core.plans.models import Turn
from coach_platform.core.practice.queries import PracticeShown, practice_list
from coach_platform.core.relations.models import Section
from coach_platform.core.today.since import Since, changes
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.paging import Paged

OPEN_SHOWN = 30


@dataclass(frozen=True)
class OpenApplication:
    """An application under way."""

    company: str
    role: str
    furthest: Stage
    last_event_on: date


@dataclass(frozen=True)
class Pipeline:
    """What is open, the newest first, and how many applications got at least as far as each stage.

    A case that is kept out of this reader's sight is neither named nor counted.
    """

    open: tuple[OpenApplication, ...]
    open_count: int
    reached: tuple[tuple[Stage, int], ...]


@dataclass(frozen=True)
class PlanLine:
    """The plan in a line."""

    turn: Turn
    since: datetime
    open_actions: int
    done_actions: int
    review_id: UUID | None  # waits for this coach
    note: str
    note_locale: str
    asked_at: datetime | None


@dataclass(frozen=True)
class SeekerPage:
    """None: the section was not granted. Empty: it was, and nothing is there yet."""

    seeker_id: UUID
    name: str
    coaching_id: UUID
    team: str  # by whose grant they are seen, where the reader does not coach them; "" for their own
    coach: str  # who does, then
    since: datetime
    places_candidates: bool
    sections: tuple[Section, ...]
    cases: Paged[CaseLine] | None
    plan: PlanLine | None
    plan_granted: bool
    pipeline: Pipeline | None
    practice: Paged[PracticeShown] | None
    confidence: list[CheckInShown] | None
    activity: bool
    last_seen_on: date | None
    insights: bool  # there is a page of them for this reader
    beside: bool  # the reader coaches them, not only a team
    noted: tuple[Noted, ...]  # entered by this coach by phone, and not answered yet
    talk: TalkView | None  # with the reader, who coaches them: it belongs to the coaching, not to a section
    changed: Since | None  # since the reader's last look; None at the first


def seeker_page(
    actor: Actor, seeker_id: UUID, *, surface: str = "page", cases: str = "", practice: str = ""
) -> SeekerPage:
    """The seeker for a coach of theirs; `cases` and `practice` are marks of pages of these lists.

    Eight statements at most with the sign-in's and the look's. Raises: NotFound.
    """
    sight = sight_of(actor, seeker_id)
    if sight.own:
        raise NotFound  # a seeker's own pages are on their own side
    head = _head(sight)
    page = SeekerPage(
        seeker_id=seeker_id,
        name=head.name,
        coaching_id=head.coaching_id,
        team="" if sight.beside else sight.opened[0].team,
        coach="" if sight.beside else head.coach or "",
        since=head.since,
        places_candidates=head.places_candidates,
        sections=tuple(section for section in Section if sight.section(section)),
        cases=case_list(sight, page=cases) if sight.section(Section.STORY) else None,
        plan=_plan(head) if head.turn else None,
        plan_granted=sight.section(Section.PLAN),
        pipeline=_pipeline(head) if sight.section(Section.PIPELINE) else None,
        practice=practice_list(sight, page=practice) if sight.section(Section.PRACTICE) else None,
        confidence=trend(sight) if sight.section(Section.CONFIDENCE) else None,
        activity=sight.section(Section.ACTIVITY),
        last_seen_on=clock.local(head.last_seen_at, actor.zone).date() if head.last_seen_at else None,
        insights=opens(sight),
        talk=from_json(head.talk, head.name),
        changed=changes(sight) if sight.sections else None,
        beside=sight.beside,
        noted=tuple(one for one in noted(head.noted) if may_read(sight, one)),
    )
    looks.record(actor.name, [(sight, seen) for seen in _seen(page)], surface=surface)
    return page


def _seen(page: SeekerPage) -> list[Seen]:
    """A section is looked at where the page carries words or figures of it: by case where it belongs to one."""
    whole = {
        Section.PLAN: page.plan,
        Section.PIPELINE: page.pipeline,
        Section.CONFIDENCE: page.confidence,
        Section.ACTIVITY: page.last_seen_on,
    }
    cases = page.cases.rows if page.cases else []
    practised = dict.fromkeys(item.case_id for item in page.practice.rows) if page.practice else {}
    return [
        *((section, None) for section, carried in whole.items() if carried),
        *((Section.STORY, case.case_id) for case in cases),
        *((Section.PRACTICE, case_id) for case_id in practised),
        *(page.changed.seen if page.changed else ()),
        *(seen for one in page.noted for seen in seen_with(one)),
    ]


_HEAD = text(
    f"""
    select p.name, g.id as coaching_id, h.name as coach, coalesce(g.answered_at, g.asked_at) as since, g.places_candidates,
        case when :activity then p.last_seen_at end as last_seen_at,
        l.turn, l.turn_since_at, x.open_actions, x.done_actions,
        v.id as review_id, v.note, v.note_locale, v.asked_at, f.reached, f.open_count, f.open,
        (select to_jsonb(t) from talks t where :beside and t.coaching_id = g.id
             and t.starts_at + t.minutes * interval '1 minute' > :now
         order by t.cancelled_at is not null, t.starts_at, t.id limit 1) as talk,
        (select jsonb_agg(e.entry order by e.entered_at, e.id)
         from ({ENTRIES} and {WAITING} and n.seeker_id = g.seeker_id and n.author_id = :reader) e) as noted
    from coachings g join persons p on p.id = g.seeker_id left join persons h on h.id = g.coach_id
    left join plans l on :plan and l.seeker_id = p.id
    left join lateral (
        select count(*) filter (where state = 'open') as open_actions,
               count(*) filter (where state = 'done') as done_actions
        from actions where plan_id = l.id and deleted_at is null
    ) x on l.id is not null
    left join reviews v on :plan and v.coaching_id = any(:through) and v.answered_at is null and v.withdrawn_at is null
    left join lateral (
        with told as (
            select id, company, role, furthest_stage, last_event_on, outcome from applications
            where seeker_id = p.id and deleted_at is null
              and id not in (select application_id from cases where id = any(:kept_out))
        )
        select
            (select jsonb_object_agg(furthest_stage, n) from (
                select furthest_stage, count(*) as n from told group by furthest_stage) s) as reached,
            (select count(*) from told where outcome = 'open') as open_count,
            (select jsonb_agg(jsonb_build_array(company, role, furthest_stage, last_event_on)
                              order by last_event_on desc, id desc) from (
                select * from told where outcome = 'open' order by last_event_on desc, id desc limit :shown) o) as open
    ) f on :pipeline
    where g.id = :coaching
    """  # noqa: S608 (fragments of ours)
)


def _head(sight: Sight) -> Any:
    """Everything that is one row, in one statement; parts that are not granted are not read."""
    granted = {name: sight.section(Section(name)) for name in ("activity", "plan", "pipeline")}
    by = {
        "coaching": sight.coaching_id,
        "reader": sight.reader_id,
        "through": list(sight.over(Section.PLAN)),
        "kept_out": list(sight.kept_out(Section.PIPELINE)),
    }
    talk = {"beside": sight.beside, "now": clock.now()}
    return db.session.execute(_HEAD, {**granted, **by, **talk, "shown": OPEN_SHOWN}).one()


def _plan(head: Any) -> PlanLine:
    return PlanLine(
        turn=Turn(head.turn),
        since=head.turn_since_at,
        open_actions=head.open_actions,
        done_actions=head.done_actions,
        review_id=head.review_id,
        note=head.note or "",
        note_locale=head.note_locale or "",
        asked_at=head.asked_at,
    )


def _pipeline(head: Any) -> Pipeline:
    counts = head.reached or {}
    at_least = [(stage, sum(counts.get(later.value, 0) for later in STAGES[stage.rank :])) for stage in STAGES]
    return Pipeline(
        open=tuple(
            OpenApplication(company, role, Stage(furthest), date.fromisoformat(on))
            for company, role, furthest, on in head.open or ()
        ),
        open_count=head.open_count,
        reached=tuple((stage, count) for stage, count in at_least if count),
    )
