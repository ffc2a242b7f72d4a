"""The holder's side: what was asked, and producing or refusing it. Nobody reads a note here: who wrote it, when, how long."""

import gzip
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.coaching.models import CoachNote
from coach_platform.core.coaching.notes_requests import letters
from coach_platform.core.coaching.notes_requests.answerers import answered_by
from coach_platform.core.coaching.notes_requests.document import document
from coach_platform.core.coaching.notes_requests.holders import notes_asked_for
from coach_platform.core.coaching.notes_requests.models import Ground, NotesRequest, NotesRequestState
from coach_platform.core.relations.models import Organisation, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_

WORDS = 2_000


@dataclass(frozen=True)
class RequestLine:
    """One request for those who answer it. `seeker` is empty for an operator, who has no need of the name."""

    id: UUID
    seeker: str
    organisation: str
    state: NotesRequestState
    asked_at: datetime
    due_on: date
    days_left: int
    answered_at: datetime | None
    ground: Ground | None


@dataclass(frozen=True)
class NoteLine:
    """A note without its text: enough to ask its author about it."""

    id: UUID
    author: str  # "" where the account is gone
    created_at: datetime
    words: int


@dataclass(frozen=True)
class RequestPage:
    """One request, and the notes it is about while it is open."""

    line: RequestLine
    notes: tuple[NoteLine, ...]


def requests_to_answer(actor: Actor) -> list[RequestLine]:
    """Those of the actor, open ones first, by their last day. One statement. Raises: NotAllowed."""
    require(actor, Permission.ANSWER_NOTES_REQUESTS)
    lines = [_line(row, actor) for row in db.session.execute(_query(actor))]
    return sorted(lines, key=lambda line: (line.state is not NotesRequestState.ASKED, line.due_on))


def one_to_answer(actor: Actor, request_id: UUID) -> RequestPage:
    """Two statements. Raises: NotAllowed; NotFound."""
    require(actor, Permission.ANSWER_NOTES_REQUESTS)
    row = db.session.execute(_query(actor).where(NotesRequest.id == request_id)).first()
    if row is None:
        raise NotFound
    line = _line(row, actor)
    return RequestPage(line, tuple(_notes(request_id)) if line.state is NotesRequestState.ASKED else ())


def produce(actor: Actor, request_id: UUID, *, leave_out: Collection[UUID] = ()) -> None:
    """Make the file, for the seeker alone; `leave_out`: notes that would harm another person, named in it by their day.

    Raises: ProofNeeded; NotAllowed; NotFound; Conflict (answered already); Invalid (nothing would be left).
    """
    need_fresh(actor)
    request = _open(actor, request_id)
    notes = list(db.session.scalars(notes_asked_for().where(NotesRequest.id == request_id)))
    held_back = {note.id for note in notes} & set(leave_out)
    if notes and len(held_back) == len(notes):
        raise Invalid({"leave_out": l_("If every note has to be left out, refuse the request and say why.")})
    made = document(request, notes, held_back)
    request.body = gzip.compress(json.dumps(made, ensure_ascii=False, indent=1).encode())
    request.left_out = len(held_back)
    _answered(request, NotesRequestState.PRODUCED)
    audit.note(actor.person_id, "notes.produced", request=str(request.id))


def refuse(actor: Actor, request_id: UUID, *, ground: Ground | None, words: str) -> None:
    """Say no, on which ground and in words to the seeker.

    Raises: ProofNeeded; NotAllowed; NotFound; Conflict (answered already); Invalid.
    """
    need_fresh(actor)
    request = _open(actor, request_id)
    words = words.replace("\0", "").strip()
    wrong: dict[str, object] = {}
    if ground is None:
        wrong["ground"] = l_("Choose the ground: the law asks for one.")
    if not words or len(words) > WORDS:
        wrong["words"] = l_("Say why in your own words, in at most %(n)s characters.", n=WORDS)
    if wrong:
        raise Invalid(wrong)
    request.ground, request.words, request.words_locale = ground, words, actor.locale
    _answered(request, NotesRequestState.REFUSED)
    audit.note(actor.person_id, "notes.refused", request=str(request.id))


def _answered(request: NotesRequest, state: NotesRequestState) -> None:
    request.state, request.answered_at = state, clock.now()
    db.session.flush()
    letters.tell_seeker(request)


def _open(actor: Actor, request_id: UUID) -> NotesRequest:
    require(actor, Permission.ANSWER_NOTES_REQUESTS)
    query = select(NotesRequest).where(NotesRequest.id == request_id, answered_by(actor))
    request = db.session.scalar(query.with_for_update())
    if request is None:
        raise NotFound
    if request.state is not NotesRequestState.ASKED:
        raise Conflict
    return request


def _query(actor: Actor) -> Any:
    r = NotesRequest
    columns = (r.id, r.organisation_id, r.coach_id, r.state, r.asked_at, r.due_on, r.answered_at, r.ground)
    return (
        select(*columns, Person.name.label("seeker"), Organisation.name.label("organisation"))
        .join(Person, Person.id == r.seeker_id)
        .outerjoin(Organisation, Organisation.id == r.organisation_id)
        .where(answered_by(actor))
    )


def _line(row: Any, actor: Actor) -> RequestLine:
    theirs = row.organisation_id in actor.admin_of or row.coach_id == actor.person_id
    return RequestLine(
        id=row.id,
        seeker=row.seeker if theirs else "",
        organisation=row.organisation or "",
        state=row.state,
        asked_at=row.asked_at,
        due_on=row.due_on,
        days_left=(row.due_on - clock.today(actor.zone)).days,
        answered_at=row.answered_at,
        ground=row.ground,
    )


def _notes(request_id: UUID) -> list[NoteLine]:
    # The number of words is counted by the database: no text of a note comes here.
    words = func.cardinality(func.regexp_split_to_array(func.btrim(CoachNote.body), r"\s+"))
    lines = (
        notes_asked_for()
        .with_only_columns(CoachNote.id, Person.name, CoachNote.created_at, words)
        .outerjoin(Person, Person.id == CoachNote.author_id)
        .where(NotesRequest.id == request_id)
    )
    return [NoteLine(row[0], row[1] or "", row[2], row[3]) for row in db.session.execute(lines)]
