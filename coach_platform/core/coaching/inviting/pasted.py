"""A pasted list of people, read line by line. Pure: nothing here asks who has an account.

What people paste: one address a line; "Léa Fournier <lea@example.org>"; rows of a spreadsheet with ; , or tabs between
name, address and language; the "To" line of a mail with several addresses.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from coach_platform.core.accounts.addresses import LONGEST_NAME, address_or_none

LONGEST = 200_000  # characters: 500 people with long names, twice over
_HEADINGS = re.compile(r"\b(e-?mail|courriel|address|adresse|name|nom)\b", re.IGNORECASE)
_FIELDS = re.compile(r' *"[^"]*"(?:\s*<[^<>]*>)?|[^;,\t"<>]*<[^<>]*>|[^;,\t]+')
_BRACKETS = re.compile(r"^(.*?)<([^<>]*)>\s*$", re.DOTALL)
_LANGUAGES = {"en": "en", "english": "en", "anglais": "en", "fr": "fr", "french": "fr", "français": "fr"}
_LONGEST_ADDRESS = 320
_SHOWN = 120  # characters of a line that could not be read
_STEERING = ("Cc", "Cf", "Cs", "Co", "Cn")
_LINK = re.compile(r"://|www\.", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One person of the list; `address` is None where the line holds none that could be one."""

    line: int
    said: str  # as it was pasted, shortened
    address: str | None
    name: str = ""
    locale: str = ""  # where the line names a language


@dataclass
class _Row:
    addresses: list[tuple[str, str]] = field(default_factory=list)  # (as written, its name)
    words: list[str] = field(default_factory=list)
    locale: str = ""


def read_list(text: str) -> list[Entry]:
    """Everybody in `text`, in order, bad lines among them. Empty lines and a row of headings are left out."""
    found: list[Entry] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not (not found and _is_heading(line)):
            found += _entries(number, line)
    return found


def clean_name(text: str) -> str:
    """A name that can stand in a letter: no characters that steer text, no link, one line, at most 120 characters."""
    name = " ".join(_visible(text).strip(" \"'").split())
    return "" if _LINK.search(name) or "@" in name else name[:LONGEST_NAME].rstrip()


def has_link(text: str) -> bool:
    """Whether `text` holds a web address."""
    return _LINK.search(text) is not None


def _is_heading(line: str) -> bool:
    return "@" not in line and _HEADINGS.search(line) is not None


def _entries(number: int, line: str) -> Iterator[Entry]:
    said = clean_line(line)
    row = _row(line)
    if not row.addresses:
        yield Entry(number, said, None)
    alone = len(row.addresses) == 1
    for written, name in row.addresses:
        shown = said if alone else clean_line(written)
        wanted = clean_name(name or (" ".join(row.words) if alone else ""))
        address = address_or_none(written) if len(written) <= _LONGEST_ADDRESS else None
        yield Entry(number, shown, address, wanted, row.locale)


def clean_line(text: str) -> str:
    """The line as it can be shown again."""
    shown = " ".join(_visible(text).split())
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"


def _visible(text: str) -> str:
    # U+200D joins the parts of an emoji; all other marks that steer text could make a letter say something else.
    return "".join(c if c == "\u200d" or unicodedata.category(c) not in _STEERING else " " for c in text)


def _row(line: str) -> _Row:
    row = _Row()
    for part in _FIELDS.findall(line):
        _take(row, part.strip())
    return row


def _take(row: _Row, part: str) -> None:
    bare = part.strip("\"' ")
    if (bracketed := _BRACKETS.match(part)) is not None:
        row.addresses.append((bracketed[2].strip(), bracketed[1]))
    elif "@" in bare:
        words = bare.split()
        written = [word for word in words if "@" in word]
        # "lea@example.org Léa Fournier": a name beside an address, without a separator.
        row.addresses.append((written[0] if len(written) == 1 else bare, ""))
        row.words += [word for word in words if "@" not in word] if len(written) == 1 else []
    elif (locale := _LANGUAGES.get(bare.casefold())) is not None:
        row.locale = locale
    elif bare:
        row.words.append(bare)
