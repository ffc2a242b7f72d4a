"""The order of a plan: what comes first is decided by the seeker."""

from uuid import UUID

from sqlalchemy import case, select, update

from coach_platform.core.access.actor import Actor
from coach_platform.core.plans.models import Action, ActionState
from coach_platform.core.plans.owned import move, own_action, own_plan
from coach_platform.core.plans.turns import Move
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict


def move_up(actor: Actor, action_id: UUID) -> None:
    """One place nearer to the top; the first stays. Raises: NotFound, Conflict (not open)."""
    _rearrange(actor, action_id, lambda place, _last: place - 1)


def move_down(actor: Actor, action_id: UUID) -> None:
    """One place further down; the last stays. Raises: NotFound, Conflict (not open)."""
    _rearrange(actor, action_id, lambda place, _last: place + 1)


def move_to(actor: Actor, action_id: UUID, place: int) -> None:
    """To a place counted from 1; beyond the end is the end. Raises: NotFound, Conflict (not open)."""
    _rearrange(actor, action_id, lambda _place, _last: place - 1)


def _rearrange(actor: Actor, action_id: UUID, where) -> None:
    plan = own_plan(actor)
    if own_action(actor, action_id).state is not ActionState.OPEN:
        raise Conflict
    rows = db.session.execute(
        select(Action.id, Action.position)
        .where(Action.plan_id == plan.id, Action.state == ActionState.OPEN, Action.deleted_at.is_(None))
        .order_by(Action.position, Action.id)
    ).all()
    ids = [row.id for row in rows]
    before = ids.index(action_id)
    after = max(0, min(where(before, len(ids) - 1), len(ids) - 1))
    if after == before:
        return
    ids.insert(after, ids.pop(before))
    _number(plan.id, dict(zip(ids, _places([row.position for row in rows]), strict=True)))
    move(plan, Move.CHANGE)


def _places(positions: list[int]) -> list[int]:
    """The same places, made distinct: what was closed or is proposed keeps its own between them."""
    places: list[int] = []
    for position in positions:
        places.append(max(position, places[-1] + 1) if places else position)
    return places


def _number(plan_id: UUID, places: dict[UUID, int]) -> None:
    db.session.execute(
        update(Action)
        .where(Action.plan_id == plan_id, Action.id.in_(places))
        .values(position=case(places, value=Action.id))
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
