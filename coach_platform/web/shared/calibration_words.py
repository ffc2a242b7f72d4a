"""What an answer of a coach rests on, and which way a balance leans, in the reader's language."""

from collections.abc import Iterable

from flask import Blueprint

from coach_platform.core.assessments.comparing import leaning
from coach_platform.kit.i18n import _, format_list


def bases() -> list[tuple[str, str]]:
    """What an answer may rest on, as boxes to tick."""
    return [
        ("resume", _("the resume")),
        ("mock_interview", _("a mock interview")),
        ("employers_word", _("the employer’s word")),
    ]


def basis_words(said: Iterable[str]) -> str:
    """ "the resume and a mock interview"; a word nobody knows is left out."""
    known = dict(bases())
    return format_list([known[word] for word in said if word in known])


def speak_in(bp: Blueprint) -> None:
    """Give every template these words."""
    for function in (basis_words, leaning):
        bp.app_template_global(function.__name__)(function)
