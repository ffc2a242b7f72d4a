"""The log of looks in plain sentences, a day at a time: who was shown what of which case, and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from coach_platform.content.vocabulary import Section, label
from coach_platform.core.access.figures import Surface
from coach_platform.core.coaching.case_names import CaseName
from coach_platform.core.coaching.looks_log import LookLine
from coach_platform.kit import clock
from coach_platform.kit.i18n import _, current_locale, format_clock, format_list, ngettext
from coach_platform.kit.i18n import lazy as l_

NAMED = 3  # cases by name in one sentence; the rest is counted, and stands in the file

PLACES = {
    Surface.PAGE: l_("On a page"),
    Surface.QUEUE: l_("In their list"),
    Surface.DIGEST: l_("In their weekly summary"),
    Surface.MAIL: l_("In a mail"),
    Surface.PRINT: l_("On a page for printing"),
    Surface.EXPORT: l_("In a file of theirs"),
    Surface.SEARCH: l_("In a search of theirs"),
}
# Whole sentences, so that each language puts its words where they belong.
SENTENCES = {
    Surface.PAGE: l_("%(who)s opened a page with %(what)s."),
    Surface.QUEUE: l_("%(who)s saw a line with %(what)s in their list."),
    Surface.DIGEST: l_("The weekly summary mailed to %(who)s told of %(what)s."),
    Surface.MAIL: l_("A mail to %(who)s told of %(what)s."),
    Surface.PRINT: l_("%(who)s opened a page for printing, with %(what)s."),
    Surface.EXPORT: l_("%(who)s took out a file that tells of %(what)s."),
    Surface.SEARCH: l_("%(who)s searched their list and found a line with %(what)s."),
}
_UNKNOWN = l_("%(who)s was shown %(what)s.")


@dataclass(frozen=True)
class Told:
    """One sentence, and the times of that day at which it was true, the latest first."""

    sentence: str
    times: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """One day of the seeker's calendar."""

    on: date
    told: tuple[Told, ...]


def place_word(surface: str) -> str:
    """ "On a page", "In their list" ...; one that nobody knows any more is said as it is kept."""
    return str(PLACES[Surface(surface)]) if surface in set(Surface) else surface


def days(lines: Iterable[LookLine], cases: Mapping[UUID, CaseName], zone: str) -> list[Day]:
    """The lines of a page day by day; what was true several times on a day is said once, with its times."""
    return [
        Day(on, _told(list(of_day), cases, zone))
        for on, of_day in groupby(lines, key=lambda line: clock.local(line.at, zone).date())
    ]


def _told(lines: list[LookLine], cases: Mapping[UUID, CaseName], zone: str) -> tuple[Told, ...]:
    times: dict[str, list[str]] = {}
    for line in lines:
        times.setdefault(sentence(line, cases), []).append(format_clock(line.at, zone))
    return tuple(Told(said, tuple(dict.fromkeys(at))) for said, at in times.items())


def sentence(line: LookLine, cases: Mapping[UUID, CaseName]) -> str:
    """ "Casey T. opened a page with your story (Nordlys) and your plan." """
    pattern = SENTENCES[Surface(line.surface)] if line.surface in set(Surface) else _UNKNOWN
    what = format_list([_section(section, of, cases) for section, of in line.seen])
    who = line.reader or _("A former coach")
    who = _("%(reader)s, for %(team)s", reader=who, team=line.team) if line.team else who
    return str(pattern) % {"who": who, "what": what}


def _section(section: Section, of: tuple[UUID, ...], cases: Mapping[UUID, CaseName]) -> str:
    name = label(section, current_locale())
    if not of:
        return name
    named = list(dict.fromkeys(case_word(case_id, cases) for case_id in of))
    shown, more = named[:NAMED], len(named) - NAMED
    if more > 0:
        shown.append(ngettext("%(num)s other", "%(num)s others", more))
    return f"{name} ({format_list(shown)})"


def case_word(case_id: UUID, cases: Mapping[UUID, CaseName]) -> str:
    """The company, or that the case is gone."""
    return cases[case_id].company if case_id in cases else _("a deleted case")
