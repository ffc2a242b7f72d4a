"""Areas that came up more than once, counted over the cases. A count and no more: whether it means something is asked in
core/insights, with its interval. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from coach_platform.content.case_facts import CaseFacts
from coach_platform.content.vocabulary import Area
from coach_platform.core.assessments.areas import area_values

AGAIN = 2  # once is a case, not a recurrence


@dataclass(frozen=True)
class Recurring:
    """An area that its seeker rated low (or the employer named) in `cases` of the `of` cases that say anything of it."""

    area: Area
    cases: int
    of: int


def recurring(facts: Iterable[CaseFacts]) -> list[Recurring]:
    """Those of at least two cases, the most frequent first. "Don't know" and "does not apply" are in neither count."""
    said = [_said(one) for one in facts]
    found = [Recurring(a, sum(one.get(a, False) for one in said), sum(a in one for one in said)) for a in Area]
    return sorted((one for one in found if one.cases >= AGAIN), key=lambda one: -one.cases)


def _said(facts: CaseFacts) -> dict[Area, bool]:
    """Of each area the case speaks of, whether it was weak."""
    said = {area: value.weak for area, value in area_values(facts).items()}
    if facts.reason_area is not None:
        said[facts.reason_area] = True
    return said
