"""What stands in a report: counted and named through the maker's Sight, so that what they do not see is not in it.

Counts, never claims. The document is plain data, kept as it is; actions are kept in the words and language of the paper.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from coach_platform.content.case_facts import case_facts
from coach_platform.content.vocabulary import STAGES, Area, Section, Stage
from coach_platform.core.access.sight import Sight
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.assessments.models import AuthorRole, CheckIn
from coach_platform.core.assessments.queries import Response, latest_responses
from coach_platform.core.plans.action_views import ActionView, action_views
from coach_platform.core.plans.ground import ground
from coach_platform.core.plans.models import ActionState, Review
from coach_platform.core.practice.models import PracticeItem, Rehearsal
from coach_platform.core.reconnect.models import Feedback
from coach_platform.kit import clock
from coach_platform.kit.db import db

# "Activity" says when somebody was here: no business of whoever reads a report.
OFFERED = tuple(section for section in Section if section is not Section.ACTIVITY)
MOST_ACTIONS, MOST_CASES = 12, 12  # each: a report is a page or two
CLOSED_READ = 500
Document = dict[str, Any]


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both of them in it, in the seeker's zone."""

    from_on: date
    to_on: date
    zone: str

    @property
    def began(self) -> datetime:
        """The first instant."""
        return clock.instant(datetime.combine(self.from_on, datetime.min.time()), self.zone)

    @property
    def over(self) -> datetime:
        """The first instant after it."""
        return clock.instant(datetime.combine(self.to_on + timedelta(days=1), datetime.min.time()), self.zone)


def gather(sight: Sight, sections: tuple[Section, ...], period: Period, *, names: bool) -> Document:
    """The document by section, with the cases each rests on; `names`: employers by name. In the current language."""
    makers = {
        Section.STORY: lambda: _story(sight, period, names),
        Section.DEEPER: lambda: _deeper(sight, period),
        Section.FEEDBACK: lambda: _feedback(sight, period),
        Section.PIPELINE: lambda: _pipeline(sight, period),
        Section.PLAN: lambda: _plan(sight, period),
        Section.PRACTICE: lambda: _practice(sight, period),
        Section.CONFIDENCE: lambda: _confidence(sight, period),
    }
    for section in sections:
        sight.need(section)
    return {section.value: makers[section]() for section in OFFERED if section in sections}


def _cases(sight: Sight, section: Section, *more: Any) -> list[Any]:
    return list(
        db.session.execute(
            select(Case.id, Application.company, Application.role, Application.furthest_stage, *more)
            .join(Application, Application.id == Case.application_id)
            .where(
                Case.seeker_id == sight.seeker_id,
                Application.deleted_at.is_(None),
                sight.case_filter(Case.__table__.c.id, section),
            )
            .order_by(Case.opened_at.desc(), Case.id.desc())
        )
    )


def _within(column: Any, period: Period) -> Any:
    return (column >= period.began) & (column < period.over)


def _story(sight: Sight, period: Period, names: bool) -> Document:
    rows = [row for row in _cases(sight, Section.STORY, Case.opened_at) if period.began <= row.opened_at < period.over]
    stages = Counter(row.furthest_stage for row in rows)
    first = [r for r in _own_answers(sight, [row.id for row in rows]) if r.set_key == "first_assessment"]
    rated: defaultdict[Stage, list[int]] = defaultdict(list)
    for response in first:
        for stage, value in case_facts(response.case_id, STAGES, first=response.answers).stage_ratings.items():
            rated[stage].append(value)
    return {
        "cases": len(rows),
        "stages": [[stage.value, stages[stage]] for stage in STAGES if stages[stage]],
        "first_looks": len(first),
        "ratings": [
            [stage.value, len(rated[stage]), min(rated[stage]), max(rated[stage])] for stage in STAGES if rated[stage]
        ],
        "named": [[row.company, row.role, row.furthest_stage.value] for row in rows[:MOST_CASES]] if names else [],
        "case_ids": [str(row.id) for row in rows],
    }


def _deeper(sight: Sight, period: Period) -> Document:
    ids = [row.id for row in _cases(sight, Section.DEEPER)]
    found = [
        response
        for response in _own_answers(sight, ids)
        if response.set_key == "deeper" and period.began <= response.submitted_at < period.over
    ]
    rated: defaultdict[Area, list[int]] = defaultdict(list)
    for response in found:
        for area, value in case_facts(response.case_id, STAGES, deeper=response.answers).ratings.items():
            rated[area].append(value)
    return {
        "looks": len(found),
        "areas": [[area.value, len(rated[area]), min(rated[area]), max(rated[area])] for area in Area if rated[area]],
        "case_ids": sorted({str(response.case_id) for response in found}),
    }


