"""The organisation's seekers by name, who coaches them, and handing one over. Nothing else of theirs."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.handing import asking
from coach_platform.core.coaching.handing.listing import admins_form, seekers_of
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.shared.handing import hand_over_page, whom
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("organisation_seekers", __name__, url_prefix="/organisation/seekers")


@bp.get("")
def index() -> str:
    """By name, a page at a time; `?q=`: those whose name, or whose coach's, has these words in it."""
    words = request.args.get("q", "").strip()[:100]
    found = seekers_of(the_actor(), words=words, page=request.args.get("page", ""))
    links = [url_for(".index", q=words or None, page=mark) if mark else "" for mark in (found.previous, found.next)]
    return page("organisation/seekers.html", seekers=found.rows, words=words, earlier=links[0], following=links[1])


@bp.get("/<uuid:coaching_id>")
def form(coaching_id: UUID) -> str:
    """To whom, and why."""
    return _page(coaching_id)


@bp.post("/<uuid:coaching_id>")
def ask(coaching_id: UUID) -> Response | tuple[str, int]:
    """Ask the seeker."""
    try:
        asking.ask_hand_over(the_actor(), coaching_id, to_coach_id=whom(), note=request.form.get("note", ""))
    except Invalid as error:
        return _page(coaching_id, error), 422
    flash(_("Asked. You are told what they answer; until then everything stays as it is."))
    return redirect(url_for(".index"), 303)


@bp.post("/taken-back/<uuid:hand_over_id>")
def take_back(hand_over_id: UUID) -> Response:
    """Not after all."""
    asking.take_back(the_actor(), hand_over_id)
    flash(_("Taken back. They are not asked any more."))
    return redirect(url_for(".index"), 303)


def _page(coaching_id: UUID, error: Invalid | None = None) -> str:
    return page("organisation/handing.html", **hand_over_page(admins_form(the_actor(), coaching_id), error))
