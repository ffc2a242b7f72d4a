"""How confident the seeker feels, in one tap. The trend is the seeker's; a coach sees it when it was granted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select

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
CORRECTS = timedelta(minutes=10)  # a slip of the thumb is no turn of the trend
SHOWN = 26  # half a year of weekly taps: longer ago says little about now


@dataclass(frozen=True)
class CheckInShown:
    """One tap."""

    confidence: int
    at: datetime


def check_in(actor: Actor, *, confidence: int, occasion: str = "other") -> UUID:
    """Keep one tap, 1-5; one that follows within ten minutes on the same occasion corrects it.

    Raises: Invalid, NotAllowed for somebody who is no seeker.
    """
    if not actor.is_seeker:
        raise NotAllowed
    if confidence not in range(1, 6) or occasion not in OCCASIONS:
        raise Invalid({"confidence": l_("Choose a number from 1 to 5.")})
    if (last := _to_correct(actor, occasion)) is not None:
        last.confidence, last.at = confidence, clock.now()
        return last.id
    row = CheckIn(id=new_id(), seeker_id=actor.person_id, confidence=confidence, occasion=occasion, at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row.id


def tapped_today(actor: Actor, occasion: str) -> CheckInShown | None:
    """The actor's own newest tap of this day (where they live) on this occasion, if there is one. One statement."""
    row = db.session.execute(newest_today(actor, occasion)).first()
    return CheckInShown(*row) if row else None


def newest_today(actor: Actor, occasion: str) -> Select:
    """The same as a query of (confidence, at), for a page that asks for it together with something else."""
    began = clock.instant(datetime.combine(clock.today(actor.zone), datetime.min.time()), actor.zone)
    return _newest(actor, occasion, began).with_only_columns(CheckIn.confidence, CheckIn.at)


def _to_correct(actor: Actor, occasion: str) -> CheckIn | None:
    return db.session.scalars(_newest(actor, occasion, clock.now() - CORRECTS)).first()


def _newest(actor: Actor, occasion: str, since: datetime) -> Select[CheckIn]:
    mine = (CheckIn.seeker_id == actor.person_id, CheckIn.occasion == occasion, CheckIn.at.between(since, clock.now()))
    return select(CheckIn).where(*mine).order_by(CheckIn.at.desc(), CheckIn.id.desc()).limit(1)


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
