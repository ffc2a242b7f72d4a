"""Victories: a step further than before. The rules are pure; the last function asks them about a recorded event."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.vocabulary import Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.histories import live
from coach_platform.core.applications.models import Application, StageEvent
from coach_platform.kit import clock
from coach_platform.kit.db import db


class Step(StrEnum):
    """How far a step forward goes."""

    FORWARD = "forward"  # further in this application
    FURTHER_THAN_EVER = "further_than_ever"  # further than in any application


def step_to(stage: Stage, *, here_before: Collection[Stage], furthest_elsewhere: Stage | None) -> Step | None:
    """What reaching `stage` amounts to, given what was reached in this application before and elsewhere ever.

    Applying is no victory: it is the work itself. None when it is not a step forward.
    """
    if stage is Stage.APPLIED or any(stage.rank <= before.rank for before in here_before):
        return None
    if furthest_elsewhere is None or stage.rank > furthest_elsewhere.rank:
        return Step.FURTHER_THAN_EVER
    return Step.FORWARD


def steps_forward(stages: Iterable[Stage]) -> list[Stage]:
    """Of the stages of one application in the order they came, those that went further than all before them."""
    found: list[Stage] = []
    furthest = Stage.APPLIED
    for stage in stages:
        if stage.rank > furthest.rank:
            found.append(stage)
            furthest = stage
    return found


def step_of(actor: Actor, application_id: UUID, event_id: UUID) -> Step | None:
    """What a recorded event amounts to, beside the other events of its application and the actor's others.

    What is still ahead is no step yet: nothing worked or failed there before its day.
    """
    e, a = StageEvent, Application
    rows = db.session.scalars(select(e).where(e.application_id == application_id, e.seeker_id == actor.person_id))
    events = {event.id: event for event in live(list(rows))}
    this = events.pop(event_id, None)
    if this is None or this.occurred_on > clock.today(actor.zone):
        return None
    others = db.session.scalars(
        select(a.furthest_stage)
        .where(a.seeker_id == actor.person_id, a.id != application_id, a.deleted_at.is_(None))
        .distinct()
    )
    return step_to(
        this.stage,
        here_before=[event.stage for event in events.values()],
        furthest_elsewhere=max(others, key=lambda stage: stage.rank, default=None),
    )
