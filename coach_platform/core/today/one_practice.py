"""One practice item of a seeker for a coach to whom it is shared, with what was said about it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import sight_of
from coach_platform.core.plans.practice_help import waits
from coach_platform.core.plans.targets import on_practice
from coach_platform.core.plans.threads import CommentView, threads
from coach_platform.core.practice.queries import PracticeShown, one_item
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound


@dataclass(frozen=True)
class PracticePage:
    """`waits`: its seeker asked for a word and no coach whose words this reader sees has written one since."""

    seeker_id: UUID
    seeker: str
    item: PracticeShown
    key: str
    thread: tuple[CommentView, ...]
    waits: bool


def practice_page(actor: Actor, seeker_id: UUID, item_id: UUID, *, surface: str = "page") -> PracticePage:
    """Five statements with the look. Raises: NotFound."""
    sight = sight_of(actor, seeker_id)
    if sight.own:
        raise NotFound  # a seeker's own questions are on their own side
    sight.need(Section.PRACTICE)
    item = one_item(sight, item_id)
    key = on_practice(item_id, item.case_id).key
    said = threads(sight, item_id=item_id).get(key, [])
    looks.record(actor.name, [(sight, (Section.PRACTICE, item.case_id))], surface=surface)
    name = db.session.scalars(select(Person.name).where(Person.id == seeker_id)).one()
    return PracticePage(seeker_id, name, item, key, tuple(said), waits(item, said))
