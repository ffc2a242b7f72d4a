"""The three words in braces that a snippet may hold, and what is put in their place. Pure.

No template engine ever reads what people write: one strict pattern, one pass, so that a value which looks like a
variable stays what it is, and `{{7*7}}` or `{name.__class__}` are plain text.
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class Variable(StrEnum):
    """What can be filled in."""

    NAME = "name"
    COMPANY = "company"
    STAGE = "stage"


# Each may be written in either language, whatever language the snippet is in.
SPELLED: dict[str, Variable] = {
    "name": Variable.NAME,
    "prénom": Variable.NAME,
    "company": Variable.COMPANY,
    "entreprise": Variable.COMPANY,
    "stage": Variable.STAGE,
    "étape": Variable.STAGE,
}
BY_LANGUAGE = {"en": ("{name}", "{company}", "{stage}"), "fr": ("{prénom}", "{entreprise}", "{étape}")}
_WORD = re.compile(r"(?<!\{)\{(\w{1,20})\}(?!\})")


def filled(text: str, values: Mapping[Variable, str]) -> str:
    """`text` with each variable replaced for which there is a value; the others stay visible, as gaps."""

    def value(found: re.Match[str]) -> str:
        variable = SPELLED.get(found[1].casefold())
        return (values.get(variable) or found[0]) if variable else found[0]

    return _WORD.sub(value, text)


def variables_in(text: str) -> frozenset[Variable]:
    """Those that `text` asks for."""
    return frozenset(SPELLED[word] for word in _words(text) if word in SPELLED)


def gaps(text: str) -> tuple[str, ...]:
    """The variables that are still in it, as they are written, each once."""
    found = (match[0] for match in _WORD.finditer(text) if match[1].casefold() in SPELLED)
    return tuple(dict.fromkeys(found))


def unknown(text: str) -> tuple[str, ...]:
    """Single words in braces that are no variable: a slip of the pen that a seeker would otherwise read."""
    found = (match[0] for match in _WORD.finditer(text) if match[1].casefold() not in SPELLED)
    return tuple(dict.fromkeys(found))


def _words(text: str) -> list[str]:
    return [match[1].casefold() for match in _WORD.finditer(text)]
