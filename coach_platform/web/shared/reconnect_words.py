"""What is said about asking and answers, on the seeker's side and on the coach's."""

from collections.abc import Iterable

from flask import Blueprint

from coach_platform.content.vocabulary import Area, label
from coach_platform.core.reconnect.reading import Step
from coach_platform.core.reconnect.states import Asking, Standing
from coach_platform.kit.i18n import _, current_locale, ngettext


def asking_words(state: Asking) -> str:
    """A state as it stands alone."""
    return {
        Asking.NOBODY: _("Nobody to ask"),
        Asking.NOT_ASKED: _("Not asked"),
        Asking.ASKED: _("Asked"),
        Asking.ANSWERED: _("Answered"),
        Asking.SILENT: _("Silent"),
        Asking.DECLINED: _("Declined"),
    }[state]


def standing_words(standing: Standing) -> str:
    """A case in a list: "Asked 2, answered 1"; "" where nothing was asked."""
    if standing.asked and standing.answered:
        asked = ngettext("asked %(num)s", "asked %(num)s", standing.asked)
        return f"{asked}, {ngettext('answered %(num)s', 'answered %(num)s', standing.answered)}"
    if standing.state is Asking.ANSWERED:
        return ngettext("answered %(num)s", "answered %(num)s", standing.answered)
    if standing.state is Asking.NOT_ASKED:
        return ""
    words = asking_words(standing.state)
    return f"{words[0].lower()}{words[1:]}"


def step_words(step: Step) -> str:
    """One line of the history."""
    who = step.name or _("the company")
    if step.what == "asked" and step.via_recruiter:
        return _("Written through the recruiter, for %(who)s", who=who)
    return {
        "asked": _("Written to %(who)s", who=who),
        "undone": _("Marked as sent to %(who)s, then undone", who=who),
        "nobody": _("Nobody to ask"),
        "declined": _("%(who)s declined to answer", who=step.name or _("The company")),
        "withdrawn": _("%(who)s took the answer back; its words are gone", who=step.name or _("The company")),
    }[step.what]


def areas_in_words(areas: Iterable[Area]) -> list[str]:
    """Areas as a sentence names them."""
    return [label(area, current_locale()) for area in areas]


def speak_in(bp: Blueprint) -> None:
    """Give every template these words."""
    for function in (asking_words, standing_words, step_words, areas_in_words):
        bp.app_template_global(function.__name__)(function)
