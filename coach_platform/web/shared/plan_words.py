"""What the templates of a plan say, on both faces."""

from datetime import datetime

from flask import Blueprint, current_app, url_for

from coach_platform.core.plans.models import ActionState
from coach_platform.kit import clock
from coach_platform.kit.i18n import _, format_date
from coach_platform.web.shared import away_words, case_words
from coach_platform.web.shared.comments import comment_rows
from coach_platform.web.shared.signed_in import the_actor


def closed_word(state: ActionState) -> str:
    """How a point that is closed is called."""
    return _("Done") if state is ActionState.DONE else _("Dropped")


def local_day(moment: datetime) -> str:
    """The reader's calendar day of a moment, for the middle or the end of a sentence."""
    return format_date(clock.local(moment, the_actor().zone).date())


def place(endpoint: str, **values: object) -> str:
    """The address of a page, or "" where no such page is mounted (yet)."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""  # type: ignore[arg-type]


def speak_in(bp: Blueprint) -> None:
    """Give every template these words; shared/plan_actions.html needs them wherever it is imported."""
    case_words.speak_in(bp)
    away_words.speak_in(bp)
    for function in (closed_word, local_day, place, comment_rows):
        bp.app_template_global(function.__name__)(function)
