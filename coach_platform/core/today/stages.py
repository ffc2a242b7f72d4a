"""Interviews ahead, and this week's steps forward, in one statement."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.applications.models import Application, StageEvent
from coach_platform.core.applications.victories import Step, step_to
from coach_platform.kit.db import db

WEEK = timedelta(days=7)
AHEAD = timedelta(days=60)  # further ahead nothing is prepared yet
SHOWN = 5


@dataclass(frozen=True)
class Reached:
    """A stage of one application on a day, ahead or behind."""

    application_id: UUID
    company: str
    role: str
    stage: Stage
    on: date


@dataclass(frozen=True)
class Victory(Reached):
    """A step forward."""

    step: Step


def stages_around(seeker_id: UUID, today: date) -> tuple[list[Reached], list[Victory]]:
    """(what is ahead, the next first; steps forward of the last seven days, the latest first), five of each at most."""
    rows = db.session.execute(_query(seeker_id, today)).all()
    ahead = [_reached(row) for row in rows if row.occurred_on >= today and row.outcome is Outcome.OPEN]
    steps = [(row, _step(row)) for row in rows if row.occurred_on <= today and not _never_came(row)]
    victories = [Victory(**vars(_reached(row)), step=step) for row, step in steps if step is not None]
    # Further than ever first: of many steps in a good week these are the ones to see.
    victories.sort(key=lambda one: (one.step is Step.FURTHER_THAN_EVER, one.on), reverse=True)
    return sorted(ahead, key=lambda one: one.on)[:SHOWN], victories[:SHOWN]


def _query(seeker_id: UUID, today: date) -> Select:
    e = StageEvent
    return (
        select(
            e.application_id,
            e.stage,
            e.occurred_on,
            e.recorded_at,
            Application.company,
            Application.role,
            Application.outcome,
            Application.outcome_on,
            _reached_here_before().label("here"),
            _furthest_elsewhere(seeker_id).label("elsewhere"),
        )
        .join(Application, Application.id == e.application_id)
        .where(
            e.seeker_id == seeker_id,
            e.occurred_on.between(today - WEEK, today + AHEAD),
            e.stage != Stage.APPLIED,
            Application.deleted_at.is_(None),
            _counts(e),
        )
        .order_by(e.occurred_on.desc(), e.id.desc())
        .limit(200)
    )


def _reached_here_before() -> Any:
    """The stages of the same application before the event in hand."""
    e, before = StageEvent, aliased(StageEvent)
    earlier = or_(
        before.occurred_on < e.occurred_on,
        and_(before.occurred_on == e.occurred_on, before.recorded_at < e.recorded_at),
    )
    return (
        select(func.array_agg(before.stage))
        .where(before.application_id == e.application_id, earlier, _counts(before))
        .correlate(e)
        .scalar_subquery()
    )


def _furthest_elsewhere(seeker_id: UUID) -> Any:
    """The rank of the furthest stage of all other applications up to the day of the event in hand."""
    e, elsewhere, other = StageEvent, aliased(StageEvent), aliased(Application)
    rank = case({stage: stage.rank for stage in Stage}, value=elsewhere.stage)
    return (
        select(func.max(rank))
        .join(other, other.id == elsewhere.application_id)
        .where(
            elsewhere.seeker_id == seeker_id,
            elsewhere.application_id != e.application_id,
            elsewhere.occurred_on <= e.occurred_on,
            other.deleted_at.is_(None),
            _counts(elsewhere),
        )
        .correlate(e)
        .scalar_subquery()
    )


def _counts(row: Any) -> Any:
    return and_(row.withdrawn.is_(False), ~_corrected(row))


def _corrected(row: Any) -> Any:
    later = aliased(StageEvent)
    return exists().where(later.corrects_id == row.id)


def _step(row: Any) -> Step | None:
    elsewhere = None if row.elsewhere is None else list(Stage)[row.elsewhere]
    return step_to(row.stage, here_before=[Stage(s) for s in row.here or ()], furthest_elsewhere=elsewhere)


def _never_came(row: Any) -> bool:
    """The end came before the day of an interview that had been planned."""
    return row.outcome is not Outcome.OPEN and row.outcome_on is not None and row.outcome_on < row.occurred_on


def _reached(row: Any) -> Reached:
    return Reached(row.application_id, row.company, row.role, row.stage, row.occurred_on)
