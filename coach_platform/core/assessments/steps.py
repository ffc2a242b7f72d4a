"""Where each of the six steps of a case stands. Pure; any order, any time, nothing is a gate."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from coach_platform.core.applications.cases import Step


class StepState(StrEnum):
    """`coming`: the product does not have it yet, and says so."""

    DONE = "done"
    STARTED = "started"
    OPEN = "open"
    COMING = "coming"


COMING = frozenset({Step.RECONNECT})
STEP_OF_SET = {"first_assessment": Step.FIRST, "deeper": Step.DEEPER}


@dataclass(frozen=True)
class StepShown:
    """One step as it stands."""

    step: Step
    state: StepState


def steps(done: Collection[str], started: Collection[str]) -> tuple[StepShown, ...]:
    """All six. `done`: the steps a case keeps as done; `started`: steps with a draft, an answer or an action."""
    return tuple(StepShown(step, _state(step, done, started)) for step in Step)


def next_step(shown: Collection[StepShown]) -> Step | None:
    """The first that is not done and not coming: what the page offers, never demands."""
    waiting = (StepState.OPEN, StepState.STARTED)
    return next((one.step for one in shown if one.state in waiting), None)


def _state(step: Step, done: Collection[str], started: Collection[str]) -> StepState:
    if step in done:
        return StepState.DONE
    if step in COMING:
        return StepState.COMING
    return StepState.STARTED if step in started else StepState.OPEN
