"""Hints about single sentences: words that read as reproach, bitterness, pressure, begging or arguing."""

import re
from collections.abc import Iterator

from coach_platform.content.message_hints import HintRule, hint_rules
from coach_platform.content.phrases import Folded, fold
from coach_platform.core.reconnect.hints.hint import Hint

LONGEST = 300  # characters looked at together; whoever writes without a full stop is read in pieces
SENTENCE = re.compile(rf"[^.!?\n]{{1,{LONGEST}}}")
READ = 3_000  # characters: more than the longest form holds; what is longer has a hint about its length already


def hints_in_sentences(text: str, language: str) -> list[Hint]:
    """At most one hint a sentence, by the first rule that finds something: one remark is enough for one sentence."""
    folded = fold(text[:READ])
    return [hint for sentence in SENTENCE.finditer(folded.text) for hint in _first(sentence, folded, text, language)]


def _first(sentence: re.Match[str], folded: Folded, text: str, language: str) -> Iterator[Hint]:
    for rule in hint_rules().of_sentences:
        if found := _found(rule, sentence.group(), language):
            start, end = folded.span(sentence.start() + found[0], sentence.start() + found[1])
            yield Hint(rule.key, rule.sentence.in_(language), rule.offered.in_(language), text[start:end], start, end)
            return


def _found(rule: HintRule, sentence: str, language: str) -> tuple[int, int] | None:
    """Where the rule's words stand in a folded sentence: the longest of what its phrases find; None when it is silent."""
    if any(pattern.search(sentence) for pattern in rule.silenced_by.get(language, ())):
        return None
    spans = [match.span() for pattern in rule.finds[language] if (match := pattern.search(sentence))]
    return max(spans, key=lambda span: span[1] - span[0], default=None)
