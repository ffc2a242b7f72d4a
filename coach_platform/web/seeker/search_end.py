""" "I found work", and "I am searching again"."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.applications import settings
from coach_platform.kit.i18n import _
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("search_end", __name__, url_prefix="/search")


@bp.post("/found")
def found() -> Response:
    """No more mail about the search."""
    settings.found_work(the_actor())
    flash(_("That is good news, and it is yours. No more mail about your search; everything stays as it is."))
    return redirect(next_page(url_for("settings.index")), 303)


@bp.post("/again")
def again() -> Response:
    """Everything as before."""
    settings.search_again(the_actor())
    flash(_("Everything is as you left it. Your summaries and reminders come again."))
    return redirect(next_page(url_for("settings.index")), 303)
