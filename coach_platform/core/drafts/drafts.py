"""Keeping what is being typed. A tab that lags behind overwrites nothing: it gets a conflict, and both are shown.

A page is made with the revision it shows (0: there was no draft) and a fresh `client_id`; each save brings the next
revision. A tab that never heard the answer to its own save may send it again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.drafts.models import Draft
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id


@dataclass(frozen=True)
class Saved:
    """What the tab must send with its next save."""

    revision: int


@dataclass(frozen=True)
class Kept:
    """A draft as it lies on the server."""

    revision: int
    body: dict[str, Any]
    client_id: UUID | None
    updated_at: datetime


class DraftConflict(Conflict):
    """Another tab saved meanwhile, or the draft was submitted; `kept` is what lies on the server, None when submitted."""

    def __init__(self, kept: Kept | None) -> None:
        super().__init__(l_("This was changed in another tab. Nothing was overwritten: both versions are kept."))
        self.kept = kept


def save_draft(
    actor: Actor,
    *,
    form: str,
    subject_id: UUID,
    client_id: UUID | None,
    revision: int,
    body: dict[str, Any],
    seeker_id: UUID | None = None,
) -> Saved:
    """Keep `body` as the next revision. `seeker_id` says whose things it is about, where that is known.

    Raises: DraftConflict when `revision` is not the newest and the newest is not this tab's own.
    """
    kept = read_draft(actor, form=form, subject_id=subject_id, lock=True)
    check_revision(kept, client_id=client_id, revision=revision)
    following = (kept.revision if kept else 0) + 1
    values = {"client_id": client_id, "revision": following, "body": body, "updated_at": clock.now()}
    if kept is None:
        _insert(actor, form, subject_id, {"seeker_id": seeker_id, **values})
    else:
        db.session.execute(update(Draft).where(*_which(actor, form, subject_id)).values(values))
    return Saved(following)


def check_revision(kept: Kept | None, *, client_id: UUID | None, revision: int) -> None:
    """Raises: DraftConflict unless a save or a submit from `revision` overwrites nothing of another tab."""
    newest = kept.revision if kept else 0
    own_save_again = kept is not None and client_id is not None and kept.client_id == client_id
    if revision != newest and not own_save_again:
        raise DraftConflict(kept)


def read_draft(actor: Actor, *, form: str, subject_id: UUID, lock: bool = False) -> Kept | None:
    """The actor's own draft of a form, or None. `lock` holds other saves off until the transaction ends."""
    query = select(Draft.revision, Draft.body, Draft.client_id, Draft.updated_at).where(
        *_which(actor, form, subject_id)
    )
    row = db.session.execute(query.with_for_update() if lock else query).first()
    return Kept(*row) if row else None


def drop_draft(actor: Actor, *, form: str, subject_id: UUID) -> None:
    """Forget a draft, and what was set aside beside it: it was submitted, or let go."""
    db.session.execute(
        delete(Draft).where(
            Draft.person_id == actor.person_id,
            Draft.form.in_((form, beside(form))),
            Draft.subject_id == subject_id,
        )
    )


def beside(form: str) -> str:
    """The name under which a lagging tab's version is kept (core/drafts/conflicts.py)."""
    return f"{form}~"


def _which(actor: Actor, form: str, subject_id: UUID) -> tuple[Any, ...]:
    return Draft.person_id == actor.person_id, Draft.form == form, Draft.subject_id == subject_id


def _insert(actor: Actor, form: str, subject_id: UUID, values: dict[str, Any]) -> None:
    row = {"id": new_id(), "person_id": actor.person_id, "form": form, "subject_id": subject_id, **values}
    # Two tabs may both make the first save: there was no row to lock, so the unique key decides.
    made = db.session.scalar(
        insert(Draft).values(row).on_conflict_do_nothing(constraint="uq_drafts_one").returning(Draft.id)
    )
    if made is None:
        raise DraftConflict(read_draft(actor, form=form, subject_id=subject_id))
