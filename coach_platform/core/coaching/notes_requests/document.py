"""What a seeker gets: the notes as they were that day, and for each that was held back its day and the ground."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.coaching.models import CoachNote
from coach_platform.core.coaching.notes_requests.models import Ground, NotesRequest
from coach_platform.core.relations.models import Organisation, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db

FORMAT, VERSION = "rebound-notes", 1


def document(request: NotesRequest, notes: Sequence[CoachNote], held_back: Collection[UUID]) -> dict[str, Any]:
    """Ready for JSON. Two statements."""
    names = _names({note.author_id for note in notes if note.author_id} | {request.seeker_id})
    organisation = db.session.scalar(select(Organisation.name).where(Organisation.id == request.organisation_id))
    return written(request, notes, held_back, names, organisation or names.get(request.coach_id, ""), clock.now())


def written(
    request: NotesRequest,
    notes: Sequence[CoachNote],
    held_back: Collection[UUID],
    names: Mapping[UUID | None, str],
    held_by: str,
    made_at: datetime,
) -> dict[str, Any]:
    """The same from what was read already. `names` by person. Pure."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "about": names.get(request.seeker_id, ""),
        "held_by": held_by,
        "asked_at": request.asked_at.isoformat(),
        "made_at": made_at.isoformat(),
        "notes": [_note(note, names) for note in notes if note.id not in held_back],
        "left_out": [
            {"written_at": note.created_at.isoformat(), "ground": Ground.OTHER_PERSON.value}
            for note in notes
            if note.id in held_back
        ],
    }


def _note(note: CoachNote, authors: Mapping[UUID | None, str]) -> dict[str, Any]:
    return {
        "author": authors.get(note.author_id, ""),
        "written_at": note.created_at.isoformat(),
        "changed_at": note.updated_at.isoformat() if note.updated_at > note.created_at else None,
        "language": note.locale,
        "text": note.body,
    }


def _names(ids: set[UUID]) -> dict[UUID | None, str]:
    return {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}
