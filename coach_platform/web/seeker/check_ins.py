"""One tap: how confident do I feel? From wherever it is offered, and back there."""

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from coach_platform.core.assessments.check_ins import check_in
from coach_platform.kit.i18n import _
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("check_ins", __name__, url_prefix="/check-ins")


@bp.post("")
def add() -> Response:
    confidence = request.form.get("confidence", "")
    check_in(
        the_actor(),
        confidence=int(confidence) if confidence.isdecimal() else 0,
        occasion=request.form.get("occasion", "other"),
    )
    flash(_("Noted. One number on one day; the line over weeks is what tells something."))
    return redirect(next_page("/"), 303)
