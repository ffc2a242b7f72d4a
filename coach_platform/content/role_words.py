"""The words of a role's title that say nothing about the work (role_words.yaml)."""

from functools import cache
from pathlib import Path

from coach_platform.content.reading import plain_data

FILE = Path(__file__).parent / "role_words.yaml"


@cache
def ordinary_words() -> frozenset[str]:
    """In both languages, as `kit.text.plain` writes them."""
    return frozenset(word for words in plain_data(FILE.read_text("utf-8")).values() for word in words)
