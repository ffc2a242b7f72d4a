"""Whether a rule's conditions hold in one case, and whether that case could have said so at all."""

from __future__ import annotations

from coach_platform.content.case_facts import CaseFacts, SearchFacts
from coach_platform.content.suggestion_rules import Balance, Rule, Weakness, When
from coach_platform.content.vocabulary import Area

LOW = 2  # of 5: what a person rates 1 or 2 they find weak themselves


def answerable(rule: Rule, case: CaseFacts) -> bool:
    """The case reached the stages the rule speaks of, and the seeker answered what it asks."""
    return _stages_fit(rule.when, case) and _answered(rule, case)


def holds(rule: Rule, case: CaseFacts) -> bool:
    """Every condition of the rule holds in this case; what was not answered never counts."""
    when = rule.when
    return answerable(rule, case) and all(
        (
            when.rating_at_most is None or case.ratings.get(rule.area, 5) <= when.rating_at_most,
            when.low_stage is None or case.stage_ratings.get(when.low_stage, 5) <= LOW,
            when.requirement is None or _marked(when, case),
            when.weakness is None or _weak(when.weakness, case),
            when.balance is None or _tipped(when.balance, case),
            not when.surprise or case.surprises > 0,
            not when.reason or case.reason_area is rule.area,
            not when.said or rule.area in case.said_areas,
        )
    )


def search_holds(rule: Rule, search: SearchFacts) -> bool:
    """Every condition that the rule puts on the whole search holds."""
    when = rule.when
    return (
        search.applications >= (when.applications_at_least or 0)
        and (when.talks_at_most is None or search.talks <= when.talks_at_most)
        and search.same_cause.get(rule.area, 0) >= (when.same_cause_at_least or 0)
    )


def _stages_fit(when: When, case: CaseFacts) -> bool:
    return (
        (when.talked is None or case.talked is when.talked)
        and (when.stage_at_least is None or case.furthest.rank >= when.stage_at_least.rank)
        and (when.stage_at_most is None or case.furthest.rank <= when.stage_at_most.rank)
    )


def _answered(rule: Rule, case: CaseFacts) -> bool:
    when = rule.when
    return all(
        (
            when.rating_at_most is None or rule.area in case.ratings,
            when.low_stage is None or when.low_stage in case.stage_ratings,
            when.requirement is None or case.requirements,
            when.weakness is None or Area.ANSWERS in case.ratings or _any_weakness(case),
            when.balance is None or case.balance,
            not when.surprise or Area.SURPRISES in case.ratings or case.surprises,
            not when.reason or case.reason_area,
            not when.said or case.said_areas,
        )
    )


def _marked(when: When, case: CaseFacts) -> bool:
    return any(mark is when.requirement and when.need in (None, need) for need, mark in case.requirements)


def _weak(weakness: Weakness, case: CaseFacts) -> bool:
    return (case.weaknesses_sensed if weakness is Weakness.SENSED else case.weaknesses_pointed_out) > 0


def _any_weakness(case: CaseFacts) -> bool:
    return case.weaknesses_sensed + case.weaknesses_pointed_out > 0


def _tipped(balance: Balance, case: CaseFacts) -> bool:
    return any(value > 0 if balance is Balance.TOO_MUCH else value < 0 for value in case.balance)
