"""One application of somebody in the crowd: how far it went, how it ended, and the case, if its seeker opened one."""

from typing import Any

from coach_platform.sample.crowd.drawing import Draw

STAGES = ["applied", "screening", "interview", "task", "further_interview", "final_round"]
# How far tries get, of a hundred: most end before anybody spoke.
FURTHEST = {1: 52, 2: 16, 3: 17, 4: 5, 5: 6, 6: 4}
ENDS = {"rejected": 8, "no_reply": 5, "open": 4}
REASONS = {
    "none_given": 5,
    "someone_stronger": 4,
    "more_experience": 3,
    "interview_answers": 3,
    "not_shown": 2,
    "filled_inside": 2,
    "role_closed": 1,
}
SOURCES = ["job_board", "job_board", "company_site", "network", "agency", "referral"]
MODES = ["onsite", "onsite", "hybrid", "remote"]
GIVEN = ["Robin", "Camille", "Sacha", "Alex", "Dominique", "Lou"]  # contacts: names of either language
FAMILY = ["Marsh", "Leduc", "Okoro", "Hale"]
LATE = 3  # stages from which a no is usually opened as a case


def application_of(
    draw: Draw, told: dict[str, Any], role: dict[str, str], employer: str, key: str, said: dict[str, Any]
) -> dict[str, Any]:
    """The shape of an application in content/sample/seekers/."""
    seen, far = told["seen_days_ago"], draw.weighed(FURTHEST)
    ended = draw.weighed(ENDS)
    days = _days(draw, seen, told["joined_days_ago"], far)
    made: dict[str, Any] = {
        "key": key,
        "company": employer,
        "role": role[told["locale"]],
        "source": draw.one(SOURCES),
        "work_mode": draw.one(MODES),
        "role_kind": role["kind"],
        "location": told["city"],
        "resume_version": "first",
        "notes": draw.one(said["note"]),
        "stages": [_stage(draw, stage, day, said) for stage, day in zip(STAGES, days, strict=False)],
        "outcome": {"value": ended},
    }
    if ended != "open":
        made["outcome"] |= _end(draw, ended, days[-1], seen, said)
        if ended == "rejected" and far >= LATE and draw.happens(0.7):
            made["case"] = _case(draw, made, seen, said)
    return made


def _days(draw: Draw, seen: int, joined: int, far: int) -> list[int]:
    """Of each stage, days ago: a week or so apart, the last with time left for an answer."""
    days = [draw.number(seen + 2 + 3 * far, max(seen + 2 + 3 * far, joined - 1))]
    for left in range(far - 1, 0, -1):
        days.append(draw.number(max(seen + 1 + 3 * left - 2, days[-1] - 9), days[-1] - 1))
    return days


def _stage(draw: Draw, stage: str, day: int, said: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"stage": stage, "days_ago": day}
    if stage != "applied" and draw.happens(0.8):
        told |= {"rating": draw.number(1, 5), "what_worked": draw.one(said["worked"])}
    return told


def _end(draw: Draw, ended: str, last: int, seen: int, said: dict[str, Any]) -> dict[str, Any]:
    day = draw.number(max(seen, last - 12), last - 1)
    if ended == "no_reply":
        return {"days_ago": day}
    return {"days_ago": day, "stated_reason": draw.weighed(REASONS), "own_words": draw.one(said["own_words"])}


def _case(draw: Draw, made: dict[str, Any], seen: int, said: dict[str, Any]) -> dict[str, Any]:
    opened = draw.number(seen, made["outcome"]["days_ago"])
    reached = [stage["stage"] for stage in made["stages"]]
    case: dict[str, Any] = {"opened_days_ago": opened, "steps_done": []}
    if draw.happens(0.8):
        case["steps_done"].append("first")
        case["first_assessment"] = _first(draw, made, reached, draw.number(seen, opened), said)
    if "first_assessment" in case and draw.happens(0.5):
        case["steps_done"].append("deeper")
        case["deeper"] = _deeper(draw, draw.number(seen, case["first_assessment"]["days_ago"]), said)
    if draw.happens(0.35):
        _asked(draw, made, case, opened, seen, said)
    return case


def _first(draw: Draw, made: dict[str, Any], reached: list[str], day: int, said: dict[str, Any]) -> dict[str, Any]:
    rated = {
        stage: {"value": draw.number(1, 5), "words": draw.one(said["well"])} for stage in reached if stage != "applied"
    }
    answers = {
        "what_happened": {"words": draw.one(said["happened"])},
        "clarity": {"value": draw.number(1, 5), "words": draw.one(said["clarity"])},
        "timing": {"value": "late" if len(reached) > LATE else "early"},
        "performance": {"stages": {stage: {k: v for k, v in one.items() if v} for stage, one in rated.items()}},
        "off_track": {"value": draw.one([reached[-1], "nowhere"]), "words": draw.one(said["off_track"])},
    }
    return {
        "state": "submitted",
        "days_ago": day,
        "answers": {key: _without_blanks(one) for key, one in answers.items()},
    }


def _deeper(draw: Draw, day: int, said: dict[str, Any]) -> dict[str, Any]:
    surprise = draw.one(said["surprises"])
    answers: dict[str, Any] = {
        "rapport": {"value": draw.number(2, 5)},
        "preparation": {"value": draw.number(1, 4), "words": said["deeper"][1]},
        "research": {"value": draw.number(1, 5), "words": said["deeper"][2]},
        "answers": {"value": draw.number(1, 4), "words": draw.one(said["deeper"])},
        "surprises": {"value": draw.number(1, 4), "items": [dict(surprise)]},
    }
    return {"state": "submitted", "days_ago": day, "answers": answers}


def _asked(
    draw: Draw, made: dict[str, Any], case: dict[str, Any], opened: int, seen: int, said: dict[str, Any]
) -> None:
    """A thank-you was sent; half of those are answered."""
    person = (
        draw.one(["Robin", "Camille", "Sacha", "Alex", "Dominique", "Lou"])
        + " "
        + draw.one(["Marsh", "Leduc", "Okoro", "Hale"])
    )
    made["contacts"] = [{"name": person, "role": "", "stage": made["stages"][-1]["stage"]}]
    sent = draw.number(seen, opened)
    case["steps_done"].append("reconnect")
    case["reconnect"] = {
        "sent": [{"to": person, "days_ago": sent, "subject": made["role"], "text": draw.one(said["letter"])}]
    }
    if draw.happens(0.5):
        reply = {"source": "reply", "from": person, "days_ago": draw.number(seen, sent)}
        reply |= {"reasons": [draw.one(["someone_stronger", "interview_answers"])], "words": draw.one(said["feedback"])}
        case["reconnect"]["feedback"] = [reply]


def _without_blanks(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if value != ""}
