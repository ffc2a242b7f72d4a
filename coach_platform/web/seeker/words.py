"""How the words of the product are said on a seeker's pages."""

from datetime import date
from enum import StrEnum
from functools import lru_cache

from flask import Blueprint

from coach_platform.content.reasons import reasons
from coach_platform.content.vocabulary import label
from coach_platform.kit.i18n import current_locale, format_date, using
from coach_platform.web.shared.case_words import came


def said(word: StrEnum) -> str:
    """A word of the vocabulary, as it stands alone."""
    return label(word, current_locale())


def reason(key: str) -> str:
    """A stated reason."""
    return reasons()[key].label.in_(current_locale())


def day(on: date) -> str:
    """A day as lists show it, remembered: a page shows fifty."""
    return _day(on, current_locale())


@lru_cache(maxsize=4096)
def _day(on: date, locale: str) -> str:
    with using(locale):
        return format_date(on, "medium")


def speak_in(bp: Blueprint) -> None:
    """Give the templates of `bp` (and its neighbours) these words."""
    for function in (said, came, reason, day):
        bp.app_template_global(function.__name__)(function)
