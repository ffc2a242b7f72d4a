"""After a no: two human sentences, then not today, pause, assess or the weekly batch, as equals."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.after_no import sentences
from coach_platform.core.applications.batch import is_quiet
from coach_platform.core.applications.cases import PAUSES, open_case, pause_case
from coach_platform.core.applications.one import show_application
from coach_platform.core.applications.outcomes import is_no
from coach_platform.core.preparation.after_no import after_no
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, current_locale, format_moment
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared.nav import home
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("after_no", __name__, url_prefix="/applications/<uuid:application_id>/after")


@bp.get("", endpoint="show")
def show(application_id: UUID) -> str | Response:
    """The page after a no."""
    view = show_application(the_actor(), application_id)
    spoken = sentences(view.id, view.outcome, view.reached, current_locale(), offer=view.offer_state)
    if spoken is None:
        return redirect(_application(application_id))
    rest = after_no(the_actor())
    return page(
        "seeker/after_no.html",
        view=view,
        sentences=spoken,
        waits=is_no(view.outcome, view.offer_state) and view.case_id is None,
        quiet=is_quiet(view.outcome, view.furthest_stage),
        quiet_url=_mounted("quiet.set"),
        setback=rest.setback if is_no(view.outcome, view.offer_state) else None,
        tapped=rest.tapped,
        help_line=help_line(),
    )


@bp.post("/assess", endpoint="assess")
def assess(application_id: UUID) -> Response:
    """Open the case, and begin its first look; a case that was open already is gone to."""
    opened_before = show_application(the_actor(), application_id).case_id is not None
    case_id = open_case(the_actor(), application_id)
    if not opened_before and "assessments.show" in current_app.view_functions:
        return redirect(url_for("assessments.show", case_id=case_id, step="first"), 303)
    return redirect(case_url(application_id, case_id), 303)


@bp.post("/pause", endpoint="pause")
def pause(application_id: UUID) -> Response:
    """Open the case, and leave it alone for a while."""
    case_id = open_case(the_actor(), application_id)
    until = pause_case(the_actor(), case_id, for_=_pause())
    if until:
        flash(_("Paused until %(moment)s. Nothing needs you before.", moment=_moment(until)))
    return redirect(home(the_actor()), 303)


@bp.post("/leave", endpoint="leave")
def leave(application_id: UUID) -> Response:
    """Leave it to the weekly batch: it waits there already, so nothing changes."""
    show_application(the_actor(), application_id)
    flash(_("It waits in your weekly batch, and asks for nothing until then."))
    return redirect(home(the_actor()), 303)


def case_url(application_id: UUID, case_id: UUID) -> str:
    """The case's own page."""
    if "cases.show" in current_app.view_functions:
        return url_for("cases.show", case_id=case_id)
    return _application(application_id)


def _application(application_id: UUID) -> str:
    return url_for("applications.show", application_id=application_id)


def _mounted(endpoint: str) -> str:
    return url_for(endpoint) if endpoint in current_app.view_functions else ""


def _pause() -> timedelta:
    hours = request.form.get("hours", 24, int)
    found = [pause for pause in PAUSES if pause == timedelta(hours=hours)]
    if not found:
        raise Invalid({"hours": _("Choose one of the times.")})
    return found[0]


def _moment(until) -> str:
    return format_moment(until, the_actor().zone)
