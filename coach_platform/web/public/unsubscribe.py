"""Stopping a kind of mail from the mail itself, without signing in.

The token in the address is the proof, so there is no CSRF token: mailboxes post here by themselves (RFC 8058). A GET
changes nothing, since mail scanners follow links.
"""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from coach_platform.core.mail import choices
from coach_platform.core.mail.choices import By
from coach_platform.kit.errors import NotFound
from coach_platform.web.shared.page import page

bp = Blueprint("unsubscribe", __name__, url_prefix="/mail/stop")


@bp.get("/<kind>/<token>")
def show(kind: str, token: str) -> str | tuple[str, int]:
    """One button: stop this kind of mail, or have it again."""
    try:
        choice = choices.read_link(kind, token)
    except NotFound:
        return page("public/unsubscribe_old.html"), 404
    return page("public/unsubscribe.html", choice=choice)


@bp.post("/<kind>/<token>")
def act(kind: str, token: str) -> Response | tuple[str, int]:
    """Obeyed at once."""
    one_click = request.form.get("List-Unsubscribe") == "One-Click"
    wanted = not one_click and request.form.get("wanted") == "yes"
    try:
        choices.choose_by_link(kind, token, wanted=wanted, by=By.ONE_CLICK if one_click else By.LINK)
    except NotFound:
        return page("public/unsubscribe_old.html"), 404
    if one_click:
        return Response(status=200)  # read by a machine
    return redirect(request.path, 303)
