"""How evidence is named inside a sentence: "With Nordlys", "In 3 of 5 cases (Nordlys, Harbour Co. and 1 more)"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from coach_platform.content.reading import Both, read
from coach_platform.content.suggestion_rules import Rule
from coach_platform.content.vocabulary import label

NAMED = 3  # companies named in a sentence before it says "and 2 more"


def evidence_phrase(companies: Sequence[str], considered: int, locale: str) -> str:
    """How a why-sentence begins. `companies` one a case, at least one; `considered` cases they are counted among."""
    if len(companies) == 1 and considered <= 1:
        return _say("one", locale).format(company=companies[0])
    if len(companies) == 1:
        return _say("one_of", locale).format(of=considered, companies=companies[0])
    return _say("some", locale).format(count=len(companies), of=considered, companies=_listed(companies, locale))


def without_evidence(rule: Rule, locale: str) -> str:
    """For a reader who may see none of the evidence: the area, without a count."""
    return _say("none", locale).format(area=label(rule.area, locale).lower())


def _listed(companies: Sequence[str], locale: str) -> str:
    different = list(dict.fromkeys(companies))
    named, more = different[:NAMED], len(different) - NAMED
    if more > 0:
        return _say("and_more", locale).format(companies=", ".join(named), more=more)
    return ", ".join(named)


def _say(key: str, locale: str) -> str:
    return _phrases()[key].in_(locale)


@cache
def _phrases() -> dict[str, Both]:
    node = read("evidence.yaml")
    phrases = {key: node.both(key) for key in ("one", "one_of", "some", "and_more", "none")}
    node.done()
    return phrases
