"""Progress reports a coach makes: of what is granted, previewed by the seeker, printed once they agreed."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.reports.reading import report_for_coach, reports_for_coach
from coach_platform.kit.i18n import _
from coach_platform.web.shared import report_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.page_marks import coachs_surface
from coach_platform.web.shared.reporting import blank, made
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_reports", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>/reports")
report_words.speak_in(bp)


@bp.get("")
def index(seeker_id: UUID) -> str:
    """Those that were made, and how they stand."""
    return page("coach/reports.html", shown=reports_for_coach(the_actor(), seeker_id))


@bp.get("/new")
def form(seeker_id: UUID) -> str:
    """For whom, of which days, with which of the granted sections."""
    return page("coach/report_form.html", **blank(the_actor(), seeker_id))


@bp.post("/new")
def make(seeker_id: UUID) -> Response | tuple[str, int]:
    """It goes to the seeker, and to nobody else before they agree."""
    report_id, refused = made(the_actor(), seeker_id)
    if report_id is None:
        return page("coach/report_form.html", **refused), 422
    flash(_("Made. They read it first: you can print it once they agreed."))
    return redirect(url_for(".show", seeker_id=seeker_id, report_id=report_id), 303)


@bp.get("/<uuid:report_id>")
def show(seeker_id: UUID, report_id: UUID) -> str:
    """The paper; for printing (`?for=print`) only what its seeker agreed to."""
    surface = coachs_surface()
    report = report_for_coach(the_actor(), seeker_id, report_id, surface=surface)
    return page("coach/report.html", report=report, surface=surface)
