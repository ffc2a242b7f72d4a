"""From a question set's mapping to its typed shape, with every part checked."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from coach_platform.content.question_shape import (
    ANCHORED,
    Anchors,
    Field,
    Item,
    ItemList,
    Kind,
    Option,
    QuestionSetBody,
)
from coach_platform.content.reading import ContentError, Node
from coach_platform.content.vocabulary import Area, Stage


def parse(body: dict[str, Any], where: str = "question set") -> QuestionSetBody:
    """The typed shape of a body, from a file or a stored row. Raises ContentError saying what is wrong and where."""
    node = Node(body, where)
    questions = QuestionSetBody(
        key=node.text("key"),
        version=node.number("version"),
        title=node.both("title"),
        intro=node.both("intro"),
        items=tuple(_item(item) for item in node.nodes("items")),
        body=body,
        content_hash=content_hash(body),
    )
    node.done()
    _no_double([item.key for item in questions.items], where)
    return questions


def _item(node: Node) -> Item:
    kind = node.word("kind", Kind)
    item = Item(
        key=node.text("key"),
        number=node.number("number"),
        kind=kind,
        prompt=node.both("prompt"),
        help=node.maybe_both("help"),
        area=node.maybe_word("area", Area),
        now=node.flag("now"),
        words=node.flag("words", default=kind is Kind.TEXT),
        words_prompt=node.maybe_both("words_prompt"),
        max_length=node.number("max_length", 0),
        needs_stages=node.words("needs_stages", Stage),
        dont_know=node.flag("dont_know", default=kind is not Kind.TEXT),
        does_not_apply=node.flag("does_not_apply", default=kind is not Kind.TEXT),
        anchors=_anchors(node.node("anchors")) if node.has("anchors") else None,
        options=tuple(_option(option) for option in node.nodes("options")),
        max_aspects=node.number("max_aspects", 0),
        aspect_prompt=node.maybe_both("aspect_prompt"),
        lists=tuple(_list(part) for part in node.nodes("lists")),
    )
    node.done()
    _check(item, node.where)
    return item


def _check(item: Item, where: str) -> None:
    """Each kind has the parts it needs, and none of another kind's."""
    parts = {
        "anchors": (item.anchors is not None, item.kind in ANCHORED),
        "anchors.middle": (bool(item.anchors and item.anchors.middle), item.kind is Kind.TWO_SIDED),
        "options": (bool(item.options), item.kind is Kind.CHOICE),
        "max_aspects": (item.max_aspects > 0, item.kind is Kind.TWO_SIDED),
        "aspect_prompt": (item.aspect_prompt is not None, item.kind is Kind.TWO_SIDED),
        "lists": (bool(item.lists), item.kind is Kind.LIST),
        "words_prompt": (item.words_prompt is not None, item.words and item.kind is not Kind.TEXT),
        "max_length": (item.max_length > 0, item.words),
    }
    for part, (present, wanted) in parts.items():
        if present != wanted:
            raise ContentError(f"{where}: a {item.kind} item {'needs' if wanted else 'cannot have'} {part}")
    _no_double([option.key for option in item.options], where)
    _no_double(["value", "words", *(part.key for part in item.lists)], where)


def _anchors(node: Node) -> Anchors:
    anchors = Anchors(low=node.both("low"), high=node.both("high"), middle=node.maybe_both("middle"))
    node.done()
    return anchors


def _option(node: Node) -> Option:
    option = Option(
        key=node.text("key"),
        label=node.both("label"),
        needs_stages=node.words("needs_stages", Stage),
        proposed_for=node.words("proposed_for", Stage),
    )
    node.done()
    return option


def _list(node: Node) -> ItemList:
    part = ItemList(
        key=node.text("key"),
        prompt=node.both("prompt"),
        fields=tuple(_field(field) for field in node.nodes("fields")),
        max_items=node.number("max_items"),
        becomes=node.get("becomes", str, None),
    )
    node.done()
    _no_double([field.key for field in part.fields], node.where)
    return part


def _field(node: Node) -> Field:
    field = Field(
        key=node.text("key"),
        prompt=node.both("prompt"),
        required=node.flag("required"),
        max_length=node.number("max_length"),
    )
    node.done()
    return field


def canonical_json(body: dict[str, Any]) -> str:
    """The one way to write a body down: sorted keys, no spaces, letters as they are."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_hash(body: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json(body).encode()).hexdigest()


def _no_double(keys: list[str], where: str) -> None:
    if len(keys) != len(set(keys)):
        raise ContentError(f"{where}: a key is there twice: {', '.join(keys)}")
