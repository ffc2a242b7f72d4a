"""While a request for them waits, and while a refusal can still be contested, notes stay as they are."""

from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from coach_platform.core.coaching.notes_requests.holders import covered
from coach_platform.core.coaching.notes_requests.models import NotesRequest, NotesRequestState
from coach_platform.core.coaching.notes_requests.rules import RECOURSE
from coach_platform.core.relations.models import Coaching
from coach_platform.kit import clock
from coach_platform.kit.db import db


def must_stay(coaching_id: UUID) -> bool:
    """Whether the notes of this coaching were asked for (PIPEDA, section 8(8): kept until recourse is exhausted)."""
    refused = and_(NotesRequest.state == NotesRequestState.REFUSED, NotesRequest.answered_at > clock.now() - RECOURSE)
    asked = exists().where(covered(), or_(NotesRequest.state == NotesRequestState.ASKED, refused))
    return bool(db.session.scalar(select(asked).select_from(Coaching).where(Coaching.id == coaching_id)))
