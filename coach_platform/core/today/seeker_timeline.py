"""What happened at a seeker's, across their cases, as far as it is shared: the newest day first, a page at a time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Integer, Select, Text, Uuid, column, select, text

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import Sight, sight_of
from coach_platform.core.relations.models import Person, Section
from coach_platform.core.today.since_statement import CASES, LOOKED, within
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.paging import Paged, paged


class Happened(StrEnum):
    """What a line is about; its value begins with the section it belongs to."""

    STAGE = "story.stage"
    OUTCOME = "story.outcome"
    OPENED = "story.opened"
    DEEPER = "deeper.answered"
    FEEDBACK = "feedback.answer"
    DONE = "plan.done"
    CHECK_IN = "confidence.check_in"

    @property
    def section(self) -> Section:
        """The section it is a figure of."""
        return Section(self.value.partition(".")[0])


@dataclass(frozen=True)
class TimelineLine:
    """One thing that happened. `word`: a stage, an outcome, a source; `company` where the story names the case."""

    on: date
    what: Happened
    case_id: UUID | None
    company: str
    word: str
    value: int | None


@dataclass(frozen=True)
class TimelinePage:
    """Of one seeker, for one coach."""

    seeker_id: UUID
    name: str
    plan_granted: bool
    lines: Paged[TimelineLine]


def timeline_page(actor: Actor, seeker_id: UUID, *, page: str = "", surface: str = "page") -> TimelinePage:
    """Five statements with the sign-in's and the look's, however much happened. Raises: NotFound."""
    sight = sight_of(actor, seeker_id)
    if sight.own:
        raise NotFound
    found = paged(_query(sight, actor.zone), page)
    shown = TimelinePage(
        seeker_id=seeker_id,
        name=db.session.scalar(select(Person.name).where(Person.id == seeker_id)) or "",
        plan_granted=sight.section(Section.PLAN),
        lines=Paged([_line(row, sight) for row in found.rows], found.previous, found.next),
    )
    seen = dict.fromkeys((line.what.section, line.case_id) for line in shown.lines.rows)
    named = [(Section.STORY, line.case_id) for line in shown.lines.rows if line.company]
    looks.record(actor.name, [(sight, one) for one in (*seen, *named)], surface=surface)
    return shown


def _line(row: Any, sight: Sight) -> TimelineLine:
    named = row.case_id is not None and sight.case(row.case_id)
    return TimelineLine(
        row.day, Happened(row.what), row.case_id, row.company if named else "", row.word or "", row.value
    )


def _query(sight: Sight, zone: str) -> Select:
    given: dict[str, Any] = {"seeker": sight.seeker_id, "me": sight.reader_id, "zone": zone}
    for section in (Section.STORY, Section.DEEPER, Section.FEEDBACK):
        reach = sight.reach(section)
        name = section.value
        given |= {f"{name}_all": reach.all_cases, f"{name}_in": list(reach.listed), f"{name}_out": list(reach.excluded)}
    given |= {name.value: sight.section(name) for name in (Section.PLAN, Section.CONFIDENCE)}
    columns = (
        column("day", Date),
        column("id", Uuid),
        column("what", Text),
        column("case_id", Uuid),
        column("company", Text),
        column("word", Text),
        column("value", Integer),
    )
    every = text(" union all ".join(_KINDS)).bindparams(**given).columns(*columns).subquery()
    return select(every).order_by(every.c.day.desc(), every.c.id.desc())


def _day(moment: str) -> str:
    return f"({moment} at time zone :zone)::date"


_KINDS = (
    f"""
    select e.occurred_on as day, e.id, 'story.stage' as what, c.id as case_id, a.company, e.stage::text as word,
           null::int as value
    from stage_events e join {CASES} on c.application_id = e.application_id
    where e.seeker_id = :seeker and not e.withdrawn and {within("story")}
      and not exists (select from stage_events later where later.corrects_id = e.id)""",  # noqa: S608 (words of ours, values are bound)
    f"""
    select e.occurred_on, e.id, 'story.outcome', c.id, a.company, e.outcome::text, null
    from outcome_events e join {CASES} on c.application_id = e.application_id
    where e.seeker_id = :seeker and {within("story")}
      and not exists (select from outcome_events later where later.corrects_id = e.id)""",  # noqa: S608 (words of ours, values are bound)
    f"""
    select {_day("c.opened_at")}, c.id, 'story.opened', c.id, a.company, null, null
    from {CASES} where c.seeker_id = :seeker and {within("story")}""",  # noqa: S608 (words of ours, values are bound)
    f"""
    select {_day("r.submitted_at")}, r.id, 'deeper.answered', c.id, a.company, null, null
    from assessment_responses r join {CASES} on c.id = r.case_id
    where r.seeker_id = :seeker and r.author_role = 'seeker' and r.set_key = 'deeper' and {within("deeper")}
      and {LOOKED}""",  # noqa: S608 (words of ours, values are bound)
    f"""
    select f.received_on, f.id, 'feedback.answer', c.id, a.company, f.source::text, null
    from feedback f join {CASES} on c.id = f.case_id
    where f.seeker_id = :seeker and f.deleted_at is null and {within("feedback")}""",  # noqa: S608 (words of ours, values are bound)
    f"""
    select {_day("x.closed_at")}, x.id, 'plan.done', null, null, x.kind::text, null
    from actions x where :plan and x.seeker_id = :seeker and x.state = 'done' and x.deleted_at is null""",  # noqa: S608 (words of ours, values are bound)
    f"""
    select {_day("k.at")}, k.id, 'confidence.check_in', null, null, null, k.confidence
    from check_ins k where :confidence and k.seeker_id = :seeker""",  # noqa: S608 (words of ours, values are bound)
)
