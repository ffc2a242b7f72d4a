"""The answers of the sample world fit the question sets that the product asks."""

from collections.abc import Iterator
from typing import Any

import pytest

from coach_platform.content import sample_world
from coach_platform.content.question_sets import RATED, SCALE, TWO_SIDED, Item, Kind, latest
from coach_platform.content.vocabulary import Stage

NOT_RATED = {"dont_know", "does_not_apply"}
SETS = {"first_assessment": latest("first_assessment"), "deeper": latest("deeper")}


def responses() -> Iterator[tuple[str, dict[str, Any], str, dict[str, Any]]]:
    """(name, application, set, answers) of everything answered, drafts and coaches' answers included."""
    for seeker in sample_world.seekers():
        for application in seeker["applications"]:
            case = application.get("case", {})
            for key in SETS:
                if key in case:
                    yield f"{seeker['seeker']}-{application['key']}-{key}", application, key, case[key]["answers"]
            if "coach_answers" in case:
                of_coach = case["coach_answers"]
                yield f"coach-{application['key']}", application, of_coach["set"], of_coach["answers"]


ALL = list(responses())


def reached(application: dict[str, Any]) -> set[Stage]:
    return {Stage(event["stage"]) for event in application["stages"] if "days_ago" in event}


def check(item: Item, answer: dict[str, Any], application: dict[str, Any]) -> None:
    stages = reached(application)
    assert len(answer.get("words", "")) <= item.max_length
    value = answer.get("value")
    if item.kind in RATED:
        assert value in SCALE or value in NOT_RATED
    if item.kind is Kind.CHOICE:
        assert value in {option.key for option in item.options_for(stages)}
    if item.kind is Kind.STAGE_RATINGS:
        own = {event["stage"]: event["rating"] for event in application["stages"] if "rating" in event}
        assert {stage: rating["value"] for stage, rating in answer["stages"].items()} == own
    if item.kind is Kind.TWO_SIDED:
        assert all(aspect["value"] in TWO_SIDED for aspect in answer["aspects"])
        assert len(answer["aspects"]) <= item.max_aspects
    if item.kind is Kind.REQUIREMENTS:
        lines = [line["key"] for line in application["requirements"]]
        marked = [mark["requirement"] for mark in answer.get("marks", [])]
        assert len(marked) == len(set(marked)) and set(marked) <= set(lines)
    for part in item.lists:
        fields = {field.key: field for field in part.fields}
        for entry in answer.get(part.key, []):
            assert set(entry) <= set(fields)
            assert all(len(text) <= fields[name].max_length for name, text in entry.items())
            assert all(entry.get(name) for name, field in fields.items() if field.required)


@pytest.mark.parametrize(("name", "application", "key", "answers"), ALL, ids=[each[0] for each in ALL])
def test_answers_fit_their_question_set(name: str, application: dict[str, Any], key: str, answers: dict[str, Any]):
    asked = {item.key: item for item in SETS[key].items_for(reached(application))}
    assert answers and set(answers) <= set(asked)
    for item_key, answer in answers.items():
        item = asked[item_key]
        allowed = {"value", "words", "aspects", "stages", "marks"} | {part.key for part in item.lists}
        assert set(answer) <= allowed
        check(item, answer, application)


def test_a_submitted_first_assessment_answers_its_two_minutes():
    now = {item.key for item in SETS["first_assessment"].items if item.now}
    for seeker in sample_world.seekers():
        for application in seeker["applications"]:
            first = application.get("case", {}).get("first_assessment", {"state": "draft"})
            assert first["state"] == "draft" or now <= set(first["answers"])


def test_sams_cases_stand_at_all_stages_of_work():
    sam = next(seeker for seeker in sample_world.seekers() if seeker["seeker"] == "sam")
    cases = [application["case"] for application in sam["applications"] if "case" in application]
    standing = [(c.get("first_assessment", {}).get("state"), c.get("deeper", {}).get("state")) for c in cases]
    wanted = {(None, None), ("draft", None), ("submitted", None), ("submitted", "draft"), ("submitted", "submitted")}
    assert set(standing) == wanted


def test_rehearsals_count_the_questions_that_surprised():
    for name, application, key, answers in ALL:
        if key == "deeper" and not name.startswith("coach"):
            asked = answers.get("surprises", {}).get("items", [])
            assert len(application["case"].get("rehearsals", [])) == len(asked), name
