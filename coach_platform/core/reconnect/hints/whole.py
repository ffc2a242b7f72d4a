"""Hints about the message as a whole: its length, its thanks, its questions."""

import re
from collections.abc import Sequence

from coach_platform.content.message_hints import HintRule, Patterns, hint_rules
from coach_platform.content.phrases import fold
from coach_platform.core.reconnect.hints.hint import Hint
from coach_platform.kit.i18n import format_number

ENDS = re.compile(r"[!?]+|[.\n]")  # "Really?!?" is one question


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
    asked = _asked(text)
    # What leads up to a question on the line before it ("this would help me:") is part of its sentence.
    said_here = [_bare(text[start:end]) for start, end in asked]
    new = [q for q in map(_bare, beside) if q and not any(sentence.endswith(q) for sentence in said_here)]
    count = len(asked) + len(new)
    if count <= most:
        return None
    said = rule.sentence.in_(language).format(count=count)
    if len(asked) <= most:
        return Hint(rule.key, said, rule.offered.in_(language))
    start, end = asked[most]
    return Hint(rule.key, said, rule.offered.in_(language), text[start:end], start, end)


def _asked(text: str) -> list[tuple[int, int]]:
    """Where each question begins and ends, marks included."""
    found, begins = [], 0
    for mark in ENDS.finditer(text):
        if "?" in mark.group():
            words = text[begins : mark.end()]
            found.append((begins + len(words) - len(words.lstrip()), mark.end()))
        begins = mark.end()
    return found


def _thanks(sentence: str, rule: HintRule, language: str) -> bool:
    return _any(rule.finds[language], sentence) and not _any(rule.silenced_by[language], sentence)


def _any(patterns: Patterns, sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


def _bare(question: str) -> str:
    return fold(question).text.strip(" ?!\n\t")
