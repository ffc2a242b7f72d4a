"""Which passwords are taken. Length and a list of common ones, no rule about kinds of characters (NIST SP 800-63B-4)."""

import re
import unicodedata
from typing import Any

from coach_platform.content.common_password import is_common
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import plain

SHORTEST, LONGEST = 8, 128
_OWN_WORDS = ("rebound", "coach-platform")
_BETWEEN = re.compile(r"[\W_]+")  # "sam.okafor@example.org" is four words
_SHORTEST_PART = 3  # "Li" stands in too many words of others
_LEAST_OWN_LETTERS = 4  # what has to be left when name and address are taken out


def normal(password: str) -> str:
    """One form of the same characters: a Mac types "é" as two code points, Windows as one (NIST: NFKC)."""
    return unicodedata.normalize("NFKC", password)


def refusal(password: str, *own: str) -> Any:
    """Why `password` cannot be taken, as a lazy sentence, or None. `own`: the person's address and name."""
    length = len(normal(password))
    if length < SHORTEST:
        return l_("Use at least 8 characters. A short sentence works well.")
    if length > LONGEST:
        return l_("Use at most 128 characters.")
    if is_common(normal(password)):
        return l_("This password is on lists that attackers try first. Please choose another.")
    if _is_own(normal(password), own):
        return l_("This is too close to your name or address. Please choose another.")
    return None


def _is_own(password: str, own: tuple[str, ...]) -> bool:
    """Whether little is left of it without the parts of their name and address: "Okafor2026!", "sam.sam.sam"."""
    left = plain(password)
    for part in sorted(_parts(own), key=len, reverse=True):
        # "sam" stands in "sample", too: a short part counts only where it is a word of its own.
        left = left.replace(part, " ") if len(part) > _SHORTEST_PART else re.sub(rf"\b(?:{part})+(?![a-z])", " ", left)
    return left != plain(password) and sum(c.isalpha() for c in left) < _LEAST_OWN_LETTERS


def _parts(own: tuple[str, ...]) -> set[str]:
    words = {word for text in own for word in _BETWEEN.split(plain(text)) if len(word) >= _SHORTEST_PART}
    return words | set(_OWN_WORDS)
