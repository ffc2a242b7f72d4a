"""Practice items as a reader may see them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from coach_platform.core.access.sight import Sight
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.practice.models import PracticeItem
from coach_platform.core.relations.models import Section
from coach_platform.kit.db import db
from coach_platform.kit.paging import Paged, paged


@dataclass(frozen=True)
class PracticeShown:
    """One item with the company it came from."""

    id: UUID
    case_id: UUID
    company: str
    role: str
    question: str
    what_i_said: str
    better_answer: str
    locale: str
    times_rehearsed: int
    last_rehearsed_at: datetime | None
    created_at: datetime

    @property
    def thread_key(self) -> str:
        """Where a coach's comment on it stands: at the answer it came from."""
        return "answer:deeper:surprises"


def practice_list(sight: Sight, *, page: str = "") -> Paged[PracticeShown]:
    """What there is to practise, the least rehearsed first, a page at a time. One statement.

    For a coach the caller records the look (Section.PRACTICE, case by case).
    """
    found = paged(_items(sight), page)
    return replace(found, rows=[PracticeShown(*row) for row in found.rows])


def list_items(sight: Sight, case_ids: Collection[UUID]) -> list[PracticeShown]:
    """The same of some cases, whole: a case has as many as its assessment asks for. One statement."""
    query = _items(sight).where(PracticeItem.case_id.in_(case_ids))
    return [PracticeShown(*row) for row in db.session.execute(query)]


def _items(sight: Sight) -> Select:
    return (
        select(
            PracticeItem.id,
            PracticeItem.case_id,
            Application.company,
            Application.role,
            PracticeItem.question,
            PracticeItem.what_i_said,
            PracticeItem.better_answer,
            PracticeItem.locale,
            PracticeItem.times_rehearsed,
            PracticeItem.last_rehearsed_at,
            PracticeItem.created_at,
        )
        .join(Case, Case.id == PracticeItem.case_id)
        .join(Application, Application.id == Case.application_id)
        .where(
            PracticeItem.seeker_id == sight.seeker_id,
            PracticeItem.deleted_at.is_(None),
            Application.deleted_at.is_(None),
            sight.case_filter(PracticeItem.__table__.c.case_id, Section.PRACTICE),
        )
        .order_by(PracticeItem.times_rehearsed, PracticeItem.created_at.desc(), PracticeItem.id)
    )
