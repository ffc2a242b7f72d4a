"""Threads of comments as one reader may see them, in one statement however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from coach_platform.core.access.sight import Sight
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.plans.models import Action, Comment, CommentTarget
from coach_platform.core.plans.targets import SECTION_OF_SET, Target, key_of
from coach_platform.core.practice.models import PracticeItem
from coach_platform.core.relations.models import Coaching, CoachingState, Section
from coach_platform.kit.db import db

Threads = dict[str, list["CommentView"]]


@dataclass(frozen=True)
class CommentView:
    """One comment for one reader. `author` is empty where the account is gone: the page says "former coach"."""

    id: UUID
    thread: str  # the key of its thread
    case_id: UUID | None
    item_id: UUID | None  # of a practice item
    author: str
    by_coach: bool
    former: bool  # the coaching has ended, or the account is gone
    mine: bool
    body: str
    locale: str
    created_at: datetime
    edited: bool
    unread: bool  # the reader's side has not read it yet


def threads(sight: Sight, *, plan: bool = False, case_id: UUID | None = None, item_id: UUID | None = None) -> Threads:
    """By thread, oldest first: of the plan and its actions, of one case and its answers, or of one practice item.

    Keys: "plan", "action:<id>", "case", "answer:<set>:<item>", "practice:<id>". What the sight does not show is not
    there; whoever shows this to a coach records the look.
    """
    found: Threads = defaultdict(list)
    if item_id is not None:
        where = and_(_at_practice(sight), Comment.item_id == item_id)
    else:
        where = _at_plan(sight) if plan else _at_case(sight, case_id)
    for row in db.session.execute(_comments(sight, where)):
        view = _view(row, sight)
        found[view.thread].append(view)
    return dict(found)


def threads_at(sight: Sight, targets: Iterable[Target]) -> Threads:
    """The threads of some things, as far as the sight shows them: one statement, and none for nothing."""
    places = [_place(target) for target in targets if target.seen_by(sight)]
    found: Threads = defaultdict(list)
    for row in db.session.execute(_comments(sight, or_(*places))) if places else ():
        view = _view(row, sight)
        found[view.thread].append(view)
    return dict(found)


def _place(target: Target) -> ColumnElement[bool]:
    """The comments that stand at a target."""
    column = {
        CommentTarget.PLAN: Comment.plan_id,
        CommentTarget.ACTION: Comment.action_id,
        CommentTarget.PRACTICE: Comment.item_id,
    }.get(target.kind, Comment.case_id)
    here = column.is_not(None) if target.id is None else column == target.id
    words = (Comment.set_key == target.set_key, Comment.item_key == target.item_key) if target.set_key else ()
    return and_(Comment.target == target.kind, here, *words)


def unread(sight: Sight, *, limit: int = 20) -> list[CommentView]:
    """The newest comments of the other side that were not read yet, anywhere the sight shows. One statement."""
    everywhere = or_(_at_plan(sight), _at_case(sight, None), _at_practice(sight))
    query = _comments(sight, and_(everywhere, Comment.read_at.is_(None), Comment.by_coach == sight.own), newest=True)
    return [_view(row, sight) for row in db.session.execute(query.limit(limit))]


def _comments(sight: Sight, where: ColumnElement[bool], *, newest: bool = False) -> Select:
    c = Comment
    order = (c.created_at.desc(), c.id.desc()) if newest else (c.created_at, c.id)
    return (
        select(
            c.id,
            c.target,
            c.action_id,
            c.case_id,
            c.item_id,
            c.set_key,
            c.item_key,
            c.author_id,
            c.author_name,
            c.by_coach,
            c.body,
            c.locale,
            c.created_at,
            c.edited_at,
            c.read_at,
            Coaching.state.label("coaching_state"),
        )
        .outerjoin(Coaching, Coaching.id == c.coaching_id)
        .outerjoin(Action, Action.id == c.action_id)
        .outerjoin(Case, Case.id == c.case_id)
        .outerjoin(PracticeItem, PracticeItem.id == c.item_id)
        .outerjoin(Application, Application.id == func.coalesce(Case.application_id, PracticeItem.application_id))
        .where(
            c.seeker_id == sight.seeker_id,
            c.deleted_at.is_(None),
            Action.deleted_at.is_(None),
            PracticeItem.deleted_at.is_(None),
            Application.deleted_at.is_(None),
            where,
            _said_to(sight),
        )
        .order_by(*order)
    )


def _said_to(sight: Sight) -> ColumnElement[bool]:
    """A coach reads what the seeker says and what they say themselves, never what another coach said to the seeker."""
    if sight.own:
        return Comment.seeker_id == sight.seeker_id
    return or_(Comment.by_coach.is_(False), Comment.author_id == sight.reader_id)


def _at_plan(sight: Sight) -> ColumnElement[bool]:
    kinds: Collection[CommentTarget] = (CommentTarget.PLAN, CommentTarget.ACTION) if sight.section(Section.PLAN) else ()
    return Comment.target.in_(kinds)


def _at_practice(sight: Sight) -> ColumnElement[bool]:
    at: Any = Comment.case_id  # the item's; of an own question none, which is seen with all cases only
    return and_(Comment.target == CommentTarget.PRACTICE, sight.case_filter(at, Section.PRACTICE))


def _at_case(sight: Sight, case_id: UUID | None) -> ColumnElement[bool]:
    at: Any = Comment.case_id  # not null where a comment stands at a case
    shown: list[ColumnElement[bool]] = [
        and_(Comment.target == CommentTarget.CASE, sight.case_filter(at, Section.STORY))
    ]
    shown += [
        and_(
            Comment.target == CommentTarget.ANSWER,
            Comment.set_key == set_key,
            sight.case_filter(at, section),
        )
        for set_key, section in SECTION_OF_SET.items()
    ]
    return or_(*shown) if case_id is None else and_(Comment.case_id == case_id, or_(*shown))


def _view(row: Any, sight: Sight) -> CommentView:
    at = {CommentTarget.ACTION: row.action_id, CommentTarget.PRACTICE: row.item_id}.get(row.target, row.case_id)
    return CommentView(
        id=row.id,
        thread=key_of(row.target, at, row.set_key, row.item_key),
        case_id=row.case_id,
        item_id=row.item_id,
        author=row.author_name if row.author_id else "",
        by_coach=row.by_coach,
        former=row.by_coach and (row.author_id is None or row.coaching_state is not CoachingState.ACTIVE),
        mine=row.author_id == sight.reader_id,
        body=row.body,
        locale=row.locale,
        created_at=row.created_at,
        edited=row.edited_at is not None,
        unread=row.read_at is None and row.by_coach == sight.own,
    )
