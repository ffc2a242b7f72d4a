"""The seeker's side: asking for what was noted about them, and fetching what was produced."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.coaching.notes_requests import letters
from coach_platform.core.coaching.notes_requests.holders import Holder, holders_of
from coach_platform.core.coaching.notes_requests.models import Ground, NotesRequest, NotesRequestState
from coach_platform.core.coaching.notes_requests.rules import KEPT, due_on
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, NotFound


@dataclass(frozen=True)
class MyRequest:
    """One request as its seeker sees it. `overdue`: the thirty days are over and nobody answered."""

    id: UUID
    state: NotesRequestState
    asked_at: datetime
    due_on: date
    overdue: bool
    answered_at: datetime | None
    kept_until: datetime | None
    ground: Ground | None
    words: str
    words_locale: str
    left_out: int


@dataclass(frozen=True)
class HolderLine:
    """Somebody who may hold notes about me, and what I asked them, the newest first."""

    holder: Holder
    requests: tuple[MyRequest, ...]

    @property
    def may_ask(self) -> bool:
        """No request of mine waits there."""
        return all(request.state is not NotesRequestState.ASKED for request in self.requests)


def my_holders(actor: Actor) -> list[HolderLine]:
    """Two statements. Raises: NotAllowed for somebody who is no seeker."""
    require(actor, Permission.USE_SEEKER_FACE)
    mine = _requests(actor)
    lines = []
    for holder in holders_of(actor.person_id):
        key = (holder.organisation_id, holder.coach_id)
        theirs = [_view(r, actor) for r in mine if (r.organisation_id, r.coach_id) == key]
        lines.append(HolderLine(holder, tuple(theirs)))
    return lines


def ask_notes(actor: Actor, coaching_id: UUID) -> UUID:
    """Ask whoever holds the notes of this coaching; asked twice it is one request.

    Raises: NotFound for a coaching that is not the actor's own as seeker, or never began.
    """
    require(actor, Permission.USE_SEEKER_FACE)
    holder = _holder(actor, coaching_id)
    if (waiting := _waiting(actor, holder)) is not None:
        return waiting
    moment = clock.now()
    request = NotesRequest(
        seeker_id=actor.person_id,
        organisation_id=holder.organisation_id,
        coach_id=holder.coach_id,
        asked_at=moment,
        due_on=due_on(moment, actor.zone),
    )
    unique: dict[str, Exception] = {
        f"uq_notes_requests_of_{holder}": Conflict() for holder in ("organisation", "coach")
    }
    with meaning(unique):
        db.session.add(request)
        db.session.flush()
    letters.tell_holder(request)
    audit.note(actor.person_id, "notes.asked", request=str(request.id))
    return request.id


def read_notes(actor: Actor, request_id: UUID) -> dict[str, Any]:
    """What was produced, as a document. Raises: ProofNeeded; NotFound unless it is the actor's, produced and still kept."""
    need_fresh(actor)
    body = db.session.scalar(
        select(NotesRequest.body).where(
            NotesRequest.id == request_id,
            NotesRequest.seeker_id == actor.person_id,
            NotesRequest.state == NotesRequestState.PRODUCED,
            NotesRequest.answered_at > clock.now() - KEPT,
        )
    )
    if body is None:
        raise NotFound
    audit.note(actor.person_id, "notes.fetched", request=str(request_id))
    found: dict[str, Any] = json.loads(gzip.decompress(body))
    return found


def _holder(actor: Actor, coaching_id: UUID) -> Holder:
    from_coaching = [holder for holder in holders_of(actor.person_id) if holder.coaching_id == coaching_id]
    if not from_coaching:
        raise NotFound
    return from_coaching[0]


def _waiting(actor: Actor, holder: Holder) -> UUID | None:
    return db.session.scalar(
        select(NotesRequest.id).where(
            NotesRequest.seeker_id == actor.person_id,
            NotesRequest.state == NotesRequestState.ASKED,
            NotesRequest.organisation_id.is_not_distinct_from(holder.organisation_id),
            NotesRequest.coach_id.is_not_distinct_from(holder.coach_id),
        )
    )


def _requests(actor: Actor) -> Sequence[Any]:
    r = NotesRequest
    columns = (r.id, r.organisation_id, r.coach_id, r.state, r.asked_at, r.due_on, r.answered_at, r.ground)
    more = (r.words, r.words_locale, r.left_out)
    query = select(*columns, *more).where(r.seeker_id == actor.person_id).order_by(r.asked_at.desc(), r.id.desc())
    return db.session.execute(query).all()


def _view(row: Any, actor: Actor) -> MyRequest:
    return MyRequest(
        id=row.id,
        state=row.state,
        asked_at=row.asked_at,
        due_on=row.due_on,
        overdue=row.state is NotesRequestState.ASKED and row.due_on < clock.today(actor.zone),
        answered_at=row.answered_at,
        kept_until=row.answered_at + KEPT if row.answered_at else None,
        ground=row.ground,
        words=row.words,
        words_locale=row.words_locale,
        left_out=row.left_out,
    )
