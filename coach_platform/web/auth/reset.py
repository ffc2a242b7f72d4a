"""A forgotten password: asking for the letter, and the page its link opens."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.accounts import resetting
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _, current_locale
from coach_platform.kit.settings import settings
from coach_platform.web.auth.forms_accounts import ForgotForm, NewPasswordForm
from coach_platform.web.auth.limiting import LINK_IP, RESET_IP, letter_rules
from coach_platform.web.auth.link_over import link_over
from coach_platform.web.shared import limits
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page

bp = Blueprint("reset", __name__, url_prefix="/reset")


@bp.get("")
def ask_form() -> str:
    """Which address?"""
    return page("auth/reset_ask.html", form=ForgotForm())


@bp.post("")
def ask() -> Response | tuple[str, int]:
    """The same answer for every address."""
    given = ForgotForm()
    if not given.validate():
        return page("auth/reset_ask.html", form=given), 422
    email = given.email.data or ""
    limits.refuse_or_count(*letter_rules(RESET_IP, email))
    try:
        resetting.ask(email, locale=current_locale())
    except Invalid as error:
        put_errors(given, error)
        return page("auth/reset_ask.html", form=given), 422
    return redirect(url_for("reset.sent"), 303)


@bp.get("/sent")
def sent() -> str:
    """What happens now."""
    config = settings()
    return page("auth/reset_sent.html", contact=config.privacy_contact or config.operator_contact)


@bp.get("/<token>")
def choose_form(token: str) -> str | tuple[str, int]:
    """The new password. Opening the link uses nothing up."""
    address = resetting.address_to_reset(token)
    return _choose(NewPasswordForm(), token, address) if address else link_over()


@bp.post("/<token>")
def choose(token: str) -> Response | tuple[str, int]:
    """Take it; the link is used up and every session has ended, this browser's too."""
    given = NewPasswordForm()
    if (address := resetting.address_to_reset(token)) is None:
        return link_over()
    if not given.validate():
        return _choose(given, token, address), 422
    limits.refuse_or_count((LINK_IP, limits.ip()))
    try:
        resetting.reset(token, given.password.data or "")
    except NotFound:
        return link_over()
    except Invalid as error:
        put_errors(given, error)
        return _choose(given, token, address), 422
    flash(_("Your new password works from now on. Please sign in with it."))
    return redirect(url_for("sign_in.form"), 303)


def _choose(form: NewPasswordForm, token: str, address: str) -> str:
    return page("auth/reset.html", form=form, token=token, address=address)
