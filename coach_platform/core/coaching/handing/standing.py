"""Which hand-overs wait for their seeker."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import ScalarSelect

from coach_platform.core.coaching.handing.models import HandOver, HandOverState
from coach_platform.core.coaching.inviting.seats import works_now
from coach_platform.core.relations.models import Coaching, CoachingState, Membership, Organisation, Person


def is_open() -> ColumnElement[bool]:
    """The condition under which a HandOver can be answered: nobody did, and the colleague still works there."""
    there = exists().where(
        Membership.person_id == HandOver.to_coach_id,
        Membership.organisation_id == HandOver.organisation_id,
        works_now(),
    )
    return and_(HandOver.state == HandOverState.ASKED, there.correlate(HandOver))


def asked_of_seeker(seeker_id: UUID) -> ScalarSelect[Any]:
    """A column: the question that has waited longest for a seeker, as [its id, the organisation, the colleague]."""
    colleague = aliased(Person)
    told = func.jsonb_build_array(HandOver.id, Organisation.name, colleague.name)
    return (
        select(told)
        .join(Organisation, Organisation.id == HandOver.organisation_id)
        .join(colleague, colleague.id == HandOver.to_coach_id)
        .where(HandOver.seeker_id == seeker_id, is_open())
        .order_by(HandOver.asked_at, HandOver.id)
        .limit(1)
        .scalar_subquery()
    )


def handable() -> ColumnElement[bool]:
    """The condition under which a Coaching can be handed over: active, or ended because its coach left and nobody of the
    organisation works with the seeker since."""
    later = aliased(Coaching)
    goes_on = exists().where(
        later.seeker_id == Coaching.seeker_id,
        later.organisation_id == Coaching.organisation_id,
        later.state == CoachingState.ACTIVE,
    )
    left = (Coaching.state == CoachingState.ENDED) & Coaching.coach_left_at.is_not(None) & ~goes_on.correlate(Coaching)
    return or_(Coaching.state == CoachingState.ACTIVE, left)


def open_hand_over(coaching_id: Any) -> ScalarSelect[Any]:
    """A column for queries about coachings: the hand-over of it that waits for its seeker."""
    return select(HandOver.id).where(HandOver.from_coaching_id == coaching_id, is_open()).limit(1).scalar_subquery()
