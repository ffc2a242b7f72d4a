"""The link that confirms an address and opens the account: a page with one button.

Opening the link changes nothing (mail scanners open links).
"""

from flask import Blueprint, flash, redirect
from werkzeug.wrappers import Response

from coach_platform.core.accounts import confirming
from coach_platform.core.accounts.actors import actor_for
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import _
from coach_platform.web.auth.device import device_name
from coach_platform.web.auth.limiting import LINK_IP
from coach_platform.web.auth.link_over import link_over
from coach_platform.web.shared import limits
from coach_platform.web.shared.nav import home
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import sign_in

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
    sign_in(person_id, device=device_name())
    welcomed = actor_for(person_id)
    flash(_("Welcome, %(name)s. Your address is confirmed, and you are signed in.", name=welcomed.name))
    return redirect(home(welcomed), 303)
