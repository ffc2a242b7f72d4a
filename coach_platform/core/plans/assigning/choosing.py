"""Who of many can be proposed a template, and who cannot and why, before anything is sent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Exists, and_, exists, select

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.permissions import Permission, can, require
from coach_platform.core.access.sight import Sight, sights_of
from coach_platform.core.plans.models import Action, ActionState
from coach_platform.core.plans.templates.offering import Offered
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit.db import db

MOST = 100  # at once: one transaction of a second, and a list that somebody reads before sending
OPEN = (ActionState.PROPOSED, ActionState.OPEN)


class Standing(StrEnum):
    """How somebody stands to it. The first says nothing but that they can be proposed something at all."""

    CAN = "can"
    HAS_IT = "has_it"  # PLAN: the same is proposed or open
    NOT_SHARED = "not_shared"  # the plan is not shared with this coach: nothing of it is known


@dataclass(frozen=True)
class Recipient:
    """One of those who were chosen."""

    seeker_id: UUID
    name: str
    standing: Standing


def recipients(actor: Actor, seeker_ids: Collection[UUID], template: Offered | None) -> list[Recipient]:
    """Those of `seeker_ids` whom the actor sees, by name; others do not exist. Three statements with the looks.

    With a `template` it is said who has it already, which is a look at their plan. Raises: NotAllowed.
    """
    require(actor, Permission.USE_COACH_FACE)
    sights = {key: sight for key, sight in sights_of(actor).items() if key in set(seeker_ids)}
    may = [key for key, sight in sights.items() if may_propose(actor, sight)]
    rows = db.session.execute(
        select(Person.id, Person.name, has_it(Person.id, template.key if template else "").label("has_it"))
        .where(Person.id.in_(list(sights)))
        .order_by(Person.name_sort, Person.id)
    ).all()
    if template is not None:
        looks.record(actor.name, [(sights[key], (Section.PLAN, None)) for key in may], surface=Surface.PAGE)
    allowed = set(may)
    return [Recipient(row.id, row.name, _standing(row.id in allowed, row.has_it)) for row in rows]


def may_propose(actor: Actor, sight: Sight) -> bool:
    """Whether the coach could propose something to them."""
    return can(actor, Permission.PROPOSE_ACTION, sight)


def has_it(seeker_id: Any, key: str) -> Exists:
    """An SQL condition: an action made from this template is proposed or open. False without a key."""
    mine = and_(Action.seeker_id == seeker_id, Action.template_key == key, Action.deleted_at.is_(None))
    return exists().where(mine, Action.state.in_(OPEN))


def able(found: Iterable[Recipient]) -> list[UUID]:
    """Those who would get it."""
    return [one.seeker_id for one in found if one.standing is Standing.CAN]


def _standing(may: bool, has: bool) -> Standing:
    if not may:
        return Standing.NOT_SHARED
    return Standing.HAS_IT if has else Standing.CAN
