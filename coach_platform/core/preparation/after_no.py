"""What the page after a no says of its seeker: what they decided for this hour beforehand, and how they feel right now."""

from dataclasses import dataclass

from sqlalchemy import select, true

from coach_platform.core.access.actor import Actor
from coach_platform.core.assessments.check_ins import CheckInShown, newest_today
from coach_platform.core.preparation.models import SetbackRehearsal
from coach_platform.core.preparation.reading import Setback
from coach_platform.core.relations.models import Person
from coach_platform.kit.db import db


@dataclass(frozen=True)
class AfterNo:
    """Both may be absent."""

    setback: Setback | None
    tapped: CheckInShown | None


def after_no(actor: Actor) -> AfterNo:
    """The actor's own. One statement."""
    s, tap = SetbackRehearsal, newest_today(actor, "logged").subquery()
    row = db.session.execute(
        select(s.first_hour, s.talk_to, s.locale, tap.c.confidence, tap.c.at)
        .select_from(Person)
        .outerjoin(s, s.seeker_id == Person.id)
        .outerjoin(tap, true())
        .where(Person.id == actor.person_id)
    ).one()
    return AfterNo(
        setback=Setback(row.first_hour, row.talk_to, row.locale) if row.locale else None,
        tapped=CheckInShown(row.confidence, row.at) if row.at else None,
    )
