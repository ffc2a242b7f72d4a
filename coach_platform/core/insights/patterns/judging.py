"""Which findings may be claims. All comparisons of a page share one error: Bonferroni over every claim that could be made.

With m possible claims each is allowed an error of FAMILY_ERROR / m, so that the chance of even one false claim on the
whole page stays under FAMILY_ERROR, whatever the comparisons have to do with each other (Bonferroni's inequality).
m counts what could have been claimed, also where nothing is shown of it or it was sent away: looking first and counting
afterwards would undo it. A claim needs both: its interval excludes the comparison, and Fisher's exact test agrees,
because Newcombe's interval is a little too narrow on one side where a thing is rare and the numbers are small
(measured: 6% false claims a seeker by the interval alone; docs/insights.md).
"""

from collections.abc import Iterable
from dataclasses import replace

from coach_platform.core.insights.exact import chance_of_more
from coach_platform.core.insights.intervals import Interval, Share, difference
from coach_platform.core.insights.patterns import areas, changes, ends, lines, moves, ratings, views
from coach_platform.core.insights.patterns.finding import Claim, Finding
from coach_platform.core.insights.thresholds import FAMILY_ERROR, Rule
from coach_platform.core.insights.tries import Facts

RULES = {
    Rule.ENDS: ends.find,
    Rule.RATING: ratings.find,
    Rule.AREA: areas.find,
    Rule.LINE: lines.find,
    Rule.VIEWS: views.find,
    Rule.CHANGE: changes.find,
    Rule.MOVES: moves.find,
}

OF_ALL_TRIES = frozenset({Rule.ENDS, Rule.MOVES})
BOTH_WAYS = frozenset({Rule.MOVES})  # every other rule claims only what lies above


def find(facts: Facts, *, whole: bool = True) -> tuple[Finding, ...]:
    """Everything there is to say of these facts, claims first, then what most cases speak for.

    `whole`: the whole search is in them. Where it is not, what speaks of all tries is not asked.
    """
    asked = [find for rule, find in RULES.items() if whole or rule not in OF_ALL_TRIES]
    judged = judge(finding for rule in asked for finding in rule(facts))
    return tuple(sorted((one for one in judged if one.shown), key=_order))


def judge(findings: Iterable[Finding]) -> list[Finding]:
    """Each with its interval and its claim, if it may make one."""
    every = list(findings)
    error = FAMILY_ERROR / max(1, possible_claims(every))
    return [_judged(one, error) for one in every]


def possible_claims(findings: Iterable[Finding]) -> int:
    """How many claims the comparisons could make: one each, two where it may go both ways."""
    return sum(2 if one.rule in BOTH_WAYS else 1 for one in findings if one.testable)


def _judged(one: Finding, error: float) -> Finding:
    if not one.testable or one.against is None:
        return one
    # `error` on either side of it.
    judged = replace(one, interval=difference(one.here, one.against, 1 - 2 * error))
    return replace(judged, claim=_claim(one.rule, one.here, one.against, judged.interval, error))


def _claim(rule: Rule, here: Share, against: Share, interval: Interval | None, error: float) -> Claim | None:
    if interval is None or not interval.excludes(0.0):
        return None
    if interval.low > 0:
        return Claim.ABOVE if chance_of_more(here, against) <= error else None
    if rule in BOTH_WAYS and chance_of_more(against, here) <= error:
        return Claim.BELOW
    return None


def _order(one: Finding) -> tuple[object, ...]:
    return (one.claim is None, list(Rule).index(one.rule), -one.here.hit, -one.here.value, one.subject)
