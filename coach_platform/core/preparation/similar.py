"""When one role is similar to another, and one line of a posting to another: by open rules, nothing is guessed. Pure.

Two applications are similar when they went to the same company; or when both are of the same kind (`role_kind`) and their
titles share a significant word: one of at least four letters that is not in content/role_words.yaml. Words are compared
without accents and capitals, whole, and a final s does not count. Two lines resemble each other when they share at least
two such words, or one where either of them has no more than two.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from coach_platform.content.role_words import ordinary_words
from coach_platform.content.vocabulary import RoleKind
from coach_platform.kit.text import plain

LETTERS = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Role:
    """What the rule asks of an application. `company` as it is sorted by."""

    company: str
    title: str
    kind: RoleKind | None


def significant(text: str) -> frozenset[str]:
    """The words of a title or a line that say what it is about."""
    words = (word for word in LETTERS.findall(plain(text)) if word not in ordinary_words())
    return frozenset(word.removesuffix("s") for word in words)


def similar(one: Role, other: Role) -> bool:
    """The same company; or the same kind of role and a significant word of the title in common."""
    if one.company == other.company:
        return True
    same_kind = one.kind is not None and one.kind == other.kind
    return same_kind and bool(significant(one.title) & significant(other.title))


def resembles(line: str, other: str) -> bool:
    """Two lines of postings that ask for much the same."""
    here, there = significant(line), significant(other)
    enough = 1 if min(len(here), len(there)) <= 2 else 2
    return len(here & there) >= enough


def resembling(line: str, others: Collection[str]) -> list[str]:
    """Those of `others` that `line` resembles."""
    return [other for other in others if resembles(line, other)]
