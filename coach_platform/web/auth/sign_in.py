"""Coming in and going out."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.accounts import signing_in
from coach_platform.core.accounts.actors import actor_for
from coach_platform.kit import clock
from coach_platform.kit.i18n import _, ngettext
from coach_platform.web.auth.device import device_name
from coach_platform.web.auth.forms_sign_in import SignInForm
from coach_platform.web.auth.limiting import sign_in_rules
from coach_platform.web.shared import limits
from coach_platform.web.shared.nav import home
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import actor, sign_in, sign_out

bp = Blueprint("sign_in", __name__)


@bp.get("/sign-in")
def form() -> str | Response:
    """The page; whoever is signed in goes on."""
    if (signed := actor()) is not None:
        return redirect(next_page(home(signed)))
    filled = SignInForm()
    filled.next.data = next_page("")
    return page("auth/sign_in.html", form=filled)


@bp.post("/sign-in")
def enter() -> Response | tuple[str, int]:
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
    sign_in(answer.person_id, device=device_name())
    return redirect(next_page(home(actor_for(answer.person_id))), 303)


@bp.post("/sign-out", endpoint="sign_out")
def leave() -> Response:
    """End this browser's session; its cookie is worthless from now on."""
    sign_out()
    flash(_("You are signed out."))
    return redirect(url_for("sign_in.form"), 303)


def _again(given: SignInForm) -> tuple[str, int]:
    given.next.data = next_page("")
    return page("auth/sign_in.html", form=given), 422


def _refused(answer: signing_in.Answer) -> str:
    if answer.wait_until is None:
        return _(
            "This address and password do not go together. Please try again, or choose a new password. "
            "If you have just signed up, first use the link in the letter we sent you."
        )
    minutes = max(1, -(-int((answer.wait_until - clock.now()).total_seconds()) // 60))
    return ngettext(
        "Too many attempts for this address. Please wait %(num)s minute, or choose a new password.",
        "Too many attempts for this address. Please wait %(num)s minutes, or choose a new password.",
        minutes,
    )
