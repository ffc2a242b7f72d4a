"""A seeker's account. The page answers alike whether or not the address has one."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.content.agreements import latest_agreement
from coach_platform.core.accounts.sign_up import sign_up
from coach_platform.core.accounts.zones import DEFAULT, zone_or_default
from coach_platform.core.agreements.page import PRIVACY
from coach_platform.core.digests.welcome import welcome
from coach_platform.core.relations.models import Role
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import current_locale
from coach_platform.web.auth.forms_accounts import SignUpForm
from coach_platform.web.auth.limiting import SIGN_UP_IP, letter_rules
from coach_platform.web.auth.zone_list import zone_groups
from coach_platform.web.shared import limits
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.nav import home
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import actor

bp = Blueprint("sign_up", __name__, url_prefix="/sign-up")


@bp.get("")
def form() -> str | Response:
    """The page; whoever is signed in has an account."""
    if (signed := actor()) is not None:
        return redirect(home(signed))
    return _page(SignUpForm(zone=DEFAULT))


@bp.post("")
def create() -> Response | tuple[str, int]:
    """Make the account, or tell the mailbox that there is one."""
    given = SignUpForm()
    if not given.validate():
        return _page(given), 422
    email, zone = given.email.data or "", zone_or_default(given.zone.data or "")
    limits.refuse_or_count(*letter_rules(SIGN_UP_IP, email))
    try:
        person_id = sign_up(
            name=given.name.data or "",
            email=email,
            password=given.password.data or "",
            locale=current_locale(),
            zone=zone,
            agreed_to=given.agreed_to,
        )
    except Invalid as error:
        put_errors(given, error)
        return _page(given), 422
    if person_id is not None:
        welcome(person_id, Role.SEEKER, zone)
    return redirect(url_for("sign_up.sent"), 303)


@bp.get("/sent")
def sent() -> str:
    """What happens now."""
    return page("auth/sign_up_sent.html")


def _page(filled: SignUpForm) -> str:
    text = latest_agreement(PRIVACY)
    return page(
        "auth/sign_up.html", form=filled.show(text), agreement=text, zones=zone_groups(filled.zone.data or DEFAULT)
    )
