"""The link that confirms an address and opens the account: a page with one button.

Opening the link changes nothing (mail scanners open links).
"""

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from coach_platform.core.accounts import confirming
from coach_platform.core.accounts.coming_in import By
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import _
from coach_platform.web.auth.entering import enter
from coach_platform.web.auth.limiting import LINK_IP
from coach_platform.web.auth.link_over import link_over
from coach_platform.web.shared import limits
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import actor

bp = Blueprint("confirm", __name__, url_prefix="/confirm")


@bp.get("/<token>")
def ask(token: str) -> str | tuple[str, int]:
    """Which address, and one button."""
    address = confirming.address_to_confirm(token)
    return page("auth/confirm.html", address=address, token=token) if address else link_over()


@bp.post("/<token>")
def do(token: str) -> Response | tuple[str, int]:
    """Confirm it, and come in: whoever holds the letter holds the account."""
    limits.refuse_or_count((LINK_IP, limits.ip()))
    try:
        person_id = confirming.confirm(token)
    except NotFound:
        return link_over()
    entered = enter(person_id, by=By.LETTER)
    if (welcomed := actor()) is not None:
        flash(_("Welcome, %(name)s. Your address is confirmed, and you are signed in.", name=welcomed.name))
    return entered
