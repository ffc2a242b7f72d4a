"""The ratings given in a first assessment, each as a row of its own beside those given with an event."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.vocabulary import Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import StageRating
from coach_platform.core.applications.owned import own
from coach_platform.core.applications.standing import refresh
from coach_platform.core.assessments.context import CaseContext
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id


def add_ratings(actor: Actor, case: CaseContext, answers: dict[str, Any]) -> int:
    """Append what is new in `answers` of a first assessment; returns how many rows. "Don't know" is no rating."""
    given = _given(answers)
    newest = newest_ratings(case.application_id)
    changed = {stage: rating for stage, rating in given.items() if newest.get(stage) != rating}
    db.session.add_all(_row(actor, case, stage, *rating) for stage, rating in changed.items())
    if changed:
        refresh(own(actor, case.application_id, lock=True), zone=actor.zone)
    return len(changed)


def newest_ratings(application_id: UUID) -> dict[Stage, tuple[int, str]]:
    """The rating and words that count for each stage."""
    rows = db.session.execute(
        select(StageRating.stage, StageRating.value, StageRating.what_went_well)
        .where(StageRating.application_id == application_id)
        .order_by(StageRating.recorded_at, StageRating.id)
    )
    return {row.stage: (row.value, row.what_went_well) for row in rows}


def _given(answers: dict[str, Any]) -> dict[Stage, tuple[int, str]]:
    stages = answers.get("performance", {}).get("stages", {})
    return {
        Stage(stage): (part["value"], part.get("words", ""))
        for stage, part in stages.items()
        if isinstance(part.get("value"), int)
    }


def _row(actor: Actor, case: CaseContext, stage: Stage, value: int, words: str) -> StageRating:
    return StageRating(
        id=new_id(),
        seeker_id=case.seeker_id,
        application_id=case.application_id,
        stage=stage,
        value=value,
        what_went_well=words,
        locale=actor.locale,
        recorded_at=clock.now(),
    )
