"""What the suggestion rules may know: numbers and marks from a case, never a word that anybody wrote."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import TALK_STAGES, Area, Mark, Need, Stage


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case. Absent ratings are simply absent: "don't know" and "does not apply" never get here."""

    case_id: UUID
    stages: frozenset[Stage]
    ratings: Mapping[Area, int] = field(default_factory=dict)  # 1-5, 5 is best
    stage_ratings: Mapping[Stage, int] = field(default_factory=dict)  # 1-5, own performance
    requirements: tuple[tuple[Need, Mark], ...] = ()
    weaknesses_sensed: int = 0
    weaknesses_pointed_out: int = 0
    surprises: int = 0
    balance: tuple[int, ...] = ()  # -2..+2, one an aspect
    reason_area: Area | None = None  # the area of the employer's own stated reason, if it has one
    said_areas: frozenset[Area] = frozenset()  # the areas of what employers answered when they were asked

    @property
    def furthest(self) -> Stage:
        return max(self.stages, key=lambda stage: stage.rank, default=Stage.APPLIED)

    @property
    def talked(self) -> bool:
        """Somebody spoke with the seeker."""
        return bool(self.stages & TALK_STAGES)


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """The whole search in counts: applications sent, how many led to any conversation, and how many quiet nos the
    seeker put under one area in the weekly batch ("same cause")."""

    applications: int
    talks: int
    same_cause: Mapping[Area, int] = field(default_factory=dict)


def case_facts(
    case_id: UUID,
    stages: Collection[Stage],
    *,
    first: Mapping[str, Any] | None = None,
    deeper: Mapping[str, Any] | None = None,
    needs: Mapping[str, Need] | None = None,
    reason_area: Area | None = None,
    said_areas: Collection[Area] = (),
) -> CaseFacts:
    """Facts from the seeker's submitted answers documents (shapes: question_sets.py).

    `needs` says for each requirement id whether the posting calls it must or nice; an unknown one counts as nice.
    Low match is a matter of fit, unless everything that did not show was lacking: then it speaks of skills.
    """
    deeper = deeper or {}
    requirements = _requirements(deeper.get("match", {}), needs or {})
    return CaseFacts(
        case_id=case_id,
        stages=frozenset(stages),
        ratings=_ratings(deeper, requirements),
        stage_ratings=_stage_ratings(first or {}),
        requirements=requirements,
        weaknesses_sensed=len(deeper.get("answers", {}).get("sensed", [])),
        weaknesses_pointed_out=len(deeper.get("answers", {}).get("pointed_out", [])),
        surprises=len(deeper.get("surprises", {}).get("items", [])),
        balance=tuple(
            aspect["value"] for aspect in deeper.get("balance", {}).get("aspects", []) if _is_value(aspect.get("value"))
        ),
        reason_area=reason_area,
        said_areas=frozenset(said_areas),
    )


def _ratings(deeper: Mapping[str, Any], requirements: tuple[tuple[Need, Mark], ...]) -> dict[Area, int]:
    marks = {mark for _, mark in requirements}
    match_area = Area.SKILLS if Mark.LACK in marks and Mark.HAD_NOT_SHOWN not in marks else Area.FIT
    places = {
        "match": match_area,
        "rapport": Area.RAPPORT,
        "preparation": Area.PREPARATION,
        "research": Area.RESEARCH,
        "answers": Area.ANSWERS,
        "surprises": Area.SURPRISES,
    }
    values = {area: deeper.get(item, {}).get("value") for item, area in places.items()}
    return {area: value for area, value in values.items() if _is_value(value)}


def _stage_ratings(first: Mapping[str, Any]) -> dict[Stage, int]:
    rated = first.get("performance", {}).get("stages", {})
    return {Stage(stage): answer["value"] for stage, answer in rated.items() if _is_value(answer.get("value"))}


def _requirements(match: Mapping[str, Any], needs: Mapping[str, Need]) -> tuple[tuple[Need, Mark], ...]:
    return tuple(
        (needs.get(str(line["requirement"]), Need.NICE), Mark(line["mark"]))
        for line in match.get("marks", [])
        if line.get("mark") in set(Mark)
    )


def _is_value(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
