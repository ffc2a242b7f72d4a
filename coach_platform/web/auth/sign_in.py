"""Coming in and going out."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.accounts import signing_in
from coach_platform.core.accounts.coming_in import By
from coach_platform.kit.i18n import _, ngettext
from coach_platform.web.auth.entering import enter
from coach_platform.web.auth.forms_sign_in import SignInForm
from coach_platform.web.auth.limiting import sign_in_rules
from coach_platform.web.auth.passkey_asking import passkey_place
from coach_platform.web.auth.waits import minutes_until
from coach_platform.web.shared import limits
from coach_platform.web.shared.nav import home
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import actor, sign_out

bp = Blueprint("sign_in", __name__)


@bp.get("/sign-in")
def form() -> str | Response:
    """The page; whoever is signed in goes on."""
    if (signed := actor()) is not None:
        return redirect(next_page(home(signed)))
    filled = SignInForm()
    filled.next.data = next_page("")
    return _page(filled)


@bp.post("/sign-in", endpoint="enter")
def enter_by_password() -> Response | tuple[str, int]:
    """A wrong password, an unknown address and one not confirmed yet get one answer; only a wait is told apart."""
    given = SignInForm()
    if not given.validate():
        return _again(given)
    email, password = given.email.data or "", given.password.data or ""
    limits.refuse_if_used_up(*sign_in_rules(email))
    answer = signing_in.check(email, password)
    if answer.person_id is None:
        limits.count(*sign_in_rules(email))
        given.form_errors.append(_refused(answer))
        return _again(given)
    return enter(answer.person_id, by=By.PASSWORD, shared=bool(given.shared.data), target=next_page(""))


@bp.post("/sign-out", endpoint="sign_out")
def leave() -> Response:
    """End this browser's session; its cookie is worthless from now on."""
    sign_out()
    flash(_("You are signed out."))
    return redirect(url_for("sign_in.form"), 303)


def _again(given: SignInForm) -> tuple[str, int]:
    given.next.data = next_page("")
    return _page(given), 422


def _page(given: SignInForm) -> str:
    return page("auth/sign_in.html", form=given, **passkey_place())


def _refused(answer: signing_in.Answer) -> str:
    if answer.wait_until is None:
        return _(
            "This address and password do not go together. Please try again, or choose a new password. "
            "If you have just signed up, first use the link in the letter we sent you."
        )
    return ngettext(
        "Too many attempts for this address. Please wait %(num)s minute, or choose a new password.",
        "Too many attempts for this address. Please wait %(num)s minutes, or choose a new password.",
        minutes_until(answer.wait_until),
    )
