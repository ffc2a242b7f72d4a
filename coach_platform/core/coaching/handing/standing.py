"""Which hand-overs wait for their seeker."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.sql.selectable import ScalarSelect

from coach_platform.core.coaching.handing.models import HandOver, HandOverState
from coach_platform.core.coaching.inviting.seats import works_now
from coach_platform.core.relations.models import Membership


def is_open() -> ColumnElement[bool]:
    """The condition under which a HandOver can be answered: nobody did, and the colleague still works there."""
    there = exists().where(
        Membership.person_id == HandOver.to_coach_id,
        Membership.organisation_id == HandOver.organisation_id,
        works_now(),
    )
    return and_(HandOver.state == HandOverState.ASKED, there.correlate(HandOver))


def open_hand_over(coaching_id: Any) -> ScalarSelect[Any]:
    """A column for queries about coachings: the hand-over of it that waits for its seeker."""
    return select(HandOver.id).where(HandOver.from_coaching_id == coaching_id, is_open()).limit(1).scalar_subquery()
