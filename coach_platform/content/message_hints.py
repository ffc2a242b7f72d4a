"""The rules of the quiet hints on a message to an employer, read from message_hints.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from coach_platform.content.phrases import phrase
from coach_platform.content.reading import Both, ContentError, Node, read

Patterns = tuple[re.Pattern[str], ...]
LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class HintRule:
    """One rule: what it looks for, the sentence shown, another wording; the words to find, by language."""

    key: str
    looks_for: Both
    sentence: Both
    offered: Both
    finds: dict[str, Patterns]
    silenced_by: dict[str, Patterns]

    @property
    def kind(self) -> str:
        """What sort of words: "reproach" of "reproach.silence"."""
        return self.key.partition(".")[0]


@dataclass(frozen=True, slots=True)
class HintRules:
    """Those about the whole message, and those about single sentences, in the order they are asked."""

    too_long: HintRule
    no_thanks: HintRule
    too_many_questions: HintRule
    most_questions: int
    of_sentences: tuple[HintRule, ...]


@cache
def hint_rules() -> HintRules:
    """All rules. Raises: ContentError for a gap in the file."""
    node = read("message_hints.yaml")
    many = node.node("too_many_questions")
    rules = HintRules(
        too_long=_rule("too_long", node.node("too_long")),
        no_thanks=_rule("no_thanks", node.node("no_thanks"), "thanks"),
        most_questions=many.number("at_most"),
        too_many_questions=_rule("too_many_questions", many),
        of_sentences=tuple(_rule(each.text("key"), each, "phrases") for each in node.nodes("phrases")),
    )
    node.done()
    return rules


def _rule(key: str, node: Node, finds: str = "") -> HintRule:
    rule = HintRule(
        key=key,
        looks_for=node.both("looks_for"),
        sentence=node.both("sentence"),
        offered=node.both("offered"),
        finds=_patterns(node, finds) if finds else {},
        silenced_by=_patterns(node, "unless") if node.has("unless") else {},
    )
    node.done()
    return rule


def _patterns(node: Node, key: str) -> dict[str, Patterns]:
    lists = node.node(key)
    found = {language: tuple(_phrase(each, lists) for each in lists.get(language, list)) for language in LANGUAGES}
    lists.done()
    return found


def _phrase(notation: str, lists: Node) -> re.Pattern[str]:
    try:
        return phrase(notation)
    except re.error as error:
        raise ContentError(f"{lists.where}: {notation!r}: {error}") from error
