"""Which passwords are taken. Length and a list of common ones, no rule about kinds of characters (NIST SP 800-63B-4)."""

import unicodedata
from typing import Any

from coach_platform.content.common_password import is_common
from coach_platform.kit.i18n import lazy as l_

SHORTEST, LONGEST = 8, 128
_OWN_WORDS = ("rebound", "coach-platform")


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
    if _is_own(normal(password).casefold(), own):
        return l_("This is too close to your name or address. Please choose another.")
    return None


def _is_own(password: str, own: tuple[str, ...]) -> bool:
    known = {part for text in own for part in (text.casefold(), text.casefold().partition("@")[0]) if part}
    bare = {text.replace(" ", "") for text in known} | known | set(_OWN_WORDS)
    return password in bare or password.rstrip("0123456789!.?") in bare
