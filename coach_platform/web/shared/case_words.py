"""What the templates of a case say in the reader's language, on the seeker's side and on the coach's."""

from datetime import datetime
from enum import StrEnum

from flask import Blueprint

from coach_platform.content.reasons import reasons
from coach_platform.content.vocabulary import Mark, NotRated, OfferState, Outcome, label
from coach_platform.content.vocabulary import came as came_in
from coach_platform.kit import clock
from coach_platform.kit.i18n import current_locale, format_date


def vocabulary(word: StrEnum) -> str:
    """A word of the vocabulary as it stands alone."""
    return label(word, current_locale())


def came(outcome: Outcome, offer_state: OfferState | None) -> str:
    """What came of it, in the reader's language: "A no", "Offer taken back"."""
    return came_in(outcome, offer_state, current_locale())


def reason_words(key: str) -> str:
    """A stated reason; one that is no longer in the list is not shown."""
    found = reasons().get(key)
    return found.label.in_(current_locale()) if found else ""


def marks() -> list[tuple[str, str]]:
    """How a line of the posting can be marked, as radio buttons take it."""
    return [(word.value, label(word, current_locale())) for word in (*Mark, *NotRated)]


def day_of(moment: datetime, zone: str) -> str:
    """The day of an instant where the reader lives."""
    return format_date(clock.local(moment, zone).date())


def speak_in(bp: Blueprint) -> None:
    """Give every template these words; shared/case.html needs them wherever it is imported."""
    for function in (vocabulary, came, reason_words, marks, day_of):
        bp.app_template_global(function.__name__)(function)