def _own_answers(sight: Sight, case_ids: list[UUID]) -> list[Response]:
    if not case_ids:
        return []
    return [one for one in latest_responses(sight, case_ids) if one.author_role is AuthorRole.SEEKER]


def _feedback(sight: Sight, period: Period) -> Document:
    ids = [row.id for row in _cases(sight, Section.FEEDBACK)]
    rows = db.session.scalars(
        select(Feedback.case_id).where(
            Feedback.seeker_id == sight.seeker_id,
            Feedback.case_id.in_(ids),
            Feedback.deleted_at.is_(None),
            Feedback.received_on.between(period.from_on, period.to_on),
        )
    ).all()
    return {"answers": len(rows), "case_ids": sorted({str(case_id) for case_id in rows})}


_SENT = text(
    """select furthest_stage, count(*) as n, count(*) filter (where outcome = 'open') as open from applications
    where seeker_id = :seeker and deleted_at is null
      and coalesce(applied_on, cast(created_at at time zone :zone as date)) between :from_on and :to_on
      and id not in (select application_id from cases where id = any(:kept_out))
    group by furthest_stage"""
)


def _pipeline(sight: Sight, period: Period) -> Document:
    values = {"seeker": sight.seeker_id, "zone": period.zone, "from_on": period.from_on, "to_on": period.to_on}
    rows = db.session.execute(_SENT, values | {"kept_out": list(sight.kept_out(Section.PIPELINE))}).all()
    counts = {Stage(row.furthest_stage): row.n for row in rows}
    at_least = [(stage, sum(n for at, n in counts.items() if at.rank >= stage.rank)) for stage in STAGES[1:]]
    return {
        "sent": sum(counts.values()),
        "open": sum(row.open for row in rows),
        "reached": [[stage.value, n] for stage, n in at_least if n],
    }


def _plan(sight: Sight, period: Period) -> Document:
    views = action_views(sight, ground(sight), {}, clock.today(period.zone), closed=CLOSED_READ)
    done = [
        v for v in views if v.state is ActionState.DONE and v.closed_at and period.began <= v.closed_at < period.over
    ]
    done.sort(key=lambda view: (view.closed_at, view.id))
    open_ones = [view for view in views if view.state is ActionState.OPEN]
    rests_on = {str(case.case_id) for view in (*done, *open_ones) if view.by_rule for case in view.evidence}
    talked = db.session.scalar(
        select(func.count()).where(
            Review.seeker_id == sight.seeker_id,
            _within(Review.answered_at, period),
            Review.coaching_id.in_(sight.over(Section.PLAN)) if not sight.own else Review.coaching_id.is_not(None),
        )
    )
    return {
        "done": [_action(view, _day_of(view.closed_at, period)) for view in done[:MOST_ACTIONS]],
        "done_count": len(done),
        "open": [_action(view, view.due_on) for view in open_ones[:MOST_ACTIONS]],
        "open_count": len(open_ones),
        "reviews": talked,
        "named_case_ids": sorted(rests_on),
    }


def _day_of(moment: datetime | None, period: Period) -> date | None:
    return clock.local(moment, period.zone).date() if moment else None


def _action(view: ActionView, on: date | None) -> list[Any]:
    return [view.what.text, view.what.lang, on.isoformat() if on else None]


def _practice(sight: Sight, period: Period) -> Document:
    mine = (
        PracticeItem.seeker_id == sight.seeker_id,
        PracticeItem.deleted_at.is_(None),
        sight.case_filter(PracticeItem.__table__.c.case_id, Section.PRACTICE),
        # As on the page of practice: what its deleted application leaves behind is not shown.
        Application.deleted_at.is_(None),
    )
    rows = db.session.execute(
        select(
            PracticeItem.case_id,
            func.count(Rehearsal.id).filter(_within(Rehearsal.rehearsed_at, period)).label("times"),
        )
        .outerjoin(Case, Case.id == PracticeItem.case_id)
        .outerjoin(Application, Application.id == func.coalesce(Case.application_id, PracticeItem.application_id))
        .outerjoin(Rehearsal, Rehearsal.item_id == PracticeItem.id)
        .where(*mine, PracticeItem.created_at < period.over)
        .group_by(PracticeItem.id, PracticeItem.case_id)
    ).all()
    return {
        "questions": len(rows),
        "rehearsals": sum(row.times for row in rows),
        "case_ids": sorted({str(row.case_id) for row in rows if row.case_id}),
    }


def _confidence(sight: Sight, period: Period) -> Document:
    query = select(CheckIn.confidence).where(CheckIn.seeker_id == sight.seeker_id, _within(CheckIn.at, period))
    return {"taps": list(db.session.scalars(query.order_by(CheckIn.at, CheckIn.id)))}
