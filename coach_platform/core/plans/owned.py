"""The ways to rows of a plan: a seeker's own for their verbs, anything through a Sight for a coach's."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.plans import turns
from coach_platform.core.plans.models import Action, Plan, Turn
from coach_platform.core.plans.turns import Move
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import new_id


def own_plan(actor: Actor) -> Plan:
    """The actor's one plan, begun the first time something is put in it, and locked: two tabs change it in turn.

    Raises: NotAllowed for somebody who is no seeker.
    """
    require(actor, Permission.USE_SEEKER_FACE)
    return plan_of(actor.person_id)


def plan_of(seeker_id: UUID) -> Plan:
    """The plan of a seeker whose plan the caller was found to see; begun where there is none. Locked."""
    found = _locked(seeker_id)
    if found is None:
        now = clock.now()
        row = {"id": new_id(), "seeker_id": seeker_id, "turn": Turn.DRAFT, "turn_since_at": now, "created_at": now}
        # Two tabs may begin it at once: one row wins, both go on with it.
        db.session.execute(insert(Plan).values(row).on_conflict_do_nothing(constraint="uq_plans_seeker_id"))
        found = _locked(seeker_id)
    assert found is not None, "the row was there or has just been put there"
    return found


def own_action(actor: Actor, action_id: UUID) -> Action:
    """The actor's own action, deleted ones apart, under the lock of its plan. Raises: NotFound."""
    own_plan(actor)
    return action_of(actor.person_id, action_id)


def action_of(seeker_id: UUID, action_id: UUID) -> Action:
    """An action of a seeker's plan, deleted ones apart. Raises: NotFound."""
    query = (
        select(Action)
        .where(Action.id == action_id, Action.seeker_id == seeker_id, Action.deleted_at.is_(None))
        .execution_options(populate_existing=True)
    )
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def move(plan: Plan, what: Move) -> None:
    """Change whose turn it is, and since when; a move that leads nowhere else keeps the moment. Raises: Conflict."""
    then = turns.after(plan.turn, what)
    if then is not plan.turn:
        plan.turn, plan.turn_since_at = then, clock.now()
    db.session.flush()


def _locked(seeker_id: UUID) -> Plan | None:
    query = select(Plan).where(Plan.seeker_id == seeker_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).first()
