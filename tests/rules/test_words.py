"""Every string a person reads exists in both languages, and says something else in each unless it is listed."""

from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from coach_platform.kit.i18n_build import fragments, merge

TOP = Path(__file__).parents[2]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "lazy": None, "l_": None}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.jinja", "jinja2"), ("**.mjml", "jinja2")]
OPTIONS = {"**.html": {"silent": "false"}, "**.jinja": {"silent": "false"}, "**.mjml": {"silent": "false"}}

# Words that are the same in English and in French as written in Québec.
ALIKE = {
    "Rebound",
    "Coach",
    "Code",
    "coach",
    "Europe",
    "Guide",
    "Guides",
    "Incident",
    "Incidents",
    "Invitations",
    "Organisation",
    "Action",
    "Actions",
    "Menu",
    "Message",
    "Messages",
    "Notes",
    "Page",
    "Pages",
    "Plan",
    "Questions",
    "Sections",
    "Sessions",
    "Source",
    "Stage",
    "Version",
    "six",
}


@cache
def used() -> dict[tuple[str, ...], str]:
    """Every message of the code and the templates, with the place it was first seen."""
    found: dict[tuple[str, ...], str] = {}
    for folder in ("coach_platform", "workers"):
        rows = extract_from_dir(TOP / folder, METHODS, OPTIONS, KEYWORDS)
        for name, line, message, _comments, context in rows:
            ids = message if isinstance(message, tuple) else (message,)
            found.setdefault((*ids, context) if context else ids, f"{folder}/{name}:{line}")
    return found


@cache
def french() -> dict[str, object]:
    """Message (its singular) -> its French, from all fragments."""
    catalogue = merge(fragments())
    return {_singular(m.id): m.string for m in catalogue if m.id}


def _singular(message_id: object) -> str:
    return message_id[0] if isinstance(message_id, list | tuple) else str(message_id)


def _forms(string: object) -> list[str]:
    return list(string) if isinstance(string, list | tuple) else [str(string)]


def test_the_walk_finds_what_it_checks():
    assert len(used()) > 300


def test_every_message_is_said_in_french():
    missing = [f"{where}: {ids[0]!r}" for ids, where in used().items() if not all(_forms(french().get(ids[0], "")))]
    assert missing == []


def test_no_message_is_the_same_in_both_languages_unless_it_is_listed():
    same = [f"{where}: {ids[0]!r}" for ids, where in used().items() if french().get(ids[0]) == ids[0]]
    assert [line for line in same if not any(line.endswith(f"{word!r}") for word in ALIKE)] == []


def test_no_fragment_says_what_nobody_asks_for():
    asked = {ids[0] for ids in used()}
    assert sorted(message for message in french() if message not in asked) == []


def test_placeholders_are_the_same_in_both_languages():
    import re

    names = re.compile(r"%\((\w+)\)s|%\((\w+)\)d")
    wrong = []
    for message, string in french().items():
        wanted = {a or b for a, b in names.findall(message)}
        for form in _forms(string):
            given = {a or b for a, b in names.findall(form)}
            if given - wanted - {"num"} or (wanted - given - {"num"}):
                wrong.append(message)
    assert wrong == []


@pytest.mark.parametrize("wrong", [" ?", " !", " ;", "« ", " »"])
def test_french_is_set_as_in_quebec(wrong):
    # A plain space inside « » or before ? ! ; is a mistake; before a colon it must be a no-break one.
    assert [m for m, s in french().items() for form in _forms(s) if wrong in form] == []


def test_french_has_a_no_break_space_before_each_colon():
    import re

    loose = re.compile(r"(?<![\u00a0\d%(])(?<!https)(?<!http):(?=\s|$)")
    assert [m for m, s in french().items() for form in _forms(s) if loose.search(form)] == []


def test_a_no_is_un_non_in_french():
    import re

    assert [m for m, s in french().items() for form in _forms(s) if re.search(r"\brefus\b", form)] == []


def test_french_speaks_to_everybody_without_doubled_forms():
    import re

    doubled = re.compile(r"\b(\w{3,}) ou \1e\b|\w·e|\w\(e\)")
    assert [m for m, s in french().items() for form in _forms(s) if doubled.search(form)] == []
