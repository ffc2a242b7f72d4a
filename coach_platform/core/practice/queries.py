"""Practice items as a reader may see them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from coach_platform.content.vocabulary import Area, Stage
from coach_platform.core.access.sight import Sight
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.practice.models import PracticeItem
from coach_platform.core.relations.models import Section
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.paging import Paged, paged


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; None and False mean: all."""

    area: Area | None = None
    stage: Stage | None = None
    never: bool = False  # never rehearsed
    unanswered: bool = False  # no better answer yet


@dataclass(frozen=True)
class PracticeShown:
    """One item with the company it came from: of a case, or (for its seeker only) of the interview it is meant for."""

    id: UUID
    case_id: UUID | None
    application_id: UUID | None  # of an own question
    company: str
    role: str
    question: str
    what_i_said: str
    better_answer: str
    locale: str
    area: Area | None
    stage: Stage | None
    times_rehearsed: int
    last_rehearsed_at: datetime | None
    comment_asked_at: datetime | None
    created_at: datetime

    @property
    def own(self) -> bool:
        """Not from a case: a question that its seeker thought of."""
        return self.case_id is None


def practice_list(sight: Sight, wanted: Wanted | None = None, *, page: str = "") -> Paged[PracticeShown]:
    """What there is to practise, the least rehearsed first, a page at a time. One statement.

    For a coach the caller records the look (Section.PRACTICE, case by case).
    """
    found = paged(_items(sight).where(*_matching(wanted or Wanted())), page)
    return replace(found, rows=[PracticeShown(*row) for row in found.rows])


def list_items(sight: Sight, case_ids: Collection[UUID]) -> list[PracticeShown]:
    """The same of some cases, whole: a case has as many as its assessment asks for. One statement."""
    query = _items(sight).where(PracticeItem.case_id.in_(case_ids))
    return [PracticeShown(*row) for row in db.session.execute(query)]


def one_item(sight: Sight, item_id: UUID) -> PracticeShown:
    """One of them; for a coach the caller records the look. Raises: NotFound for what `sight` does not show."""
    row = db.session.execute(_items(sight).where(PracticeItem.id == item_id)).first()
    if row is None:
        raise NotFound
    return PracticeShown(*row)


def following(sight: Sight, item_id: UUID, wanted: Wanted | None = None) -> UUID | None:
    """The one to go on with after `item_id`, in the order of the list; from the end back to its beginning. None: there is
    no other."""
    listed = _items(sight).where(*_matching(wanted or Wanted())).with_only_columns(PracticeItem.id)
    every = list(db.session.scalars(listed))
    after = every[every.index(item_id) + 1 :] if item_id in every else []
    return next((one for one in [*after, *every] if one != item_id), None)


# What comes from a case is a question that surprised, unless its seeker sorted it otherwise.
FROM_CASE = PracticeItem.case_id.is_not(None)
AREA: ColumnElement[Any] = func.coalesce(PracticeItem.area, case((FROM_CASE, literal(Area.SURPRISES.value))))
STAGE: ColumnElement[Any] = func.coalesce(PracticeItem.stage, case((FROM_CASE, Application.furthest_stage)))


def _matching(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "area": (wanted.area, AREA == wanted.area),  # noqa: SIM300 - a column, no constant
        "stage": (wanted.stage, STAGE == wanted.stage),  # noqa: SIM300 - the same
        "never": (wanted.never, PracticeItem.times_rehearsed == 0),
        "unanswered": (wanted.unanswered, PracticeItem.better_answer == ""),
    }
    return [condition for said, condition in asked.values() if said]


def _items(sight: Sight) -> Select:
    named = FROM_CASE if not sight.own else literal(True)
    return (
        select(
            PracticeItem.id,
            PracticeItem.case_id,
            PracticeItem.application_id,
            case((named, func.coalesce(Application.company, "")), else_="").label("company"),
            case((named, func.coalesce(Application.role, "")), else_="").label("role"),
            PracticeItem.question,
            PracticeItem.what_i_said,
            PracticeItem.better_answer,
            PracticeItem.locale,
            AREA.label("area"),
            STAGE.label("stage"),
            PracticeItem.times_rehearsed,
            PracticeItem.last_rehearsed_at,
            PracticeItem.comment_asked_at,
            PracticeItem.created_at,
        )
        .outerjoin(Case, Case.id == PracticeItem.case_id)
        .outerjoin(Application, Application.id == func.coalesce(Case.application_id, PracticeItem.application_id))
        .where(
            PracticeItem.seeker_id == sight.seeker_id,
            PracticeItem.deleted_at.is_(None),
            Application.deleted_at.is_(None),  # null also where there is none: meant for any interview
            sight.case_filter(PracticeItem.__table__.c.case_id, Section.PRACTICE),
        )
        .order_by(PracticeItem.times_rehearsed, PracticeItem.created_at.desc(), PracticeItem.id)
    )
