""" "I found work": thanks, what helped, the coaching, what is kept; and "I am searching again"."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.what_helped import what_helped
from coach_platform.core.applications import search_end
from coach_platform.core.coaching import asking
from coach_platform.core.coaching.parting import active_coaches
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, current_locale
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("search_end", __name__, url_prefix="/search")


@bp.get("/end")
def show() -> str:
    """How it ended, or how it could."""
    return _page()


@bp.post("/found")
def found() -> Response:
    """No more mail about the search; the rest of the page is offered, and none of it needed."""
    search_end.found_work(the_actor())
    flash(_("That is good news, and it is yours. No more mail about your search; everything stays as it is."))
    return redirect(url_for(".show"), 303)


@bp.post("/again")
def again() -> Response:
    """Everything as before."""
    search_end.search_again(the_actor())
    flash(_("Everything is as you left it. Your summaries and reminders come again."))
    return redirect(next_page(url_for("seeker_today.show")), 303)


@bp.post("/helped")
def helped() -> Response | tuple[str, int]:
    """What helped, in their own view."""
    chosen, words = request.form.getlist("helped"), request.form.get("words", "")
    try:
        search_end.say_what_helped(the_actor(), helped=chosen, words=words)
    except Invalid as error:
        return _page(wrong=error.fields, helped=chosen, words=words), 422
    flash(_("Kept, for you. Nobody else reads it."))
    return redirect(url_for(".show"), 303)


@bp.post("/coachings/<uuid:coaching_id>/end")
def part(coaching_id: UUID) -> Response | tuple[str, int]:
    """End one coaching, with a word of thanks or without."""
    thanks = request.form.get("thanks", "")
    try:
        asking.end(the_actor(), coaching_id, thanks=thanks)
    except Invalid as error:
        return _page(thanks_wrong={coaching_id: error.fields.get("thanks")}, thanks=thanks), 422
    flash(_("Your coaching has ended, and they are told. What they wrote to you stays with you."))
    return redirect(url_for(".show"), 303)


def _page(**typed: Any) -> str:
    end = search_end.search_end(the_actor())
    return page(
        "seeker/found_work.html",
        end=end,
        coaches=active_coaches(the_actor()) if end else [],
        choices=[(key, label.in_(current_locale())) for key, label in what_helped().items()],
        **{"wrong": {}, "thanks_wrong": {}, "thanks": "", **_said(end), **typed},
    )


def _said(end: search_end.SearchEndView | None) -> dict[str, Any]:
    return {"helped": list(end.helped) if end else [], "words": end.words if end else ""}
