"""The order of reasons that a coach likes: moved a place up or down, or the product's again."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.today.queue.models import QueueOrder
from coach_platform.core.today.queue.reasons import ORDER, Why, merged, moved
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound


def move_reason(actor: Actor, why: str, *, up: bool) -> None:
    """One reason a place up or down in the actor's own Today. Raises: NotAllowed, NotFound (no such reason)."""
    require(actor, Permission.USE_COACH_FACE)
    if why not in ORDER:
        raise NotFound
    own = db.session.scalar(select(QueueOrder.reasons).where(QueueOrder.coach_id == actor.person_id).with_for_update())
    wanted = {"reasons": [one.value for one in moved(merged(own or ()), Why(why), up=up)], "changed_at": clock.now()}
    made = insert(QueueOrder).values(coach_id=actor.person_id, **wanted)
    db.session.execute(made.on_conflict_do_update(index_elements=["coach_id"], set_=wanted))


def usual_order(actor: Actor) -> None:
    """The product's order again. Raises: NotAllowed."""
    require(actor, Permission.USE_COACH_FACE)
    db.session.execute(delete(QueueOrder).where(QueueOrder.coach_id == actor.person_id))
