"""After the password: the code of an app, a recovery code, or a passkey."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from coach_platform.core.accounts import second_step
from coach_platform.core.accounts.factors import assertions
from coach_platform.core.accounts.factors.challenges import Purpose
from coach_platform.kit.i18n import _
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.auth import passkey_asking
from coach_platform.web.auth.device import device_name
from coach_platform.web.auth.entering import enter_fully, half_signed_in, on_from_half_way
from coach_platform.web.auth.limiting import SIGN_IN_IP
from coach_platform.web.auth.waits import wait_words
from coach_platform.web.shared import limits
from coach_platform.web.shared.forms import Form
from coach_platform.web.shared.nav import home
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import actor

bp = Blueprint("second_step", __name__, url_prefix="/sign-in/second")


class CodeForm(Form):
    code = StringField(l_("Code"), [InputRequired(l_("Please type a code.")), Length(max=60, message=l_("Too long."))])


@bp.get("")
def form() -> str | Response:
    """The page; whoever has not typed a password begins there."""
    if (signed := actor()) is not None:
        return redirect(home(signed))
    return _page(CodeForm()) if half_signed_in() else _from_the_start()


@bp.post("")
def enter() -> Response | tuple[str, int]:
    """A code."""
    if (person_id := half_signed_in()) is None:
        return on_from_half_way()
    given = CodeForm()
    if not given.validate():
        return _page(given), 422
    limits.refuse_if_used_up((SIGN_IN_IP, limits.ip()))
    shown = second_step.by_code(person_id, given.code.data or "", device=device_name())
    if shown.by is None:
        given.code.errors = [_refused(shown)]
        return _wrong(given)
    return enter_fully(person_id, shown.by)


@bp.post("/passkey/question")
def question() -> Response:
    """What a passkey of theirs is asked to sign."""
    if (person_id := half_signed_in()) is None:
        return on_from_half_way()
    limits.refuse_or_count((SIGN_IN_IP, limits.ip()))
    return passkey_asking.question(assertions.options(Purpose.SECOND, person_id))


@bp.post("/passkey")
def enter_by_passkey() -> Response | tuple[str, int]:
    """What it answered."""
    if (person_id := half_signed_in()) is None:
        return on_from_half_way()
    limits.refuse_if_used_up((SIGN_IN_IP, limits.ip()))
    given, asked = CodeForm(formdata=None), passkey_asking.asked_here()
    shown = second_step.by_passkey(person_id, asked, passkey_asking.answer(), Purpose.SECOND)
    if shown.by is None:
        given.form_errors.append(wait_words(shown.wait_until) if shown.wait_until else _("The passkey was not taken."))
        return _wrong(given)
    return enter_fully(person_id, shown.by)


def _wrong(given: CodeForm) -> tuple[str, int]:
    limits.count((SIGN_IN_IP, limits.ip()))
    return _page(given), 422


def _refused(shown: second_step.Second) -> str:
    if shown.wait_until is not None:
        return wait_words(shown.wait_until)
    return _("This code does not fit. Take the one your app shows now, or an unused recovery code.")


def _from_the_start() -> Response:
    flash(_("Please begin again: the second step follows the password within ten minutes."))
    return redirect(url_for("sign_in.form"), 303)


def _page(given: CodeForm) -> str:
    return page("auth/second_step.html", form=given, **passkey_asking.passkey_place())
