"""Two views of one case, question by question, the widest gap first. Pure.

A gap is the distance between two numbers: it exists only where both gave one. "I don't know", "does not apply" and
"I cannot judge" are no numbers. For balance both must speak of the same thing, by name; the one furthest apart counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from coach_platform.content.question_sets import Item, Kind
from coach_platform.core.assessments.queries import Response
from coach_platform.kit.text import plain

Answer = dict[str, Any]


@dataclass(frozen=True)
class Gap:
    """Between the seeker and one coach at one question. `width` 0..4 steps; `what` names the thing where it is balance."""

    response_id: UUID  # the coach's
    width: int | None = None  # None: not both gave a number
    theirs: int | None = None  # the seeker's
    coachs: int | None = None
    what: str = ""


@dataclass(frozen=True)
class QuestionGaps:
    """One question that anybody answered, with its gap to each coach."""

    item: Item
    gaps: tuple[Gap, ...]

    @property
    def width(self) -> int | None:
        """The widest of its gaps."""
        return max((gap.width for gap in self.gaps if gap.width is not None), default=None)


def gaps(seeker: Response, coaches: Sequence[Response]) -> tuple[QuestionGaps, ...]:
    """The widest gap first, then where both agree, then where there is nothing to compare; each in the order asked."""
    every = [seeker, *coaches]
    answered = [item for item in seeker.questions.items if any(one.answers.get(item.key) for one in every)]
    compared = [QuestionGaps(item, tuple(_gap(item, seeker, coach) for coach in coaches)) for item in answered]
    return tuple(sorted(compared, key=lambda one: (one.width is None, -(one.width or 0), one.item.number)))


def _gap(item: Item, seeker: Response, coach: Response) -> Gap:
    theirs, coachs = seeker.answers.get(item.key, {}), coach.answers.get(item.key, {})
    pairs = _aspects(theirs, coachs) if item.kind is Kind.TWO_SIDED else _numbers(theirs, coachs)
    widest = max(pairs, key=lambda pair: abs(pair[1] - pair[2]), default=None)
    if widest is None:
        return Gap(coach.id)
    what, one, other = widest
    return Gap(coach.id, abs(one - other), one, other, what)


def _numbers(theirs: Answer, coachs: Answer) -> list[tuple[str, int, int]]:
    one, other = theirs.get("value"), coachs.get("value")
    return [("", one, other)] if isinstance(one, int) and isinstance(other, int) else []


def _aspects(theirs: Answer, coachs: Answer) -> list[tuple[str, int, int]]:
    there = {plain(aspect["name"]): aspect["value"] for aspect in _weighed(coachs)}
    return [
        (aspect["name"], aspect["value"], there[name])
        for aspect in _weighed(theirs)
        if (name := plain(aspect["name"])) in there
    ]


def _weighed(answer: Answer) -> Iterable[Answer]:
    return (aspect for aspect in answer.get("aspects", ()) if isinstance(aspect.get("value"), int))
