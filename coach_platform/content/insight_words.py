"""How stages and areas stand inside the sentences of the insights, and the first step each pattern offers for the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from coach_platform.content.reading import Both, ContentError, Node, read
from coach_platform.content.vocabulary import ActionKind, Area, Stage

STAGES = (Stage.SCREENING, Stage.INTERVIEW, Stage.TASK, Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND)


@dataclass(frozen=True, slots=True)
class Step:
    """The start of an action: what a person reads, edits and then owns."""

    kind: ActionKind
    area: Area | None
    what: Both


@dataclass(frozen=True, slots=True)
class StageWords:
    at: Both  # "at the interview"
    reached: Both  # "an interview"
    step: Step


@dataclass(frozen=True, slots=True)
class AreaWords:
    inside: Both  # the area in the middle of a sentence
    step: Step


@dataclass(frozen=True, slots=True)
class InsightWords:
    stages: Mapping[Stage, StageWords]
    areas: Mapping[Area, AreaWords]
    before_any_conversation: Step
    search: Step


@cache
def insight_words() -> InsightWords:
    """All of them. Raises: ContentError where one is missing."""
    node = read("insight_words.yaml")
    stages, areas = node.node("stages"), node.node("areas")
    words = InsightWords(
        stages={stage: _stage(stages.node(stage)) for stage in STAGES},
        areas={area: _area(areas.node(area), area) for area in Area},
        before_any_conversation=_step(node.node("before_any_conversation")),
        search=_step(node.node("search")),
    )
    for part in (stages, areas, node):
        part.done()
    return words


def _stage(node: Node) -> StageWords:
    words = StageWords(node.both("at"), node.both("reached"), _step(node.node("step")))
    node.done()
    return words


def _area(node: Node, area: Area) -> AreaWords:
    step = _step(node.node("step"))
    node_words = AreaWords(node.both("inside"), Step(step.kind, area, step.what))
    node.done()
    return node_words


def _step(node: Node) -> Step:
    step = Step(node.word("kind", ActionKind), node.maybe_word("area", Area), Both(node.text("en"), node.text("fr")))
    node.done()
    if not (step.what.en and step.what.fr):
        raise ContentError(f"{node.where}: a step needs words in both languages")
    return step
