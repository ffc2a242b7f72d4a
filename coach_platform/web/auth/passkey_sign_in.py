"""Signing in with a passkey and nothing else: the device makes sure of its owner, so that it is both factors."""

from flask import Blueprint
from werkzeug.wrappers import Response

from coach_platform.core.accounts.coming_in import By
from coach_platform.core.accounts.factors import assertions
from coach_platform.core.accounts.factors.challenges import Purpose
from coach_platform.kit.i18n import _
from coach_platform.web.auth import passkey_asking
from coach_platform.web.auth.entering import enter
from coach_platform.web.auth.forms_sign_in import SignInForm
from coach_platform.web.auth.limiting import SIGN_IN_IP
from coach_platform.web.shared import limits
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page

bp = Blueprint("passkey_sign_in", __name__, url_prefix="/sign-in/passkey")


@bp.post("/question")
def question() -> Response:
    """What any passkey of this site may sign. Says nothing about any account."""
    limits.refuse_or_count((SIGN_IN_IP, limits.ip()))
    return passkey_asking.question(assertions.options(Purpose.SIGN_IN))


@bp.post("")
def enter_alone() -> Response | tuple[str, int]:
    """What it answered."""
    limits.refuse_if_used_up((SIGN_IN_IP, limits.ip()))
    given = SignInForm()
    shown = assertions.check(passkey_asking.asked_here(), passkey_asking.answer(), Purpose.SIGN_IN)
    if shown is None:
        limits.count((SIGN_IN_IP, limits.ip()))
        given.form_errors = [_("No account here takes this passkey. Sign in with your password instead.")]
        given.next.data = next_page("")
        return page("auth/sign_in.html", form=given, **passkey_asking.passkey_place()), 422
    return enter(shown.person_id, by=By.PASSKEY, shared=bool(given.shared.data), target=next_page(""))
