"""What two versions of a text do not share, word by word. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\S+\s*|\s+")  # a word with the space after it: a text is put together again as it was


@dataclass(frozen=True)
class Piece:
    """A run of words; `alone` when the other version does not have it here."""

    text: str
    alone: bool


Pieces = tuple[Piece, ...]


def differences(one: str, other: str) -> tuple[Pieces, Pieces]:
    """Both texts whole, as runs of words that are shared or stand in one of them only. Spaces alone are no difference."""
    left, right = _WORD.findall(one), _WORD.findall(other)
    # autojunk would call the commonest words of a long text junk, and mark them.
    matcher = SequenceMatcher(None, [w.strip() for w in left], [w.strip() for w in right], autojunk=False)
    here: list[Piece] = []
    there: list[Piece] = []
    for tag, from_l, to_l, from_r, to_r in matcher.get_opcodes():
        for pieces, words in ((here, left[from_l:to_l]), (there, right[from_r:to_r])):
            if words:
                pieces.append(Piece("".join(words), tag != "equal"))
    return tuple(here), tuple(there)
