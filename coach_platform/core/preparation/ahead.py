"""The next interview of a seeker, for the pages that lead to its sheet."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application, StageEvent
from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True)
class Ahead:
    """A stage to come of an application that is open."""

    application_id: UUID
    company: str
    stage: Stage
    on: date


def next_ahead(actor: Actor) -> Ahead | None:
    """The actor's nearest, today's included. One statement."""
    e, a, later = StageEvent, Application, aliased(StageEvent)
    row = db.session.execute(
        select(a.id, a.company, e.stage, e.occurred_on)
        .join(a, a.id == e.application_id)
        .where(
            e.seeker_id == actor.person_id,
            e.occurred_on >= clock.today(actor.zone),
            e.stage != Stage.APPLIED,
            e.withdrawn.is_(False),
            ~exists().where(later.corrects_id == e.id),
            a.outcome == Outcome.OPEN,
            a.deleted_at.is_(None),
        )
        .order_by(e.occurred_on, e.id)
        .limit(1)
    ).first()
    return Ahead(*row) if row else None
