"""Another coach is proposed to me: yes, with both or with one, or no."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.handing import answering
from coach_platform.core.coaching.handing.listing import asked_of
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared import away_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.texts import the_mark

bp = Blueprint("handing", __name__, url_prefix="/sharing/handing")
away_words.speak_in(bp)
BOTH = {"yes": True, "no": False}  # "end the earlier one?"


@bp.get("/<uuid:hand_over_id>")
def show(hand_over_id: UUID) -> str:
    """The question."""
    return _page(hand_over_id)


@bp.post("/<uuid:hand_over_id>/accept")
def accept(hand_over_id: UUID) -> Response | tuple[str, int]:
    """Yes: the next step is what they see."""
    try:
        end_old = BOTH.get(request.form.get("end_old", ""))
        coaching_id = answering.accept(the_actor(), hand_over_id, end_old=end_old, agreed_to=the_mark("coaching"))
    except Invalid as error:
        return _page(hand_over_id, error), 422
    flash(_("You have a coach now. They see nothing yet: choose what to share."))
    return redirect(url_for("sharing.form", coaching_id=coaching_id), 303)


@bp.post("/<uuid:hand_over_id>/decline")
def decline(hand_over_id: UUID) -> Response:
    """No: everything stays."""
    answering.decline(the_actor(), hand_over_id)
    flash(_("Declined. Everything stays as it is; they are told kindly, without a reason."))
    return redirect(url_for("sharing.index"), 303)


def _page(hand_over_id: UUID, error: Invalid | None = None) -> str:
    return page(
        "seeker/handing.html",
        asked=asked_of(the_actor(), hand_over_id),
        errors=error.fields if error else {},
        loose=[why for field, why in error.fields.items() if field != "end_old"] if error else [],
        chosen=request.form.get("end_old", ""),
        help_line=help_line(),
    )
