"""The words of an action for one reader: a person's where somebody wrote them, else the rule's, in the reader's language."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from coach_platform.content.action_templates import TemplateWords, is_template, template_of
from coach_platform.content.suggestions import SuggestionWords, from_stored, render
from coach_platform.core.access.sight import Sight
from coach_platform.core.plans.details import WORDS
from coach_platform.core.relations.models import Section

# Where a rule says it under another name than the action.
IN_RULE = {"what": "title", "obstacle_answer": "answer"}


@dataclass(frozen=True)
class Said:
    """Some words and the language they are in."""

    text: str
    lang: str

    def __bool__(self) -> bool:
        return bool(self.text)


def rests_on(row: Any) -> Section:
    """The section that the evidence of an action comes from: a rule knows it, people point at a case's story.

    A template rests on nothing: whoever proposes it may point at cases, as people do.
    """
    if not row.rule_key or is_template(row.rule_key):
        return Section.STORY
    return from_stored(row.rule_key, row.rule_version, row.rule_params or {}, ()).rests_on


def words_for(
    row: Any, evidence: Collection[UUID], locale: str, sight: Sight, names: Mapping[UUID, str]
) -> dict[str, Said]:
    """The six words of the action `row` by name. `names`: the company of each of the seeker's cases."""
    rule = rule_words(row, evidence, locale, sight, names) if row.rule_key else None
    return {name: _said(row, rule, name, locale) for name in WORDS}


def rule_words(
    row: Any, evidence: Collection[UUID], locale: str, sight: Sight, names: Mapping[UUID, str]
) -> SuggestionWords | TemplateWords:
    """What the rule of `row` says to this reader: no case, count or sentence that rests on what they do not see.

    What a template says is about nobody.
    """
    if is_template(row.rule_key):
        return template_of(row.rule_key, row.rule_version).words(locale)
    suggestion = from_stored(row.rule_key, row.rule_version, row.rule_params or {}, tuple(evidence))
    seen = {case: name for case, name in names.items() if sight.case(case, suggestion.rests_on)}
    return render(
        suggestion,
        locale,
        seen,
        # Its numbers were counted over the whole search: a reader of whom a case is kept out reads none of them.
        sees_pipeline=sight.section(Section.PIPELINE) and not sight.kept_out(Section.PIPELINE),
        stages_seen=sight.cases(seen, Section.STORY),
    )


def of_rule(words: SuggestionWords | TemplateWords, name: str) -> str:
    """The word `name` of an action as a rule says it."""
    return getattr(words, IN_RULE.get(name, name))


def _said(row: Any, rule: SuggestionWords | TemplateWords | None, name: str, locale: str) -> Said:
    written = getattr(row, name)
    if written is None and rule is not None:
        return Said(of_rule(rule, name), locale)
    return Said(written or "", row.locale)
