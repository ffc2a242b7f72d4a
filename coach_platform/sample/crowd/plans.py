"""The plan of somebody in the crowd: a few actions, some done, some overdue, and whose turn it is."""

from typing import Any

from coach_platform.sample.crowd.drawing import Draw

TURNS = {"awaiting_coach": 4, "awaiting_seeker": 3, "agreed": 11, "draft": 2}  # of twenty
ENDS_AFTER = 28  # days; core.plans.lapsing


def plan_of(
    draw: Draw, said: dict[str, Any], coach: str, cases: list[dict[str, Any]], *, begun: int, seen: int
) -> dict[str, Any]:
    """The shape of `plan` in content/sample/seekers/. `begun`: days ago, when the coaching began; `seen`: last here."""
    turn = draw.weighed(TURNS)
    first = draw.number(min(seen + 3, begun), begun)
    reviews, since = _reviews(draw, said, coach, turn, first, seen)
    if turn == "awaiting_coach" and since > ENDS_AFTER:  # nothing waits longer than the product lets it
        turn, since = "draft", since - ENDS_AFTER
        reviews[-1]["lapsed_days_ago"] = since
    return {
        "turn": turn,
        "turn_since_days_ago": since,
        "coach": coach,
        "reviews": reviews,
        "dismissed_suggestions": [],
        "actions": [
            _action(draw, template, f"a{place}", cases, said, first, seen)
            for place, template in enumerate(draw.some(said["actions"], draw.number(1, 4)))
        ],
        "comments": [],
    }


def _reviews(
    draw: Draw, said: dict[str, Any], coach: str, turn: str, first: int, seen: int
) -> tuple[list[dict[str, Any]], int]:
    """The turns so far, and since when it stands as it does."""
    review: dict[str, Any] = {"coach": coach, "asked_days_ago": first, "note": draw.one(said["review"])}
    answered = draw.number(max(0, first - 6), first)
    agreed = draw.number(min(seen, answered), answered)
    if turn == "awaiting_coach":
        waits = draw.number(0, 9) if seen < 10 else min(first, seen)
        old = review | {"answered_days_ago": first, "answer": draw.one(said["answer"]), "agreed_days_ago": first}
        return [old, {"coach": coach, "asked_days_ago": min(waits, first), "note": draw.one(said["review"])}], min(
            waits, first
        )
    answer = {"answered_days_ago": answered, "answer": draw.one(said["answer"])}
    if turn == "awaiting_seeker":
        return [review | answer], answered
    return [review | answer | {"agreed_days_ago": agreed}], agreed


def _action(
    draw: Draw,
    template: dict[str, Any],
    key: str,
    cases: list[dict[str, Any]],
    said: dict[str, Any],
    first: int,
    seen: int,
) -> dict[str, Any]:
    old = [one["key"] for one in cases if one["case"]["opened_days_ago"] >= first]
    told = dict(template) | {"key": key, "evidence": old[:2]}
    if draw.happens(0.4) and first > seen:
        day = draw.number(seen, first - 1) if first - 1 >= seen else seen
        return told | {
            "state": "done",
            "closed_days_ago": day,
            "due_days_ago": day,
            "closing_words": draw.one(said["closing"]),
        }
    if draw.happens(0.35):
        return told | {"state": "open", "due_days_ago": draw.number(1, max(1, min(15, first - 1)))}
    return told | {"state": "open", "due_in_days": draw.number(1, 24)}
