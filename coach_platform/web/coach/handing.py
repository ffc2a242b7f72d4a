"""Handing one of my seekers over to a colleague: they are asked."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.handing import asking
from coach_platform.core.coaching.handing.listing import own_form
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared import away_words
from coach_platform.web.shared.handing import hand_over_page, whom
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_handing", __name__, url_prefix="/coach/handing")
away_words.speak_in(bp)


@bp.get("/<uuid:coaching_id>")
def form(coaching_id: UUID) -> str:
    """To whom, why, and which notes go along."""
    return _page(coaching_id)


@bp.post("/<uuid:coaching_id>")
def ask(coaching_id: UUID) -> Response | tuple[str, int]:
    """Ask the seeker."""
    try:
        note = request.form.get("note", "")
        asking.ask_hand_over(the_actor(), coaching_id, to_coach_id=whom(), note=note, note_ids=_notes())
    except Invalid as error:
        return _page(coaching_id, error), 422
    flash(_("Asked. You are told what they answer; until then everything stays as it is."))
    return redirect(url_for(".form", coaching_id=coaching_id), 303)


@bp.post("/taken-back/<uuid:hand_over_id>")
def take_back(hand_over_id: UUID) -> Response:
    """Not after all."""
    asking.take_back(the_actor(), hand_over_id)
    flash(_("Taken back. They are not asked any more."))
    return redirect(url_for("caseload.index"), 303)


def _notes() -> set[UUID]:
    ids = [parse_id(given) for given in request.form.getlist("notes")]
    if None in ids:
        raise NotFound
    return {id_ for id_ in ids if id_ is not None}


def _page(coaching_id: UUID, error: Invalid | None = None) -> str:
    return page("coach/handing.html", **hand_over_page(own_form(the_actor(), coaching_id), error))
