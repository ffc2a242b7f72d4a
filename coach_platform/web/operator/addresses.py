"""The addresses that take no mail: a list, and writing to one again."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.mail.returned import refusing
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import _
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("operator_addresses", __name__, url_prefix="/operator/addresses")


@bp.get("")
def index() -> str:
    """The newest first."""
    return page("operator/addresses.html", found=refusing.refusing(the_actor(), page=request.args.get("page", "")))


@bp.post("/lift")
def lift() -> Response:
    """By POST, so that no address stands in a log."""
    try:
        refusing.lift(request.form.get("address", ""), actor=the_actor())
    except NotFound:
        flash(_("That address is not on the list any more."))
    else:
        flash(_("Lifted: letters go there again."))
    return redirect(url_for(".index"), 303)
