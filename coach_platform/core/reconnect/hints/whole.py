"""Hints about the message as a whole: its length, its thanks, its questions."""

import re
from collections.abc import Sequence

from coach_platform.content.message_hints import HintRule, Patterns, hint_rules
from coach_platform.content.phrases import fold
from coach_platform.core.reconnect.hints.hint import Hint
from coach_platform.kit.i18n import format_number

QUESTION = re.compile(r"([^.!?\n]*)[!?]*\?[!?]*")  # "Really?!?" is one


def too_long(text: str, language: str, limit: int) -> Hint | None:
    """More characters than fit. The quoted words are those past the limit."""
    rule, over = hint_rules().too_long, len(text) - limit
    if over <= 0:
        return None
    said = rule.sentence.in_(language).format(over=format_number(over), limit=format_number(limit))
    return Hint(rule.key, said, rule.offered.in_(language), text[limit:], limit, len(text))


def no_thanks(text: str, language: str) -> Hint | None:
    """No sentence of the message thanks."""
    rule = hint_rules().no_thanks
    if any(_thanks(sentence, rule, language) for sentence in re.split(r"[.!?\n]+", fold(text).text)):
        return None
    return Hint(rule.key, rule.sentence.in_(language), rule.offered.in_(language))


def too_many_questions(text: str, language: str, beside: Sequence[str] = ()) -> Hint | None:
    """More questions than are answered gladly, with those sent beside the text. Quoted: the first one too many in it."""
    rule, most = hint_rules().too_many_questions, hint_rules().most_questions
    asked = list(QUESTION.finditer(text))
    repeated = {_bare(found.group(1)) for found in asked}
    count = len(asked) + sum(_bare(question) not in repeated for question in beside if question.strip())
    if count <= most:
        return None
    said = rule.sentence.in_(language).format(count=count)
    if len(asked) <= most:
        return Hint(rule.key, said, rule.offered.in_(language))
    start, end = asked[most].span()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return Hint(rule.key, said, rule.offered.in_(language), text[start:end], start, end)


def _thanks(sentence: str, rule: HintRule, language: str) -> bool:
    return _any(rule.finds[language], sentence) and not _any(rule.silenced_by[language], sentence)


def _any(patterns: Patterns, sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


def _bare(question: str) -> str:
    return fold(question).text.strip(" ?!\n\t")
