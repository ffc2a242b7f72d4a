"""The switch on the sharing page: may this coach note what I say on the phone?"""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.noted.allowing import KEY, allow_by_phone
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.texts import the_mark

bp = Blueprint("by_phone", __name__, url_prefix="/sharing")


@bp.post("/<uuid:coaching_id>/by-phone", endpoint="set")
def choose(coaching_id: UUID) -> Response:
    """On or off (`allowed`: yes or no)."""
    allowed = request.form.get("allowed") == "yes"
    back = url_for("sharing.index", _anchor=f"coach-{coaching_id}")
    try:
        allow_by_phone(the_actor(), coaching_id, allowed=allowed, agreed_to=the_mark(KEY))
    except Invalid:
        flash(_("Nothing was changed: the text above this button has changed meanwhile. Please read it first."))
        return redirect(back, 303)
    if allowed:
        flash(_("From now on this coach may note what you tell them. Each note waits for you."))
    else:
        flash(_("From now on this coach notes nothing for you. What waits stays with you."))
    return redirect(back, 303)
