"""Headings and status words of other trackers: what a pasted list says, in the words of this product."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from coach_platform.content.reading import ContentError, Node, read
from coach_platform.content.vocabulary import OfferState, Outcome, Source, Stage, WorkMode
from coach_platform.kit.text import plain

_SIGNS = re.compile(r"[^\w]+|_")


class Field(StrEnum):
    """What a column of a list can hold."""

    COMPANY = "company"
    ROLE = "role"
    APPLIED_ON = "applied_on"
    ANSWERED_ON = "answered_on"
    STATUS = "status"
    STAGE = "stage"
    OUTCOME = "outcome"
    ARCHIVED = "archived"
    LINK = "link"
    LOCATION = "location"
    SOURCE = "source"
    WORK_MODE = "work_mode"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a status word says. `skip`: it was never sent, so it is no application yet."""

    stage: Stage | None = None
    outcome: Outcome | None = None
    offer_state: OfferState | None = None
    skip: bool = False


def bare(text: str) -> str:
    """As headings and words are compared: lower case, no accents, no signs ("À envoyer !" -> "a envoyer")."""
    return " ".join(_SIGNS.sub(" ", plain(text)).split())


@cache
def headings() -> dict[str, Field]:
    """Bare heading -> what its column holds."""
    node = _file().get("headings", dict)
    if set(node) != set(Field):
        raise ContentError(f"import_words.yaml: headings are {sorted(node)}")
    return _turned({Field(name): words for name, words in node.items()}, "headings")


@cache
def status_words() -> dict[str, Meaning]:
    """Bare word or phrase -> what it says."""
    rows = [Node(row, f"import_words.yaml words[{n}]") for n, row in enumerate(_file().get("words", list))]
    return _turned({_meaning(row): row.get("words", list) for row in rows}, "words")


@cache
def sources() -> dict[str, Source]:
    return _turned({Source(name): words for name, words in _file().get("sources", dict).items()}, "sources")


@cache
def work_modes() -> dict[str, WorkMode]:
    return _turned({WorkMode(name): words for name, words in _file().get("work_modes", dict).items()}, "work_modes")


def _meaning(row: Node) -> Meaning:
    meaning = Meaning(
        stage=row.maybe_word("stage", Stage),
        outcome=row.maybe_word("outcome", Outcome),
        offer_state=row.maybe_word("offer_state", OfferState),
        skip=row.flag("skip"),
    )
    row.get("words", list)
    row.done()
    return meaning


def _turned(table, where: str) -> dict:
    """{meaning: [word]} as {word: meaning}. Raises: ContentError for a word that stands twice or not bare."""
    found: dict = {}
    for meaning, words in table.items():
        for word in words:
            if bare(word) != word or word in found:
                raise ContentError(f"import_words.yaml {where}: {word!r} is not bare or stands twice")
            found[word] = meaning
    return found


@cache
def _file() -> Node:
    return read("import_words.yaml")
