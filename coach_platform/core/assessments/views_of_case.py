"""Where the two views of a case stand, as columns of the statement that reads it: for its coach, and for its seeker."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, null, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import live_grant
from coach_platform.core.access.sight import Sight
from coach_platform.core.applications.models import Case
from coach_platform.core.assessments.calibration import looked
from coach_platform.core.assessments.models import AssessmentResponse, AuthorRole
from coach_platform.core.assessments.queries import answered_by_seeker
from coach_platform.core.relations.models import (
    Calibration,
    CaseScope,
    Coaching,
    CoachingState,
    Grant,
    GrantCase,
    GrantExclusion,
    Person,
    Section,
    held,
)


@dataclass(frozen=True)
class MyView:
    """A coach's own view of a case. `closed`: the seeker's answers are not shown to them now."""

    asked: bool  # the seeker asked for it
    begun: bool
    answered: bool  # handed in, at least once
    held: bool  # closed until both have answered
    offered: bool  # they never looked: they choose
    both: bool  # both have answered, and the reader may see both

    @property
    def closed(self) -> bool:
        """Whether the seeker's deeper answers are kept from this page."""
        return self.held or self.offered


@dataclass(frozen=True)
class AskedView:
    """A coach who sees the deeper answers of the case: could be asked for their view, or was."""

    coach_id: UUID
    coach: str
    asked_at: datetime | None
    looked: bool  # they saw something of the answers: theirs will not be blind
    shown: bool  # both have answered


def views_of(actor: Actor) -> tuple[Any, ...]:
    """Columns on Case: the reader's own view, whether they looked, whether the seeker has answered; the coaches' views."""
    mine = (Calibration.case_id == Case.id, Calibration.coach_id == actor.person_id)
    one = func.jsonb_build_object("asked", Calibration.asked_at.is_not(None), "held", held())
    row = AssessmentResponse
    handed_in = (row.case_id == Case.id, row.author_id == actor.person_id, row.author_role == AuthorRole.COACH)
    return (
        select(one).where(*mine).correlate(Case).scalar_subquery().label("my_view"),
        select(row.id).where(*handed_in).correlate(Case).exists().label("my_answers"),
        looked(actor.person_id, Case.seeker_id, Case.id).label("i_looked"),
        answered_by_seeker(Case.id).label("seeker_answered"),
        _asked() if actor.is_seeker else null().label("asked_views"),
    )


def my_view(row: Any, sight: Sight, case_id: UUID, *, read: bool) -> MyView | None:
    """From such a row; None for the seeker, and where the deeper section was not granted."""
    if sight.own or not sight.granted(case_id, Section.DEEPER):
        return None
    kept = row.my_view or {}
    is_held = bool(kept.get("held"))
    new = not (is_held or row.i_looked or row.my_answers or read)
    return MyView(
        asked=bool(kept.get("asked")) and not row.my_answers,
        begun=bool(kept),
        answered=row.my_answers,
        held=is_held,
        offered=new,
        both=row.my_answers and row.seeker_answered and not is_held,
    )


def asked_views(row: Any) -> tuple[AskedView, ...]:
    """From such a row, for its seeker."""
    return tuple(
        AskedView(UUID(coach_id), name, datetime.fromisoformat(at) if at else None, seen, there)
        for coach_id, name, at, seen, there in row.asked_views or ()
    )


def _asked() -> Any:
    """The coaches to whom the deeper section of a case is open by a grant of their own, with what was asked of each."""
    listed = exists().where(GrantCase.grant_id == Grant.id, GrantCase.case_id == Case.id)
    kept_out = exists().where(
        GrantExclusion.grant_id == Grant.id, GrantExclusion.case_id == Case.id, GrantExclusion.lifted_at.is_(None)
    )
    one = func.jsonb_build_array(
        Coaching.coach_id,
        Person.name,
        Calibration.asked_at,
        looked(Coaching.coach_id, Case.seeker_id, Case.id),
        Calibration.revealed_at.is_not(None),
    )
    mine = (Calibration.case_id == Case.id) & (Calibration.coach_id == Coaching.coach_id)
    return (
        select(func.jsonb_agg(aggregate_order_by(one, Person.name_sort, Person.id)))
        .select_from(Grant)
        .join(Coaching, Coaching.id == Grant.coaching_id)
        .join(Person, Person.id == Coaching.coach_id)
        .outerjoin(Calibration, mine)
        .where(
            Grant.seeker_id == Case.seeker_id,
            Grant.team_id.is_(None),
            live_grant(),
            Coaching.state == CoachingState.ACTIVE,
            Grant.sections.contains([Section.DEEPER.value]),
            or_(Grant.case_scope == CaseScope.FUTURE_TOO, listed),
            ~kept_out,
        )
        .correlate(Case)
        .scalar_subquery()
        .label("asked_views")
    )
