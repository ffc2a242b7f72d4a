"""The shape of a question set once it is read. What each part means is said at the top of question_sets.py."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coach_platform.content.reading import Both
from coach_platform.content.vocabulary import Area, Stage


class Kind(StrEnum):
    TEXT = "text"
    SCALE = "scale"
    TWO_SIDED = "two_sided"
    CHOICE = "choice"
    STAGE_RATINGS = "stage_ratings"
    REQUIREMENTS = "requirements"
    LIST = "list"


RATED = {Kind.SCALE, Kind.REQUIREMENTS, Kind.LIST}  # `value` is 1..5
ANCHORED = RATED | {Kind.TWO_SIDED, Kind.STAGE_RATINGS}
SCALE = range(1, 6)
TWO_SIDED = range(-2, 3)


@dataclass(frozen=True, slots=True)
class Anchors:
    low: Both
    high: Both
    middle: Both | None = None


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    label: Both
    needs_stages: tuple[Stage, ...]
    proposed_for: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    prompt: Both
    required: bool
    max_length: int


@dataclass(frozen=True, slots=True)
class ItemList:
    key: str
    prompt: Both
    fields: tuple[Field, ...]
    max_items: int
    becomes: str | None


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    number: int
    kind: Kind
    prompt: Both
    help: Both | None
    area: Area | None
    now: bool
    words: bool
    words_prompt: Both | None
    max_length: int
    needs_stages: tuple[Stage, ...]
    dont_know: bool
    does_not_apply: bool
    anchors: Anchors | None
    options: tuple[Option, ...]
    max_aspects: int
    aspect_prompt: Both | None
    lists: tuple[ItemList, ...]

    def options_for(self, stages: Collection[Stage]) -> list[Option]:
        """The options of a choice that make sense for the stages reached."""
        return [option for option in self.options if _reached(option.needs_stages, stages)]

    def proposed_for(self, furthest: Stage) -> Option | None:
        """The option to propose (never to assume) for the furthest stage reached."""
        return next((option for option in self.options if furthest in option.proposed_for), None)


@dataclass(frozen=True, slots=True)
class QuestionSetBody:
    """One version of one question set. `body` is the mapping itself, to be stored; `content_hash` is the SHA-256 (hex)
    of its canonical JSON."""

    key: str
    version: int
    title: Both
    intro: Both
    items: tuple[Item, ...]
    body: dict[str, Any]
    content_hash: str

    def items_for(self, stages: Collection[Stage]) -> list[Item]:
        """The items to show somebody who reached these stages, in order."""
        return [item for item in self.items if _reached(item.needs_stages, stages)]

    def item(self, key: str) -> Item:
        """Raises KeyError when the set has no such item."""
        for item in self.items:
            if item.key == key:
                return item
        raise KeyError(key)


def _reached(needed: tuple[Stage, ...], stages: Collection[Stage]) -> bool:
    return not needed or any(stage in stages for stage in needed)
