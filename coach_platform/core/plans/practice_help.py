"""Asking the coaches who may read a practice item for a word about it. They find it in their Today until they wrote one."""

from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import own_sight, sights_of_coaches
from coach_platform.core.applications.owned import own_row
from coach_platform.core.plans.comments import add_comment
from coach_platform.core.plans.targets import on_practice
from coach_platform.core.practice.models import PracticeItem
from coach_platform.core.practice.queries import PracticeShown
from coach_platform.core.relations.models import Coaching, CoachingState, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict
from coach_platform.kit.i18n import lazy as l_


def ask_for_a_word(actor: Actor, item_id: UUID, *, body: str, client_id: UUID | None = None) -> UUID:
    """Ask, in words of one's own: they are a comment like any other, mailed as comments are. Returns its id.

    Raises: NotFound, Invalid (no words), Conflict (no coach may read this item).
    """
    item: PracticeItem = own_row(actor, PracticeItem, item_id)
    if not coaches_who_read(actor, item_id, item.case_id):
        raise Conflict(l_("No coach of yours can read this question. You can share practice with a coach first."))
    said = add_comment(actor, actor.person_id, on_practice(item_id, item.case_id), body=body, client_id=client_id)
    item.comment_asked_at = clock.now()
    db.session.flush()
    return said


def take_back(actor: Actor, item_id: UUID) -> None:
    """It no longer waits for a coach; what was said stays. Raises: NotFound."""
    item: PracticeItem = own_row(actor, PracticeItem, item_id)
    item.comment_asked_at = None
    db.session.flush()


def coaches_who_read(actor: Actor, item_id: UUID, case_id: UUID | None) -> list[str]:
    """The names of the actor's coaches to whom this item is shared, by name. Two statements."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(Coaching, Coaching.coach_id == Person.id)
        .where(Coaching.seeker_id == own_sight(actor.person_id).seeker_id, Coaching.state == CoachingState.ACTIVE)
        .order_by(Person.name_sort, Person.id)
    ).all()
    sights = sights_of_coaches([row.id for row in rows], only=actor.person_id) if rows else {}
    target = on_practice(item_id, case_id)
    return [row.name for row in rows if row.id in sights and target.seen_by(sights[row.id][actor.person_id])]


def waits(item: PracticeShown, threads: list) -> bool:
    """Whether it was asked about and no coach has written since. Pure."""
    asked = item.comment_asked_at
    return asked is not None and not any(c.by_coach and c.created_at >= asked for c in threads)
