"""Reads the written stories: what happened to a seeker, and what the rules must and must not make of it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import yaml

from coach_platform.content.case_facts import CaseFacts, SearchFacts, case_facts
from coach_platform.content.reasons import areas_of, reasons
from coach_platform.content.suggestions import Suggestion, suggest
from coach_platform.content.vocabulary import Area, Need, Stage

FOLDER = Path(__file__).parent / "stories"


@dataclass(frozen=True)
class Story:
    name: str
    facts: list[CaseFacts]
    companies: dict[UUID, str]
    suggestions: list[Suggestion]
    expect: set[str]
    forbid: set[str] = field(default_factory=set)
    forbid_areas: set[str] = field(default_factory=set)
    expect_nothing: bool = False
    first: str | None = None
    evidence: dict[str, list[str]] = field(default_factory=dict)

    @property
    def offered(self) -> dict[str, Suggestion]:
        return {suggestion.rule: suggestion for suggestion in self.suggestions}


def all_stories() -> list[Story]:
    return [read_story(path) for path in sorted(FOLDER.glob("*.yaml"))]


def read_story(path: Path) -> Story:
    told = yaml.safe_load(path.read_text("utf-8"))
    facts = [_facts(case) for case in told["cases"]]
    search = _search(told["search"]) if "search" in told else None
    return Story(
        name=path.stem,
        facts=facts,
        companies={case_id(case["company"]): case["company"] for case in told["cases"]},
        suggestions=suggest(facts, told.get("dismissed", []), told.get("accepted", []), search),
        expect=set(told.get("expect", [])),
        forbid=set(told.get("forbid", [])),
        forbid_areas=set(told.get("forbid_areas", [])),
        expect_nothing=told.get("expect_nothing", False),
        first=told.get("first"),
        evidence=told.get("evidence", {}),
    )


def case_id(company: str) -> UUID:
    return uuid5(NAMESPACE_DNS, company)


def _search(told: dict[str, Any]) -> SearchFacts:
    same_cause = {Area(area): count for area, count in told.get("same_cause", {}).items()}
    return SearchFacts(told["applications"], told["talks"], same_cause)


def _facts(case: dict[str, Any]) -> CaseFacts:
    return case_facts(
        case_id(case["company"]),
        [Stage(stage) for stage in case["stages"]],
        first=case.get("first"),
        deeper=case.get("deeper"),
        needs={key: Need(need) for key, need in case.get("needs", {}).items()},
        reason_area=reasons()[case["reason"]].area if "reason" in case else None,
        said_areas=areas_of(case.get("said", ())),
    )
