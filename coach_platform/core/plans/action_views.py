"""The points of a plan as one reader may read them, in their language, with evidence only from cases they see."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from coach_platform.content.vocabulary import ActionKind, Area
from coach_platform.core.access.sight import Sight
from coach_platform.core.coaching.noted.marks import Mark, marks, marks_column
from coach_platform.core.library.guides import title_for, title_of
from coach_platform.core.plans.due_dates import is_asleep, is_overdue
from coach_platform.core.plans.ground import CaseName, Ground
from coach_platform.core.plans.models import Action, ActionEvidence, ActionState
from coach_platform.core.plans.rule_words import Said, rests_on, words_for
from coach_platform.core.plans.threads import CommentView, Threads
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit.db import db
from coach_platform.kit.i18n import current_locale

CLOSED = (ActionState.DONE, ActionState.DROPPED)
CLOSED_SHOWN = 30  # and as many more whenever they are asked for


@dataclass(frozen=True)
class ActionView:
    """One point. Words carry the language they are in; `evidence` holds no case that the reader does not see."""

    id: UUID
    state: ActionState
    kind: ActionKind
    area: Area | None
    what: Said
    why: Said
    if_then: Said
    obstacle: Said
    obstacle_answer: Said
    done_when: Said
    evidence: tuple[CaseName, ...]
    evidence_section: Section
    due_on: date | None
    overdue: bool
    snoozed_until_on: date | None
    asleep: bool
    guide_key: str  # "" also where the reader may not read that guide
    guide_title: str
    link: str
    proposed_by: str  # a coach's name, or "" for the seeker's own
    proposed_by_me: bool
    by_rule: bool
    closing_words: str
    closed_at: datetime | None
    thread: tuple[CommentView, ...]
    closed_total: int  # points of this plan that are done or dropped
    noted: tuple[Mark, ...] = ()  # entered by a coach by phone, and confirmed


@dataclass(frozen=True)
class Points:
    """The points of a plan in their groups, each in the order of the plan (closed ones: the latest first)."""

    open: tuple[ActionView, ...]
    asleep: tuple[ActionView, ...]
    proposed: tuple[ActionView, ...]
    closed: tuple[ActionView, ...]  # the latest of them
    closed_total: int = 0

    def __bool__(self) -> bool:
        return bool(self.open or self.asleep or self.proposed or self.closed)


def action_views(
    sight: Sight, on: Ground, threads: Threads, today: date, *, only_open: bool = False, closed: int = CLOSED_SHOWN
) -> list[ActionView]:
    """The points that are not deleted, in the order of the plan: the latest `closed` of those that are, all others.

    `only_open`: none but the open ones. One statement.
    """
    if on.plan_id is None:
        return []
    rows = db.session.execute(_query(on.plan_id, only_open, closed, sight.reader_id))
    return [_view(row, sight, on, threads, today) for row in rows]


def grouped(views: list[ActionView]) -> Points:
    """The points in the groups that a page shows; what was declined is no part of a plan."""
    open_ones = [view for view in views if view.state is ActionState.OPEN]
    closed = [view for view in views if view.state in CLOSED]
    return Points(
        open=tuple(view for view in open_ones if not view.asleep),
        asleep=tuple(view for view in open_ones if view.asleep),
        proposed=tuple(view for view in views if view.state is ActionState.PROPOSED),
        closed=tuple(sorted(closed, key=_closed_at, reverse=True)),
        closed_total=views[0].closed_total if views else 0,
    )


def _closed_at(view: ActionView) -> float:
    return view.closed_at.timestamp() if view.closed_at else 0.0


def _query(plan_id: UUID, only_open: bool, closed: int, reader_id: UUID) -> Select:
    mine = (Action.plan_id == plan_id, Action.deleted_at.is_(None))
    over = Action.state.in_(CLOSED)
    latest = select(Action.id).where(*mine, over).order_by(Action.closed_at.desc(), Action.id.desc()).limit(closed)
    total = select(func.count()).select_from(Action).where(*mine, over).scalar_subquery()
    evidence = (
        select(func.array_agg(ActionEvidence.case_id))
        .where(ActionEvidence.action_id == Action.id)
        .correlate(Action)
        .scalar_subquery()
    )
    query = (
        select(
            *Action.__table__.c,
            evidence.label("evidence"),
            Person.name.label("proposer"),
            total.label("closed_total"),
            title_for(reader_id, Action.guide_key).label("guide_titles"),
            marks_column("actions.id"),
        )
        .outerjoin(Person, Person.id == Action.proposed_by_id)
        .where(*mine, Action.state != ActionState.DECLINED, or_(Action.state.not_in(CLOSED), Action.id.in_(latest)))
        .order_by(Action.position, Action.id)
    )
    return query.where(Action.state == ActionState.OPEN) if only_open else query


def _view(row: Any, sight: Sight, on: Ground, threads: Threads, today: date) -> ActionView:
    section = rests_on(row)
    cases = on.in_order(sight.cases(row.evidence or (), section))
    guide_title = title_of(row.guide_key, row.guide_titles)
    words = words_for(row, [case.case_id for case in cases], current_locale(), sight, on.companies)
    return ActionView(
        id=row.id,
        state=row.state,
        kind=row.kind,
        area=row.area,
        **words,
        evidence=cases,
        evidence_section=section,
        due_on=row.due_on,
        overdue=row.state is ActionState.OPEN and is_overdue(row.due_on, row.snoozed_until_on, today),
        snoozed_until_on=row.snoozed_until_on,
        asleep=is_asleep(row.snoozed_until_on, today),
        guide_key=row.guide_key if guide_title else "",
        guide_title=guide_title,
        link=row.link,
        proposed_by=row.proposer or "",
        proposed_by_me=row.proposed_by_id == sight.reader_id,
        by_rule=row.rule_key is not None,
        closing_words=row.closing_words,
        closed_at=row.closed_at,
        thread=tuple(threads.get(f"action:{row.id}", ())),
        closed_total=row.closed_total,
        noted=marks(row.noted),
    )
