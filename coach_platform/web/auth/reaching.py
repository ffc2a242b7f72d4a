"""Being reachable again: one letter to an address that refused mail, and the link in it."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.accounts import reaching
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import _
from coach_platform.web.auth.limiting import LINK_IP
from coach_platform.web.auth.link_over import link_over
from coach_platform.web.shared import limits
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("reaching", __name__, url_prefix="/settings/mail/reach")
links = Blueprint("reaching_links", __name__, url_prefix="/reached")


@bp.post("")
def ask() -> Response:
    """Have one letter sent."""
    try:
        new = reaching.try_address(the_actor())
    except NotFound:
        flash(_("Nothing is in the way of your mail any more."))
    else:
        flash(
            _("One letter is on its way. Open the link in it.")
            if new
            else _("Today’s letter is on its way already. Tomorrow another one can go.")
        )
    return redirect(url_for("settings_mail.show"), 303)


@links.get("/<token>")
def show(token: str) -> str | tuple[str, int]:
    """One button: scanners follow links, so opening it changes nothing."""
    try:
        link = reaching.read_link(token)
    except NotFound:
        return link_over()
    done = "done" in request.args and not link.refuses
    return page("auth/reached.html", address=link.address, token=token, done=done)


@links.post("/<token>")
def do(token: str) -> Response | tuple[str, int]:
    """Everything goes there again."""
    limits.refuse_or_count((LINK_IP, limits.ip()))
    try:
        reaching.reached(token)
    except NotFound:
        return link_over()
    return redirect(url_for(".show", token=token, done=1), 303)
