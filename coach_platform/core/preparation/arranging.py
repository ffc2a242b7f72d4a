"""The seeker's own arrangement of a sheet: lines taken off, questions in their order. Pure.

Each line has a key: "line:<id>", "had:<id>", "question:<id>", "area:<area>", "action:<id>", "worked:<hash of its words>".
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from coach_platform.kit.text import plain

One = TypeVar("One")
KEPT = 400  # keys of lines that were taken off; more than any sheet has


def key_of(what: str, which: object) -> str:
    """The key of a line."""
    return f"{what}:{which}"


def key_of_words(what: str, words: str) -> str:
    """The key of a line that has no id of its own: the same words are the same line."""
    return f"{what}:{hashlib.sha256(plain(words).encode()).hexdigest()[:16]}"


def shown(rows: Iterable[One], hidden: Collection[str], key: Callable[[One], str]) -> list[One]:
    """Those that were not taken off."""
    return [row for row in rows if key(row) not in hidden]


def in_order(ranked: Sequence[One], chosen: Sequence[UUID], id_of: Callable[[One], UUID]) -> list[One]:
    """What the seeker put in order first, as they did; the rest as it was ranked."""
    place = {item_id: at for at, item_id in enumerate(chosen)}
    return sorted(ranked, key=lambda one: place.get(id_of(one), len(place)))


def moved(order: Sequence[UUID], item_id: UUID, step: int) -> list[UUID]:
    """`order` with one item a place further up (-1) or down (+1); as it was where there is no such place."""
    found = list(order)
    if item_id not in found:
        return found
    at = found.index(item_id)
    to = at + step
    if 0 <= to < len(found):
        found[at], found[to] = found[to], found[at]
    return found
