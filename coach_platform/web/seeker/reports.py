"""A seeker's progress reports: their own, and those a coach made, which go nowhere before a yes."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.reports import answering
from coach_platform.core.reports.reading import my_report, my_reports
from coach_platform.kit.errors import Conflict
from coach_platform.kit.i18n import _
from coach_platform.web.shared import report_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.reporting import blank, made
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("reports", __name__, url_prefix="/reports")
report_words.speak_in(bp)


@bp.get("")
def index() -> str:
    """All of them."""
    return page("seeker/reports.html", reports=my_reports(the_actor()))


@bp.get("/new")
def form() -> str:
    """Make one of one's own."""
    return page("seeker/report_form.html", **blank(the_actor(), the_actor().person_id))


@bp.post("/new")
def make() -> Response | tuple[str, int]:
    """It is the seeker's own at once."""
    report_id, refused = made(the_actor(), the_actor().person_id)
    if report_id is None:
        return page("seeker/report_form.html", **refused), 422
    flash(_("Made. It goes to nobody unless you give it to them."))
    return redirect(url_for(".show", report_id=report_id), 303)


@bp.get("/<uuid:report_id>")
def show(report_id: UUID) -> str:
    """Exactly what would go out."""
    return page("seeker/report.html", report=my_report(the_actor(), report_id))


@bp.post("/<uuid:report_id>/agree")
def agree(report_id: UUID) -> Response:
    """Yes to just this version."""
    try:
        answering.agree(the_actor(), report_id)
        flash(_("Agreed, to just this version. You can take it back at any time."))
    except Conflict as error:
        flash(str(error.message))
    return redirect(url_for(".show", report_id=report_id), 303)


@bp.post("/<uuid:report_id>/decline")
def decline(report_id: UUID) -> Response:
    """No, without a reason."""
    try:
        answering.decline(the_actor(), report_id)
        flash(_("It goes to nobody. Your coach sees that you did not agree, and nothing more."))
    except Conflict as error:
        flash(str(error.message))
    return redirect(url_for(".show", report_id=report_id), 303)


@bp.post("/<uuid:report_id>/withdraw")
def withdraw(report_id: UUID) -> Response:
    """Not any more."""
    answering.withdraw(the_actor(), report_id)
    flash(_("Taken back: it is printed no more. What was given already cannot be called back."))
    return redirect(url_for(".show", report_id=report_id), 303)


@bp.post("/<uuid:report_id>/delete")
def delete(report_id: UUID) -> Response:
    """It is gone, for 30 days it can come back."""
    answering.delete(the_actor(), report_id)
    flash(_("Deleted. It can come back for 30 days."))
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:report_id>/restore")
def restore(report_id: UUID) -> Response:
    """Bring it back."""
    answering.restore(the_actor(), report_id)
    return redirect(url_for(".show", report_id=report_id), 303)
