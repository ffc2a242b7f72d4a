"""Leaving an organisation: what will happen first, then the button."""

from uuid import UUID

from flask import Blueprint, flash, redirect
from werkzeug.wrappers import Response

from coach_platform.core.coaching.leaving import leave, own_parting
from coach_platform.core.plans.parting import reviews_waiting
from coach_platform.kit.i18n import _
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_leaving", __name__, url_prefix="/coach/leaving")


@bp.get("/<uuid:organisation_id>")
def show(organisation_id: UUID) -> str:
    """Seekers to hand over, teams, reviews that wait."""
    shown = own_parting(the_actor(), organisation_id)
    coachings = {one.coaching_id for one in shown.seekers}
    return page("coach/leaving.html", shown=shown, waiting=reviews_waiting(the_actor(), coachings))


@bp.post("/<uuid:organisation_id>")
def do(organisation_id: UUID) -> Response:
    """Out of sight at once."""
    leave(the_actor(), organisation_id)
    flash(_("You have left. What was shared with you there is closed, and your seekers are told."))
    return redirect("/", 303)
