"""What the templates of a plan say, on both faces."""

from flask import Blueprint, current_app, url_for

from coach_platform.core.plans.models import ActionState
from coach_platform.kit.i18n import _
from coach_platform.web.shared import case_words


def closed_word(state: ActionState) -> str:
    """How a point that is closed is called."""
    return _("Done") if state is ActionState.DONE else _("Dropped")


def place(endpoint: str, **values: object) -> str:
    """The address of a page, or "" where no such page is mounted (yet)."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""  # type: ignore[arg-type]


def speak_in(bp: Blueprint) -> None:
    """Give every template these words; shared/plan_actions.html needs them wherever it is imported."""
    case_words.speak_in(bp)
    for function in (closed_word, place):
        bp.app_template_global(function.__name__)(function)
