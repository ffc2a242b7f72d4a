"""What a suggestion rule asks for, in words: the privacy page writes out every rule, so that none works unseen."""

from __future__ import annotations

from functools import cache

from coach_platform.content.reading import Both, read
from coach_platform.content.suggestion_conditions import LOW
from coach_platform.content.suggestion_rules import Rule, When, current_rules
from coach_platform.content.vocabulary import Area, Mark, Need, Stage, label

RuleWords = tuple[str, str]  # what it proposes, and when


def rules_in_words(locale: str) -> dict[Area, list[RuleWords]]:
    """Every current rule by area: (its title, "If ..., and ...")."""
    found: dict[Area, list[RuleWords]] = {}
    for rule in current_rules():
        found.setdefault(rule.area, []).append((rule.title.in_(locale), condition(rule, locale)))
    return found


def condition(rule: Rule, locale: str) -> str:
    """Everything that must hold before the rule proposes anything."""
    phrases = _phrases(rule.when, locale)
    return f"{_say('begin', locale)} {_say('joined', locale).join(phrases)}."


def _phrases(when: When, locale: str) -> list[str]:
    said: list[tuple[str, object]] = [
        ("rating_at_most", when.rating_at_most),
        ("low_stage", when.low_stage),
        ("requirement", when.requirement),
        ("need", when.need),
        (when.weakness or "sensed", when.weakness),
        (when.balance or "too_much", when.balance),
        ("surprise", when.surprise or None),
        ("reason", when.reason or None),
        ("said", when.said or None),
        ("talked" if when.talked else "not_talked", when.talked),
        ("stage_at_least", when.stage_at_least),
        ("stage_at_most", when.stage_at_most),
        ("applications_at_least", when.applications_at_least),
        ("talks_at_most" if when.talks_at_most else "no_talks", when.talks_at_most),
        ("same_cause_at_least", when.same_cause_at_least),
        ("cases_at_least", when.cases_at_least if when.cases_at_least > 1 else None),
    ]
    return [_phrase(key, value, locale) for key, value in said if value is not None]


def _phrase(key: str, value: object, locale: str) -> str:
    word = label(value, locale).lower() if isinstance(value, Stage | Mark | Need) else ""
    return _say(key, locale).format(n=LOW if key == "low_stage" else value, word=word)


@cache
def _texts() -> dict[str, Both]:
    node = read("rule_conditions.yaml")
    return {key: node.both(key) for key in node.data}


def _say(key: str, locale: str) -> str:
    return _texts()[key].in_(locale)
