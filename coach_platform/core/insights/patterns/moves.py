"""Whether the search moves: how many of the later half of the tries led to a conversation, against the earlier half.

The halves are cut by the order in which things were sent, before anything is known of how they went. Tries of the last
weeks are left out of both: they had no time to lead anywhere.
"""

from collections.abc import Iterable, Sequence

from coach_platform.content.vocabulary import Stage
from coach_platform.core.insights.intervals import Share
from coach_platform.core.insights.patterns.finding import Finding
from coach_platform.core.insights.thresholds import GROWN_AFTER, Rule
from coach_platform.core.insights.tries import Facts, Try

TALKED = "talked"


def find(facts: Facts) -> Iterable[Finding]:
    """One, as soon as there are two halves."""
    grown = _grown(facts)
    later, earlier = grown[len(grown) // 2 :], grown[: len(grown) // 2]
    if earlier:
        since = later[0].applied_on
        cases = tuple(one.case_id for one in later if _led_on(one) and one.case_id)
        params = {"on": since.isoformat() if since else ""}
        yield Finding(Rule.MOVES, TALKED, _share(later), _share(earlier), cases, None, params)


def _grown(facts: Facts) -> list[Try]:
    if facts.today is None:
        return []
    last = facts.today - GROWN_AFTER
    dated = [(one.applied_on, one.application_id, one) for one in facts.tries if one.applied_on]
    return [one for day, _, one in sorted(dated, key=lambda of: of[:2]) if day <= last]


def _share(tries: Sequence[Try]) -> Share:
    return Share(sum(map(_led_on, tries)), len(tries))


def _led_on(one: Try) -> bool:
    return one.furthest.rank >= Stage.SCREENING.rank
