"""The facts of one search as one reader sees them: four statements, whatever there is to read.

What was not granted is neither read nor counted, so that no sentence can rest on it: rules are asked of what is left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from coach_platform.content.case_facts import CaseFacts
from coach_platform.content.reasons import reasons
from coach_platform.content.vocabulary import Area, Mark, OfferState, Outcome, RoleKind, Source, Stage, WorkMode
from coach_platform.core.access.sight import Sight
from coach_platform.core.assessments.areas import area_values
from coach_platform.core.assessments.facts import case_facts
from coach_platform.core.insights.models import Settled
from coach_platform.core.insights.patterns.lines import line_key
from coach_platform.core.insights.statements import BESIDE, TRIES
from coach_platform.core.insights.tries import Facts, Finished, Line, Looked, Said, Try
from coach_platform.core.relations.models import Section
from coach_platform.kit import clock
from coach_platform.kit.db import db

OF_CASES = (Section.STORY, Section.DEEPER, Section.FEEDBACK)
MARKS = frozenset(Mark)  # "don't know" and "does not apply" are none of them
# Reasons that say nothing of why.
SAYS_NOTHING = frozenset({"none_given", "other", "rather_not_say"})


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a pattern; `action_id`: of one that was planned, while the action is there."""

    kind: Settled
    action_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """Facts for the rules, and what the page says beside them."""

    name: str  # the seeker's
    facts: Facts
    whole: bool  # all tries are in it, but those of a case kept out of it: a funnel may be drawn
    resumes: Mapping[UUID, str] = field(default_factory=dict)
    settled: Mapping[str, Became] = field(default_factory=dict)  # by the key of a finding


def read(sight: Sight) -> Read:
    """Everything of this seeker that `sight` shows. Four statements, two for a reader who sees no answers."""
    whole = sight.own or sight.section(Section.PIPELINE)
    kept_out = sight.kept_out(Section.PIPELINE)
    rows = [row for row in db.session.execute(TRIES, _reach(sight, whole)) if row.case_id not in kept_out]
    beside = db.session.execute(BESIDE, _granted(sight)).one()
    days = {row.case_id: row.outcome_on or row.last_event_on for row in rows if row.case_id}
    facts = Facts(
        today=clock.today(beside.zone),
        tries=tuple(_try(row, sight) for row in rows if whole or _sees(sight, row.case_id, Section.STORY)),
        looked=_looked(sight, days),
        lines=tuple(_line(line) for line in beside.lines or () if line[2] in MARKS and _both(sight, UUID(line[0]))),
        said=_said(rows, beside.feedback or (), sight),
        finished=tuple(Finished(Area(area), date.fromisoformat(on)) for area, on in beside.finished or ()),
        companies={row.case_id: row.company for row in rows if row.case_id and _named(sight, row.case_id)},
    )
    return Read(beside.name, facts, whole, _resumes(beside.resumes), _settled(beside.settled))


def looked_at(sight: Sight, days: Mapping[UUID, date]) -> tuple[Looked, ...]:
    """What the seeker's own deeper looks say of the cases in `days` of which `sight` shows them. Two statements."""
    return _looked(sight, days)


def _reach(sight: Sight, whole: bool) -> dict[str, Any]:
    reaches = [sight.reach(section) for section in OF_CASES if sight.section(section)]
    return {
        "seeker": sight.seeker_id,
        "now": clock.now(),
        "all": whole,
        "every_case": any(reach.all_cases for reach in reaches),
        "cases": list(frozenset().union(*(reach.listed for reach in reaches))),
    }


def _granted(sight: Sight) -> dict[str, Any]:
    return {
        "seeker": sight.seeker_id,
        "own": sight.own,
        "lines": sight.section(Section.DEEPER) and sight.section(Section.STORY),
        "plan": sight.section(Section.PLAN),
        "feedback": sight.section(Section.FEEDBACK),
    }


def _try(row: Any, sight: Sight) -> Try:
    story = _sees(sight, row.case_id, Section.STORY)
    ratings = row.ratings if row.ratings and (sight.own or story) else {}
    return Try(
        application_id=row.id,
        stages=frozenset({Stage.APPLIED, *map(Stage, row.stages or ())}),
        undated=frozenset(map(Stage, row.stages or ())) - {Stage.APPLIED, *map(Stage, row.dated or ())},
        outcome=Outcome(row.outcome),
        offer_state=OfferState(row.offer_state) if row.offer_state else None,
        case_id=row.case_id if story else None,
        applied_on=row.applied_on,
        first_sign_on=row.first_sign_on,
        ended_on=row.outcome_on,
        source=Source(row.source) if row.source else None,
        work_mode=WorkMode(row.work_mode) if row.work_mode else None,
        role_kind=RoleKind(row.role_kind) if row.role_kind else None,
        resume_id=row.resume_version_id if sight.own else None,
        ratings={Stage(stage): value for stage, value in ratings.items()},
    )


def _looked(sight: Sight, days: Mapping[UUID, date]) -> tuple[Looked, ...]:
    if not sight.section(Section.DEEPER):
        return ()
    seen = [case for case in case_facts(sight.seeker_id) if sight.case(case.case_id, Section.DEEPER)]
    return tuple(_weak(case, days[case.case_id]) for case in seen if case.case_id in days)


def _weak(case: CaseFacts, day: date) -> Looked:
    return Looked(case.case_id, day, {area: value.weak for area, value in area_values(case).items()})


def _line(line: list[str]) -> Line:
    case_id, text, mark = line
    return Line(UUID(case_id), line_key(text), text, Mark(mark))


def _said(rows: Sequence[Any], feedback: Sequence[Any], sight: Sight) -> tuple[Said, ...]:
    """The reason that came with a no is part of its story; what was said later, from any source, is feedback."""
    keys: dict[UUID, list[str]] = {
        row.case_id: [row.reason] for row in rows if row.reason and _sees(sight, row.case_id, Section.STORY)
    }
    there = {row.case_id for row in rows}  # of applications that are not deleted
    for case, reasons_given in feedback:
        if (case_id := UUID(case)) in there and sight.case(case_id, Section.FEEDBACK):
            keys.setdefault(case_id, []).extend(reasons_given)
    return tuple(said for case_id, given in keys.items() if (said := said_of(case_id, given)))


def said_of(case_id: UUID, keys: list[str]) -> Said | None:
    """What these reasons speak of; None where they say nothing of why."""
    telling = [reasons()[key] for key in keys if key in reasons() and key not in SAYS_NOTHING]
    return Said(case_id, frozenset(one.area for one in telling if one.area)) if telling else None


def _sees(sight: Sight, case_id: UUID | None, section: Section) -> bool:
    return case_id is not None and sight.case(case_id, section)


def _both(sight: Sight, case_id: UUID) -> bool:
    # The text of a posting belongs to the story, its marks to the deeper look.
    return sight.case(case_id, Section.STORY) and sight.case(case_id, Section.DEEPER)


def _named(sight: Sight, case_id: UUID) -> bool:
    return any(sight.case(case_id, section) for section in (Section.STORY, Section.DEEPER, Section.PRACTICE))


def _resumes(rows: list[list[str]] | None) -> dict[UUID, str]:
    return {UUID(resume_id): name for resume_id, name in rows or ()}


def _settled(rows: list[list[Any]] | None) -> dict[str, Became]:
    # In the order of time: the newest counts.
    return {
        f"{rule}.{version}.{subject}": Became(Settled(kind), UUID(action_id) if action_id else None)
        for rule, version, subject, kind, action_id in rows or ()
    }
