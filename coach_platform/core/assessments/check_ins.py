"""How confident the seeker feels, in one tap. The trend is the seeker's; a coach sees it when it was granted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import Sight
from coach_platform.core.assessments.models import CheckIn
from coach_platform.core.relations.models import Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id

OCCASIONS = ("logged", "planned", "other")
SHOWN = 26  # half a year of weekly taps: longer ago says little about now


@dataclass(frozen=True)
class CheckInShown:
    """One tap."""

    confidence: int
    at: datetime


def check_in(actor: Actor, *, confidence: int, occasion: str = "other") -> UUID:
    """Keep one tap, 1-5. Raises: Invalid, NotAllowed for somebody who is no seeker."""
    if not actor.is_seeker:
        raise NotAllowed
    if confidence not in range(1, 6) or occasion not in OCCASIONS:
        raise Invalid({"confidence": l_("Choose a number from 1 to 5.")})
    row = CheckIn(id=new_id(), seeker_id=actor.person_id, confidence=confidence, occasion=occasion, at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row.id


def trend(sight: Sight) -> list[CheckInShown]:
    """The latest taps, oldest first. For a coach the caller records the look. Raises: NotFound without the section."""
    sight.need(Section.CONFIDENCE)
    rows = db.session.execute(
        select(CheckIn.confidence, CheckIn.at)
        .where(CheckIn.seeker_id == sight.seeker_id)
        .order_by(CheckIn.at.desc(), CheckIn.id.desc())
        .limit(SHOWN)
    ).all()
    return [CheckInShown(*row) for row in reversed(rows)]
