"""When two tabs wrote the same form: the lagging one is set aside, both are shown, the person says which goes on."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import Insert, insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.drafts.drafts import Kept, beside, read_draft
from coach_platform.core.drafts.models import Draft
from coach_platform.kit import clock
from coach_platform.kit.db import db, own_transaction
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import new_id


@dataclass(frozen=True)
class BothVersions:
    """`kept` is None when the form was submitted meanwhile; `aside` is None when there is no conflict any more."""

    kept: Kept | None
    aside: Kept | None


def set_aside(actor: Actor, *, form: str, subject_id: UUID, body: dict[str, Any], seeker_id: UUID | None) -> None:
    """Keep a lagging tab's version beside the draft; a later one of the same form takes its place.

    In a transaction of its own: the answer is a 409, which rolls everything else back, and the words must outlive it.
    """
    with own_transaction() as session:
        session.execute(_put(actor, beside(form), subject_id, body, revision=1, seeker_id=seeker_id))


def both_versions(actor: Actor, *, form: str, subject_id: UUID) -> BothVersions:
    """What lies there, and what the lagging tab wrote."""
    return BothVersions(
        kept=read_draft(actor, form=form, subject_id=subject_id),
        aside=read_draft(actor, form=beside(form), subject_id=subject_id),
    )


def settle(actor: Actor, *, form: str, subject_id: UUID, take_aside: bool, seeker_id: UUID | None = None) -> None:
    """Go on with one of the two and let the other go. Raises: NotFound when nothing was set aside."""
    both = both_versions(actor, form=form, subject_id=subject_id)
    if both.aside is None:
        raise NotFound
    if take_aside:
        # The revision goes on rising, so that both old tabs lag behind from now on.
        following = (both.kept.revision if both.kept else 0) + 1
        db.session.execute(_put(actor, form, subject_id, both.aside.body, revision=following, seeker_id=seeker_id))
    drop_aside(actor, form=form, subject_id=subject_id)


def drop_aside(actor: Actor, *, form: str, subject_id: UUID) -> None:
    """Let the lagging tab's version go."""
    db.session.execute(
        delete(Draft).where(
            Draft.person_id == actor.person_id, Draft.form == beside(form), Draft.subject_id == subject_id
        )
    )


def _put(
    actor: Actor, form: str, subject_id: UUID, body: dict[str, Any], *, revision: int, seeker_id: UUID | None
) -> Insert:
    changed = {"body": body, "revision": revision, "client_id": None, "updated_at": clock.now()}
    row = {"person_id": actor.person_id, "seeker_id": seeker_id, "form": form, "subject_id": subject_id}
    statement = insert(Draft).values(id=new_id(), **row, **changed)
    return statement.on_conflict_do_update(constraint="uq_drafts_one", set_=changed)
