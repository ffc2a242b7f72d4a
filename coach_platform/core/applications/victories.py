"""Victories: a step further than before. Pure: stages in, steps out."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from coach_platform.content.vocabulary import Stage


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
    if furthest_elsewhere is not None and stage.rank > furthest_elsewhere.rank:
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
