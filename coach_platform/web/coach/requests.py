"""Who asks me to work with them; saying yes or no; parting."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching import asking
from coach_platform.core.coaching.requests import requests_to, thanks_to
from coach_platform.core.plans.unanswered import unanswered
from coach_platform.kit.i18n import _
from coach_platform.web.shared import case_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coaching_requests", __name__, url_prefix="/coach/requests")
case_words.speak_in(bp)


@bp.get("")
def index() -> str:
    """What waits for an answer."""
    actor = the_actor()
    return page("coach/requests.html", requests=requests_to(actor), thanks=thanks_to(actor), lapsed=unanswered(actor))


@bp.post("/<uuid:coaching_id>/accept")
def accept(coaching_id: UUID) -> Response:
    """Yes."""
    asking.accept(the_actor(), coaching_id)
    flash(_("Accepted. They are told, and decide what to share with you."))
    return redirect(url_for("caseload.index"), 303)


@bp.post("/<uuid:coaching_id>/decline")
def decline(coaching_id: UUID) -> Response:
    """No, kindly."""
    asking.decline(the_actor(), coaching_id)
    flash(_("Declined. They are told kindly, without a reason."))
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:coaching_id>/end")
def end(coaching_id: UUID) -> Response:
    """Part. What was shared with me is closed."""
    asking.end(the_actor(), coaching_id)
    flash(_("Ended. What they shared with you is closed."))
    return redirect(url_for("caseload.index"), 303)
