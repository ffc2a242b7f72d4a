"""The deeper questions in a coach's wording: the same items and scales, asked about somebody else."""

from dataclasses import replace
from functools import cache
from typing import Any

from coach_platform.content.question_sets import Item, Kind, QuestionSetBody
from coach_platform.content.question_shape import Anchors
from coach_platform.content.reading import Both, ContentError, Node, read

NAME = "%(name)s"
_KEYS = ("prompt", "words_prompt", "help")


@cache
def _wording(set_key: str) -> tuple[Both, dict[str, tuple[dict[str, Both], Anchors | None]]]:
    node = read("coach_wording.yaml").node(set_key)
    items = node.node("items")
    found = {key: _item(items.node(key)) for key in items.data}
    intro = node.both("intro")
    node.done()
    return intro, found


def _item(node: Node) -> tuple[dict[str, Both], Anchors | None]:
    words = {key: text for key in _KEYS if (text := node.maybe_both(key))}
    anchors = None
    if node.has("anchors"):
        ends = node.node("anchors")
        anchors = Anchors(ends.both("low"), ends.both("high"))
        ends.done()
    node.done()
    return words, anchors


def for_coach(questions: QuestionSetBody, name: str) -> QuestionSetBody:
    """`questions` about the seeker called `name`: a scale, words and nothing else for each, aspects for balance.

    What only the seeker can list (weak spots they sensed, questions that surprised, the lines of the posting) is not asked.
    Raises: ContentError for a wording of an item that the set does not have.
    """
    intro, wording = _wording(questions.key)
    if unknown := set(wording) - {item.key for item in questions.items}:
        raise ContentError(f"coach_wording.yaml: {questions.key} has no {', '.join(sorted(unknown))}")
    items = tuple(_asked(item, *wording.get(item.key, ({}, None)), name) for item in questions.items)
    return replace(questions, intro=_named(intro, name), items=items)


def _asked(item: Item, words: dict[str, Both], anchors: Anchors | None, name: str) -> Item:
    kind = Kind.TWO_SIDED if item.kind is Kind.TWO_SIDED else Kind.SCALE
    # "I don't know" is "I cannot judge" here (core/assessments/schemas.py).
    changed = replace(item, kind=kind, lists=(), dont_know=False, now=False, anchors=anchors or item.anchors)
    named: dict[str, Any] = {key: _named(text, name) for key, text in words.items()}
    return replace(changed, **named)


def _named(text: Both, name: str) -> Both:
    return Both(text.en.replace(NAME, name), text.fr.replace(NAME, name))
