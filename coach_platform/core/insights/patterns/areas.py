"""Which areas recur: in how many cases the seeker called one weak, against all their other areas together.

Only what they judged counts: "don't know" and "does not apply" never get into `Looked.weak`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from coach_platform.content.vocabulary import Area
from coach_platform.core.insights.intervals import Share
from coach_platform.core.insights.patterns.finding import Finding
from coach_platform.core.insights.thresholds import Rule
from coach_platform.core.insights.tries import Facts, Looked


@dataclass(frozen=True, slots=True)
class Recurring:
    """An area that was weak more than once, in plain counts."""

    area: Area
    share: Share
    cases: tuple[UUID, ...]


def find(facts: Facts) -> Iterable[Finding]:
    """One for each area that was ever judged."""
    shares = {area: _share(facts.looked, area) for area in Area}
    every = sum(shares.values(), Share(0, 0))
    for area, share in shares.items():
        if share.of:
            cases = tuple(one.case_id for one in facts.looked if one.weak.get(area))
            yield Finding(Rule.AREA, area.value, share, every - share, cases, area)


def recurring(looked: Iterable[Looked]) -> tuple[Recurring, ...]:
    """The areas that came up as weak in two cases or more, the most frequent first: counts, no claim.

    For whoever prepares a talk (the preparation sheet) and needs no more than "in 3 of 4 cases".
    """
    found = [one for one in find(Facts(looked=tuple(looked))) if one.shown and one.area is not None]
    found.sort(key=lambda one: (-one.here.hit, -one.here.value))
    return tuple(Recurring(one.area, one.here, one.cases) for one in found if one.area)


def _share(looked: Iterable[Looked], area: Area) -> Share:
    judged = [one.weak[area] for one in looked if area in one.weak]
    return Share(sum(judged), len(judged))
