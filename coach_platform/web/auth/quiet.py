""" "Not today": one tap from any page, and no mail comes for a while. A form posts `hours` (24, 48, 72; 0 ends it)."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.accounts.preferences import be_quiet
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, format_moment
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("quiet", __name__, url_prefix="/quiet")


@bp.post("", endpoint="set")
def be() -> Response:
    """Be quiet, or speak again; then back to where one was."""
    until = be_quiet(the_actor(), _hours())
    if until is None:
        flash(_("Mail comes again as usual."))
    else:
        flash(_("Not today. No mail before %(moment)s.", moment=format_moment(until, the_actor().zone)))
    return redirect(next_page(url_for("settings.index")), 303)


def _hours() -> int:
    try:
        return int(request.form.get("hours", ""))
    except ValueError as error:
        raise Invalid from error
