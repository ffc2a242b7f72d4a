"""When I am not there: stretches of days, said beforehand."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching import away
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.shared import away_words
from coach_platform.web.shared.day_field import parse_day
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_away", __name__, url_prefix="/coach/away")
away_words.speak_in(bp)
Answer = Response | tuple[str, int]


@bp.get("")
def index() -> str:
    """What is said so far, and one more."""
    return _page()


@bp.post("")
def add() -> Answer:
    """One more stretch."""
    try:
        first, last = _days()
        away.add_away(the_actor(), from_on=first, until_on=last)
    except Invalid as error:
        return _page(error=error), 422
    flash(_("Saved. Whoever asks you or waits for you is told, and these days do not count."))
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:away_id>")
def change(away_id: UUID) -> Answer:
    """Other days."""
    try:
        first, last = _days()
        away.change_away(the_actor(), away_id, from_on=first, until_on=last)
    except Invalid as error:
        return _page(away_id, error), 422
    flash(_("Changed."))
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:away_id>/remove")
def remove(away_id: UUID) -> Response:
    """There after all."""
    away.remove_away(the_actor(), away_id)
    flash(_("Removed. You count as there again."))
    return redirect(url_for(".index"), 303)


def _days():
    wrong: dict[str, object] = {}
    found = {}
    for field in ("from_on", "until_on"):
        try:
            found[field] = parse_day(request.form.get(field, ""), field=field)
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(wrong)
    return found["from_on"], found["until_on"]


def _page(wrong: UUID | None = None, error: Invalid | None = None) -> str:
    return page(
        "coach/away.html",
        stretches=away.my_away(the_actor()),
        wrong=wrong,
        errors=error.fields if error else {},
        summary={f"{field}-{wrong or 'new'}": why for field, why in error.fields.items()} if error else {},
        given=request.form,
    )
