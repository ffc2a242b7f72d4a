"""Asked again who one is, in the middle of something dear. What was being done is carried along and goes on.

The page holds the form that was refused; once the proof is good, the browser is sent on with the same words (307).
"""

from flask import Blueprint, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from coach_platform.core.accounts import proving
from coach_platform.core.accounts.factors import assertions
from coach_platform.core.accounts.factors.challenges import Purpose
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, ProofNeeded
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.auth import passkey_asking
from coach_platform.web.auth.account_page import account_page
from coach_platform.web.auth.limiting import SIGN_IN_IP
from coach_platform.web.shared import limits
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.nav import home
from coach_platform.web.shared.next_page import is_ours
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("prove", __name__, url_prefix="/prove")
OURS = "proof-"  # every field of this page begins so; all others belong to what is carried
_PASSKEY = (OURS + passkey_asking.ANSWER, passkey_asking.ANSWER)


class ProveForm(Form):
    """Its fields are named proof-password and proof-code."""

    password = PasswordField(
        l_("Your password"), [InputRequired(l_("Please type your present password.")), Length(max=4096)]
    )
    code = StringField(l_("Code"), [Length(max=60, message=l_("Too long."))])


@bp.app_errorhandler(ProofNeeded)
def ask(_error: ProofNeeded) -> tuple[str, int]:
    """Instead of doing it: who is there?"""
    db.session.rollback()
    to = request.full_path.rstrip("?")
    form = ProveForm(formdata=None, prefix=OURS)
    return _page(form, to, request.method, _carried(request.form)), 403


@bp.post("")
def show() -> Response | tuple[str, int]:
    """The password, and a code where there is a second factor; then on."""
    to, method = _where()
    form = ProveForm(prefix=OURS)
    try:
        if not form.validate():
            raise Invalid
        proving.by_password(the_actor(), form.password.data or "", form.code.data or "")
    except Invalid as error:
        put_errors(form, error)
        return _page(form, to, method, _carried(request.form)), 422
    return redirect(to, 307 if method == "POST" else 303)


@bp.post("/passkey/question")
def question() -> Response:
    """What a passkey of theirs is asked to sign."""
    limits.refuse_or_count((SIGN_IN_IP, limits.ip()))
    return passkey_asking.question(assertions.options(Purpose.PROVE, the_actor().person_id))


@bp.post("/passkey")
def show_passkey() -> Response | tuple[str, int]:
    """The passkey; then on."""
    to, method = _where()
    form = ProveForm(formdata=None, prefix=OURS)
    try:
        proving.by_passkey(the_actor(), passkey_asking.asked_here(), request.form.get(_PASSKEY[0], ""))
    except Invalid as error:
        put_errors(form, error)
        return _page(form, to, method, _carried(request.form)), 422
    return redirect(to, 307 if method == "POST" else 303)


def _where() -> tuple[str, str]:
    to = request.form.get(OURS + "to", "")
    method = "POST" if request.form.get(OURS + "method") == "POST" else "GET"
    return (to, method) if is_ours(to) else (home(the_actor()), "GET")


def _carried(given: MultiDict[str, str]) -> list[tuple[str, str]]:
    return [(n, v) for n, v in given.items(multi=True) if not n.startswith(OURS) and n != "csrf_token"]


def _page(form: ProveForm, to: str, method: str, carried: list[tuple[str, str]]) -> str:
    return account_page(
        "auth/prove.html",
        form=form,
        carried=[*carried, (OURS + "to", to), (OURS + "method", method)],
        answer_name=_PASSKEY[0],
        asks_code=proving.asks_code(the_actor()),
        has_passkey=proving.has_passkey(the_actor()),
        **passkey_asking.passkey_place(),
    )
