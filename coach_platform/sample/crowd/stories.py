"""One seeker of the crowd, whole: what they tried, what came of it, what they shared, and their plan."""

from dataclasses import dataclass
from typing import Any

from coach_platform.sample.crowd.applications import application_of
from coach_platform.sample.crowd.drawing import Draw
from coach_platform.sample.crowd.plans import plan_of

EVERYTHING = ["story", "deeper", "feedback", "plan", "pipeline", "practice", "confidence", "activity"]
# What people share, and how many of twenty: most of them all, some a part, a few nothing yet.
SHARES = {
    tuple(EVERYTHING): 8,
    ("story", "deeper", "plan", "activity"): 4,
    ("story", "plan"): 3,
    ("plan", "confidence"): 2,
    ("story",): 1,
    (): 2,
}
ORGANISATION = "tamarack"
WAITS_TO_BEGIN = 0.05  # have asked their coach, who has not answered yet
OCCASIONS = ["logged", "planned"]


@dataclass(frozen=True)
class Words:
    """What was written for the crowd: `said` by language, the roles, the employers."""

    said: dict[str, Any]
    roles: list[dict[str, str]]
    employers: list[str]


def story_of(draw: Draw, told: dict[str, Any], coach: dict[str, Any], words: Words) -> dict[str, Any]:
    """The shape of a file in content/sample/seekers/."""
    said, joined = words.said[told["locale"]], told["joined_days_ago"]
    begun = draw.number(joined // 2, joined - 7)
    role = draw.one(words.roles)
    tries = _tries(draw, told, role, words, said)
    sections = () if draw.happens(WAITS_TO_BEGIN) else draw.weighed(SHARES)
    waits = not sections and draw.happens(0.5)
    cases = [one for one in tries if "case" in one]
    story = {
        "seeker": told["login"],
        "resume_versions": [_resume(draw, told, role, said)],
        "check_ins": _check_ins(draw, told),
        "applications": tries,
        "coachings": [_coaching(draw, coach, said, begun, sections, waits=waits)],
    }
    if "plan" in sections:
        story["plan"] = plan_of(draw, said, coach["login"], cases, begun=begun, seen=told["seen_days_ago"])
    if "story" in sections:
        _comments(draw, said, coach["login"], told["login"], cases, begun, told["seen_days_ago"])
    return story


def _resume(draw: Draw, told: dict[str, Any], role: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
    text = draw.one(said["resume"]).format(name=told["name"], role=role[told["locale"]], years=draw.number(2, 19))
    return {"key": "first", "name": draw.one(said["resume_names"]), "days_ago": told["joined_days_ago"], "text": text}


def _check_ins(draw: Draw, told: dict[str, Any]) -> list[dict[str, Any]]:
    """A wandering confidence: never more than one step from one tap to the next."""
    level, taps = draw.number(2, 4), []
    days = sorted({draw.number(told["seen_days_ago"], told["joined_days_ago"]) for _ in range(draw.number(2, 9))})
    for day in reversed(days):
        level = min(5, max(1, level + draw.number(-1, 1)))
        taps.append({"days_ago": day, "confidence": level, "occasion": draw.one(OCCASIONS)})
    return taps


def _tries(
    draw: Draw, told: dict[str, Any], role: dict[str, str], words: Words, said: dict[str, Any]
) -> list[dict[str, Any]]:
    employers = draw.some(words.employers, draw.number(3, 10))
    return [
        application_of(draw, told, draw.one([role, role, draw.one(words.roles)]), employer, f"try{place}", said)
        for place, employer in enumerate(employers)
    ]


def _coaching(
    draw: Draw, coach: dict[str, Any], said: dict[str, Any], begun: int, sections: tuple[str, ...], *, waits: bool
) -> dict[str, Any]:
    asked = draw.number(0, 6) if waits else begun
    told: dict[str, Any] = {
        "coach": coach["login"],
        "organisation": ORGANISATION,
        "office": coach["office"],
        "state": "requested" if waits else "active",
        "asked_by": "seeker",
        "requested_days_ago": asked,
        "message": draw.one(said["message"]),
        "grants": [],
    }
    if not waits:
        told["accepted_days_ago"] = asked
    if sections:
        told["grants"] = [
            {
                "cases": "all_future",
                "sections": list(sections),
                "days_ago": asked,
                "until_in_days": draw.one([None, None, 90]),
            }
        ]
    return told


def _comments(
    draw: Draw, said: dict[str, Any], coach: str, seeker: str, cases: list[dict[str, Any]], begun: int, seen: int
) -> None:
    """The coach's word on some cases, and now and then a question that waits for one."""
    for one in cases:
        opened = one["case"]["opened_days_ago"]
        if opened < begun and draw.happens(0.6):
            spoken = draw.number(max(0, opened - 6), max(0, opened - 1))
            one["case"]["comments"] = [
                {"by": coach, "days_ago": spoken, "at": "case", "text": draw.one(said["comment"])}
            ]
            if draw.happens(0.3) and seen <= spoken:
                asks = {
                    "by": seeker,
                    "days_ago": draw.number(seen, spoken),
                    "at": "case",
                    "text": draw.one(said["question"]),
                }
                one["case"]["comments"].append(asks)
