"""Text as people sort and search it. The database has no ICU, so the keys are made here and stored."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """`text` casefolded, without accents, with single spaces: what search and sorting compare ("École" -> "ecole")."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare).strip()


def search_text(*parts: str | None) -> str:
    """One searchable line of all `parts`."""
    return " ".join(plain(p) for p in parts if p)


def like_pattern(words: str) -> str:
    """An SQL LIKE pattern that finds `words` anywhere in a search_text; the wildcards people typed are taken literally.

    A NUL, which no text in the database can hold, is left out.
    """
    escaped = plain(words.replace("\0", "")).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def has_control(text: str) -> bool:
    """True when `text` holds CR, LF or NUL, which nothing that becomes a header may hold."""
    return any(c in text for c in "\r\n\0")
