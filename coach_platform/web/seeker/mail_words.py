"""The switch on the sharing page: may mails to this coach carry words of mine?"""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.mail_words import KEY, allow_mail_words
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.texts import the_mark

bp = Blueprint("mail_words", __name__, url_prefix="/sharing")


@bp.post("/<uuid:coaching_id>/mail-words", endpoint="set")
def choose(coaching_id: UUID) -> Response:
    """On or off (`allowed`: yes or no)."""
    allowed = request.form.get("allowed") == "yes"
    try:
        allow_mail_words(the_actor(), coaching_id, allowed=allowed, agreed_to=the_mark(KEY))
    except Invalid:
        flash(_("Nothing was changed: the text above this button has changed meanwhile. Please read it first."))
        return redirect(url_for("sharing.index", _anchor=f"coach-{coaching_id}"), 303)
    if allowed:
        flash(_("From now on, mails to this coach may carry what you share with them."))
    else:
        flash(_("From now on, mails to this coach say who and where, and nothing that you wrote."))
    return redirect(url_for("sharing.index", _anchor=f"coach-{coaching_id}"), 303)
