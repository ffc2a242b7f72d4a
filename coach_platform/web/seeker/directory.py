"""Finding a coach: the directory, one coach's page, asking."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.vocabulary import CoachField, SpokenLanguage, choices
from coach_platform.core.coaching import asking
from coach_platform.core.coaching.directory import Filters, list_coaches, show_coach
from coach_platform.core.plans.waits import Wait, median_waits
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, current_locale, format_date
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared import away_words, case_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.texts import the_mark
from coach_platform.web.shared.waits import wait_words

bp = Blueprint("directory", __name__, url_prefix="/coaches")
case_words.speak_in(bp)
away_words.speak_in(bp)


@bp.get("")
def index() -> str:
    """The listed coaches."""
    filters = _filters()
    shown = list_coaches(the_actor(), filters, page=request.args.get("page", ""))
    waits = median_waits([coach.coach_id for coach in shown.coaches])
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key != "page" and value}
    return page(
        "seeker/coaches.html",
        shown=shown,
        filters=filters,
        filtered=bool(kept),
        waits={key: wait_words(wait) for key, wait in waits.items()},
        languages=[("", _("Any language")), *choices(SpokenLanguage, current_locale())],
        fields=[("", _("Any field")), *choices(CoachField, current_locale())],
        previous=url_for(".index", page=shown.previous, **kept) if shown.previous else "",
        following=url_for(".index", page=shown.next, **kept) if shown.next else "",
        help_line=help_line(),
    )


@bp.get("/<uuid:coach_id>")
def show(coach_id: UUID) -> str:
    """One coach, and the form to ask them."""
    return _coach(coach_id)


@bp.post("/<uuid:coach_id>")
def ask(coach_id: UUID) -> Response | tuple[str, int]:
    """Ask them."""
    message = request.form.get("message", "")
    try:
        asking.ask(the_actor(), coach_id, message=message, agreed_to=the_mark("coaching"))
    except Invalid as error:
        return _coach(coach_id, message, error), 422
    flash(_("Asked. You will be told by mail when they answer; nothing of yours is shared meanwhile."))
    return redirect(url_for("sharing.index"), 303)


def _coach(coach_id: UUID, message: str = "", error: Invalid | None = None) -> str:
    coach = show_coach(the_actor(), coach_id)
    wait: Wait | None = median_waits([coach_id]).get(coach_id)
    return page(
        "seeker/coach.html",
        coach=coach,
        wait=wait_words(wait) if wait else "",
        ask_again=format_date(coach.ask_again_on) if coach.ask_again_on else "",
        message=message,
        errors=list(error.fields.values()) if error else [],
        help_line=help_line(),
    )


def _filters() -> Filters:
    # A word nobody offered means: any.
    languages = {word.value: word for word in SpokenLanguage}
    fields = {word.value: word for word in CoachField}
    return Filters(
        language=languages.get(request.args.get("language", "")),
        field=fields.get(request.args.get("field", "")),
        city=request.args.get("city", "")[:120].strip(),
        remote=request.args.get("remote") == "y",
        open=request.args.get("open") == "y",
    )
