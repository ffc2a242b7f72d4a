"""From facts to suggestions, and from a stored suggestion to words. Pure: no database, no clock, no text of any person.

A suggestion is stored as rule + version + params + evidence and rendered for each reader, so that a reader only ever
sees evidence from cases that were granted to them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from coach_platform.content.case_facts import CaseFacts, SearchFacts
from coach_platform.content.suggestion_conditions import answerable, holds, search_holds
from coach_platform.content.suggestion_rules import Rule, all_rules, current_rules
from coach_platform.content.suggestion_words import Named, evidence_phrase, rating_phrase, without_evidence
from coach_platform.content.vocabulary import ActionKind, Area, Section, Stage


@dataclass(frozen=True, slots=True)
class Told:
    """What one case of the evidence said: the stage it speaks of, and the number where the rule is about a rating."""

    stage: Stage
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    rule: str
    version: int
    evidence: tuple[UUID, ...] = ()  # cases in which the rule's conditions hold, most recent first
    considered: tuple[UUID, ...] = ()  # cases in which they could have been answered: the "of 5" in "3 of 5"
    # counts of the whole search: belong to the pipeline section
    params: Mapping[str, int] = field(default_factory=dict)
    told: Mapping[UUID, Told] = field(default_factory=dict)  # by case of the evidence

    @property
    def rests_on(self) -> Section:
        """The section its evidence comes from (deeper, story, feedback or pipeline). Raises KeyError as `render` does."""
        return all_rules()[self.rule, self.version].when.rests_on

    def stored_params(self) -> dict[str, Any]:
        """What to keep as JSON beside rule, version and the rows of evidence."""
        told = {str(case): [one.stage.value, one.rating] for case, one in self.told.items()}
        return {**self.params, "considered": [str(case) for case in self.considered], "told": told}


def from_stored(rule: str, version: int, params: Mapping[str, Any], evidence: Sequence[UUID]) -> Suggestion:
    """The suggestion that `stored_params` and the rows of evidence came from."""
    return Suggestion(
        rule=rule,
        version=version,
        evidence=tuple(evidence),
        considered=tuple(UUID(case) for case in params.get("considered", [])),
        params={key: count for key, count in params.items() if key not in ("considered", "told")},
        told={UUID(case): Told(Stage(stage), rating) for case, (stage, rating) in params.get("told", {}).items()},
    )


@dataclass(frozen=True, slots=True)
class SuggestionWords:
    """A suggestion as one reader may read it, in their language: the start of an action, to be edited."""

    rule: str
    version: int
    area: Area
    kind: ActionKind
    title: str
    why: str
    if_then: str
    obstacle: str
    answer: str
    done_when: str
    guide: str
    days: int


def suggest(
    facts: Sequence[CaseFacts],
    dismissed: Collection[str],
    existing: Collection[str],
    search: SearchFacts | None = None,
) -> list[Suggestion]:
    """What the rules propose, best evidence first: `facts` most recent case first; `dismissed` and `existing` are rule
    keys that were dismissed or accepted before, in whatever version, and are not offered again."""
    settled = {*dismissed, *existing}
    found = [
        suggestion
        for rule in current_rules()
        if rule.key not in settled and (suggestion := _apply(rule, facts, search)) is not None
    ]
    # An employer's own word first, then the most cases; the sort is stable, so areas and files decide the rest.
    return sorted(found, key=lambda one: (not _employers_word(one), -len(one.evidence)))


def render(
    suggestion: Suggestion,
    locale: str,
    names: Mapping[UUID, str],
    *,
    sees_pipeline: bool = True,
    stages_seen: Collection[UUID] | None = None,
) -> SuggestionWords:
    """The words of a suggestion for one reader.

    `names` holds the company of each case of which this reader may see the section the suggestion `rests_on`; every
    other case is left out of the sentence and of its counts. `stages_seen`: the cases whose stages they may see (None:
    all), for a stage belongs to the story whatever the rule rests on. Counts of the whole search are shown only with the
    pipeline section. What remains without evidence says the area and nothing more.
    Raises KeyError for a rule or version that was never there.
    """
    rule = all_rules()[suggestion.rule, suggestion.version]
    return SuggestionWords(
        rule=rule.key,
        version=rule.version,
        area=rule.area,
        kind=rule.kind,
        title=rule.title.in_(locale),
        why=_why(rule, suggestion, locale, _names(suggestion, names, stages_seen), sees_pipeline),
        if_then=rule.if_then.in_(locale),
        obstacle=rule.obstacle.in_(locale),
        answer=rule.answer.in_(locale),
        done_when=rule.done_when.in_(locale),
        guide=rule.guide,
        days=rule.days,
    )


def _apply(rule: Rule, facts: Sequence[CaseFacts], search: SearchFacts | None) -> Suggestion | None:
    if rule.when.on_search:
        return _apply_to_search(rule, search) if search else None
    considered = [case for case in facts if answerable(rule, case)]
    evidence = [case for case in considered if holds(rule, case)]
    if len(evidence) < rule.when.cases_at_least:
        return None
    return Suggestion(
        rule=rule.key,
        version=rule.version,
        evidence=tuple(case.case_id for case in evidence),
        considered=tuple(case.case_id for case in considered),
        told={case.case_id: _told(rule, case) for case in evidence},
    )


def _told(rule: Rule, case: CaseFacts) -> Told:
    if rule.when.low_stage is not None:
        return Told(rule.when.low_stage, case.stage_ratings.get(rule.when.low_stage))
    return Told(case.furthest, case.ratings.get(rule.area) if rule.when.rating_at_most is not None else None)


def _names(
    suggestion: Suggestion, names: Mapping[UUID, str], stages_seen: Collection[UUID] | None
) -> dict[UUID, Named]:
    told = {case: one for case, one in suggestion.told.items() if stages_seen is None or case in stages_seen}
    return {case: (name, told[case].stage if case in told else None) for case, name in names.items()}


def _apply_to_search(rule: Rule, search: SearchFacts) -> Suggestion | None:
    if not search_holds(rule, search):
        return None
    counts = {"applications": search.applications, "talks": search.talks}
    if rule.when.same_cause_at_least is not None:
        counts = {"same_cause": search.same_cause[rule.area]}
    return Suggestion(rule=rule.key, version=rule.version, params=counts)


def _employers_word(suggestion: Suggestion) -> bool:
    when = all_rules()[suggestion.rule, suggestion.version].when
    return when.reason or when.said or when.weakness == "pointed_out"


def _why(rule: Rule, suggestion: Suggestion, locale: str, names: Mapping[UUID, Named], sees_pipeline: bool) -> str:
    if rule.when.on_search:
        # format_map with numbers only: nobody's text is ever a template or a part of one
        return rule.why.in_(locale).format_map(suggestion.params) if sees_pipeline else without_evidence(rule, locale)
    seen = [case for case in suggestion.evidence if case in names]
    if not seen:
        return without_evidence(rule, locale)
    considered = sum(case in names for case in suggestion.considered)
    ratings = [told.rating for case in seen if (told := suggestion.told.get(case)) and told.rating is not None]
    where = evidence_phrase([names[case] for case in seen], considered, locale)
    return rule.why.in_(locale).format(where=where, rating=rating_phrase(ratings, locale))
