"""Where each of the six steps of a case stands. Pure; any order, any time, nothing is a gate."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from coach_platform.core.applications.cases import Step
from coach_platform.core.reconnect.drafting import FORM


class StepState(StrEnum):
    """Nothing is a gate."""

    DONE = "done"
    STARTED = "started"
    OPEN = "open"


STEP_OF_SET = {"first_assessment": Step.FIRST, "deeper": Step.DEEPER}


@dataclass(frozen=True)
class StepShown:
    """One step as it stands."""

    step: Step
    state: StepState


def steps(done: Collection[str], started: Collection[str]) -> tuple[StepShown, ...]:
    """All six. `done`: the steps a case keeps as done; `started`: steps with a draft, an answer or an action."""
    return tuple(StepShown(step, _state(step, done, started)) for step in Step)


def begun(forms: Collection[str]) -> list[str]:
    """The steps that drafts of these forms belong to."""
    found = [STEP_OF_SET[form] for form in forms if form in STEP_OF_SET]
    return [*found, *([Step.RECONNECT] if any(form.startswith(FORM) for form in forms) else [])]


def next_step(shown: Collection[StepShown]) -> Step | None:
    """The first that is not done: what the page offers, never demands."""
    waiting = (StepState.OPEN, StepState.STARTED)
    return next((one.step for one in shown if one.state in waiting), None)


def _state(step: Step, done: Collection[str], started: Collection[str]) -> StepState:
    if step in done:
        return StepState.DONE
    return StepState.STARTED if step in started else StepState.OPEN
