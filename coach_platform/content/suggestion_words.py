"""How evidence is named inside a sentence: "With Nordlys", "In 2 of 5 cases (Nordlys, interview; Harbour Co., task)"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from coach_platform.content.reading import Both, read
from coach_platform.content.suggestion_rules import Rule
from coach_platform.content.vocabulary import Stage, label

Named = tuple[str, Stage | None]  # a company, and the stage its case reached where the reader may know it
KEYS = (
    *("one", "one_of", "some", "and_more", "none", "one_at_stage", "and_more_at_stages"),
    *("rating", "ratings_and", "ratings_from_to", "rating_not_kept"),
)
NAMED = 3  # companies named in a sentence before it says "and 2 more"


def evidence_phrase(companies: Sequence[Named], considered: int, locale: str) -> str:
    """How a why-sentence begins. `companies` one a case, at least one; `considered` cases they are counted among."""
    if len(companies) == 1 and considered <= 1:
        company, stage = companies[0]
        if stage is None:
            return _say("one", locale).format(company=company)
        return _say("one_at_stage", locale).format(company=company, stage=label(stage, locale).lower())
    if len(companies) == 1:
        return _say("one_of", locale).format(of=considered, companies=_listed(companies, locale))
    return _say("some", locale).format(count=len(companies), of=considered, companies=_listed(companies, locale))


def rating_phrase(ratings: Sequence[int], locale: str) -> str:
    """What was rated in these cases, in their order: "2 of 5", "2, 1 and 2 of 5", "1 to 2 of 5" when they are many."""
    if not ratings:
        return _say("rating_not_kept", locale)
    if len(set(ratings)) == 1:
        return _say("rating", locale).format(value=ratings[0])
    if len(ratings) > NAMED:
        return _say("ratings_from_to", locale).format(low=min(ratings), high=max(ratings))
    *before, last = ratings
    return _say("ratings_and", locale).format(values=", ".join(map(str, before)), last=last)


def without_evidence(rule: Rule, locale: str) -> str:
    """For a reader who may see none of the evidence: the area, without a count."""
    return _say("none", locale).format(area=label(rule.area, locale).lower())


def _listed(companies: Sequence[Named], locale: str) -> str:
    different = list(dict.fromkeys(_at_stage(one, locale) for one in companies))
    named, more = different[:NAMED], len(different) - NAMED
    staged = any(stage for _, stage in companies)
    listed = ("; " if staged else ", ").join(named)
    if more <= 0:
        return listed
    return _say("and_more_at_stages" if staged else "and_more", locale).format(companies=listed, more=more)


def _at_stage(one: Named, locale: str) -> str:
    company, stage = one
    return company if stage is None else f"{company}, {label(stage, locale).lower()}"


def _say(key: str, locale: str) -> str:
    return _phrases()[key].in_(locale)


@cache
def _phrases() -> dict[str, Both]:
    node = read("evidence.yaml")
    phrases = {key: node.both(key) for key in KEYS}
    node.done()
    return phrases
