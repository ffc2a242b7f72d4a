"""A small notation for phrases in content files, looked for in what people write.

`(a|b)` one of these, `(a )?` may be there, `(a )*` any number of times, `…` up to four words between, `word*` any
ending. Both sides are compared folded: small letters, no accents, straight apostrophes. A phrase never reaches over the
end of a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

GAP = r"(?:[^\w.!?\n]+)"  # what may stand between two words of one sentence
BETWEEN = rf"{GAP}(?:[\w'-]+{GAP}){{0,4}}"
ENDING = re.compile(r"(?<!\))\*")  # after a bracket the star means: any number of times
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'"})


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` as it is compared; `at[i]` is where its i-th character stands in what was written, with one more for the end."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in what was written."""
        return self.at[start], self.at[end]


def fold(written: str) -> Folded:
    """Small letters, no accents, straight apostrophes. Every folded character knows where it came from."""
    letters, at = [], []
    for place, character in enumerate(written):
        for part in unicodedata.normalize("NFKD", character.translate(APOSTROPHES)).casefold():
            if not unicodedata.combining(part):
                letters.append(part)
                at.append(place)
    return Folded("".join(letters), (*at, len(written)))


def phrase(notation: str) -> re.Pattern[str]:
    """What finds `notation` in a folded text. Raises: re.error for brackets that do not close."""
    bare = fold(notation.replace(" … ", "\0")).text
    pattern = ENDING.sub(r"\\w*", bare.replace("(", "(?:")).replace(" ", GAP).replace("\0", BETWEEN)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
