"""A coach's view of a case beside my own: asking for it, and reading both once both are there."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.assessments.calibration import ask_for_view
from coach_platform.core.plans.calibration_view import calibration_page
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import parse_id
from coach_platform.web.seeker.comments import case_threads
from coach_platform.web.shared.calibration_words import speak_in
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("calibration", __name__, url_prefix="/cases/<uuid:case_id>/views")
speak_in(bp)


@bp.get("")
def show(case_id: UUID) -> str:
    """Both views, the widest gap first."""
    shown = calibration_page(the_actor(), case_id)
    if not shown.own:
        raise NotFound
    return page(
        "seeker/compare.html",
        shown=shown,
        threads=case_threads(case_id),
        action_url=lambda question: url_for("plan_points.add", area=question.area, case=case_id),
    )


@bp.post("/ask")
def ask(case_id: UUID) -> Response:
    """Ask a coach for their view."""
    coach_id = parse_id(request.form.get("coach", ""))
    if coach_id is None:
        raise NotFound
    ask_for_view(the_actor(), case_id, coach_id)
    flash(_("Asked. You will both see both views here, once both of you have answered."))
    return redirect(url_for("cases.show", case_id=case_id, _anchor="views"), 303)
