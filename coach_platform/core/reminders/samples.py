"""Facts for a preview: the newest thing of a kind that this person has, as if it came due now."""

from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from coach_platform.core.applications.models import Application, Case, StageEvent
from coach_platform.core.plans.models import Action, ActionState, Review
from coach_platform.core.reconnect.models import Door
from coach_platform.core.relations.models import Coaching, CoachingState
from coach_platform.core.reminders.collecting import SAID
from coach_platform.core.reminders.gathering import PREVIEW
from coach_platform.core.reminders.sweeping import TALKS
from coach_platform.core.reminders.topics import Topic
from coach_platform.kit import clock
from coach_platform.kit.db import db

Sample = Callable[[UUID], Mapping[str, Any] | None]
Item = list[str]


def sample(*topics: Topic) -> Sample:
    """Params of a mail that says these topics; None where the person has nothing of the kind."""

    def params(person_id: UUID) -> Mapping[str, Any] | None:
        said = [item for topic in topics if (item := _NEWEST[topic](person_id)) is not None]
        return {SAID: said, PREVIEW: clock.now().isoformat()} if said else None

    return params


def _first(query: Select) -> Any:
    return db.session.execute(query.limit(1)).first()


def _case(topic: Topic, occasion: Callable[[], str]) -> Callable[[UUID], Item | None]:
    def newest(person_id: UUID) -> Item | None:
        query = select(Case.id).join(Application, Application.id == Case.application_id)
        mine = query.where(Case.seeker_id == person_id, Application.deleted_at.is_(None))
        row = _first(mine.order_by(Case.opened_at.desc(), Case.id))
        return [topic.value, str(row.id), occasion()] if row else None

    return newest


def _point(topic: Topic, after: int = 0) -> Callable[[UUID], Item | None]:
    """The nearest dated action, or the one `after` so many: a letter does not name the same one twice."""

    def nearest(person_id: UUID) -> Item | None:
        mine = select(Action.id, Action.due_on).where(Action.seeker_id == person_id, Action.deleted_at.is_(None))
        dated = mine.where(Action.state == ActionState.OPEN, Action.due_on.is_not(None))
        row = _first(dated.order_by(Action.due_on, Action.id).offset(after))
        return [topic.value, str(row.id), row.due_on.isoformat()] if row else None

    return nearest


def _talk(person_id: UUID) -> Item | None:
    row = _first(
        select(StageEvent.application_id, StageEvent.stage, StageEvent.occurred_on)
        .join(Application, Application.id == StageEvent.application_id)
        .where(StageEvent.seeker_id == person_id, StageEvent.stage.in_(TALKS), Application.outcome == "open")
        .where(StageEvent.occurred_on >= clock.today("UTC"))
        .order_by(StageEvent.occurred_on, StageEvent.id)
    )
    return [Topic.INTERVIEW.value, str(row.application_id), f"{row.stage}:{row.occurred_on}"] if row else None


def _door(person_id: UUID) -> Item | None:
    mine = select(Door.id, Door.reconnect_on).where(Door.seeker_id == person_id, Door.deleted_at.is_(None))
    row = _first(mine.where(Door.closed_at.is_(None)).order_by(Door.reconnect_on, Door.id))
    return [Topic.DOOR_OPEN.value, str(row.id), row.reconnect_on.isoformat()] if row else None


def _review(person_id: UUID) -> Item | None:
    row = _first(
        select(Review.id)
        .join(Coaching, Coaching.id == Review.coaching_id)
        .where(Coaching.coach_id == person_id, Coaching.state == CoachingState.ACTIVE)
        .where(Review.answered_at.is_(None), Review.withdrawn_at.is_(None))
        .order_by(Review.asked_at)
    )
    return [Topic.REVIEW_WAITS.value, str(row.id), "7"] if row else None


_NEWEST: dict[Topic, Callable[[UUID], Item | None]] = {
    Topic.PAUSE_OVER: _case(Topic.PAUSE_OVER, lambda: clock.now().astimezone(UTC).replace(microsecond=0).isoformat()),
    Topic.UNFINISHED: _case(Topic.UNFINISHED, lambda: "first_assessment"),
    Topic.DUE: _point(Topic.DUE),
    Topic.OVERDUE: _point(Topic.OVERDUE, after=1),
    Topic.INTERVIEW: _talk,
    Topic.DOOR_OPEN: _door,
    Topic.REVIEW_WAITS: _review,
}
