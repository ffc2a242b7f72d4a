"""What changed after an action: how often an area was called weak before the first one on it was done, and since.

Before and after, nothing more, and never a claim: one acts on an area when it looks worst, so that what follows looks
better by itself (regression to the mean), and what else happened meanwhile is not known.
"""

from collections.abc import Iterable

from coach_platform.content.vocabulary import Area
from coach_platform.core.insights.intervals import Share
from coach_platform.core.insights.patterns.finding import Finding
from coach_platform.core.insights.thresholds import TABLE, Rule
from coach_platform.core.insights.tries import Facts


def find(facts: Facts) -> Iterable[Finding]:
    """One for each area on which something was done, where both sides have cases."""
    for area in Area:
        days = [one.on for one in facts.finished if one.area is area]
        if not days:
            continue
        first, judged = min(days), [one for one in facts.looked if area in one.weak]
        before = [one.weak[area] for one in judged if one.on <= first]
        after = [one for one in judged if one.on > first]
        if len(before) >= TABLE[Rule.CHANGE].shown_of:
            since = Share(sum(one.weak[area] for one in after), len(after))
            cases = tuple(one.case_id for one in after)
            then = Share(sum(before), len(before))
            yield Finding(Rule.CHANGE, area.value, since, then, cases, area, {"on": first.isoformat()})
