"""What I believed beside what they said. Only counted: an employer names one or two reasons and a seeker judges every
area, so that no fair comparison of the two shares exists to be excluded."""

from collections.abc import Iterable

from coach_platform.content.vocabulary import Area
from coach_platform.core.insights.intervals import Share
from coach_platform.core.insights.patterns.finding import Finding
from coach_platform.core.insights.thresholds import Rule
from coach_platform.core.insights.tries import Facts, Said

NOT_ABOUT_ME = "not_about_me"


def find(facts: Facts) -> Iterable[Finding]:
    """How often the reason spoke of nothing of mine; and for each area they named, how often I had seen it."""
    yield from _not_about_me(facts.said)
    weak = {one.case_id: one.weak for one in facts.looked}
    for area in Area:
        both = [one for one in facts.said if area in one.areas and area in weak.get(one.case_id, {})]
        seen = [one.case_id for one in both if weak[one.case_id][area]]
        if both:
            named = tuple(one.case_id for one in both)
            yield Finding(
                Rule.VIEWS, area.value, Share(len(both), len(facts.said)), None, named, area, {"seen": len(seen)}
            )


def _not_about_me(said: tuple[Said, ...]) -> Iterable[Finding]:
    other = tuple(one.case_id for one in said if not one.areas)
    if said:
        yield Finding(Rule.VIEWS, NOT_ABOUT_ME, Share(len(other), len(said)), None, other)
