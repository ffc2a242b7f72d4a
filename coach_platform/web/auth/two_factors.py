"""A second factor: an authenticator app, passkeys, recovery codes. Those who need one come here before anything else."""

import segno
from flask import Blueprint, flash, redirect, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from coach_platform.core.accounts.factors import app_codes, passkeys
from coach_platform.core.accounts.factors.standing import new_codes, two_factors
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.auth import passkey_asking
from coach_platform.web.auth.account_page import account_page
from coach_platform.web.auth.working_face import here
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.nav import home
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("two_factors", __name__, url_prefix="/settings/two-factors")


class AppForm(Form):
    code = StringField(
        l_("The six digits the app shows now"),
        [InputRequired(l_("Please type the code.")), Length(max=20, message=l_("Too long."))],
    )


class PasskeyForm(Form):
    name = StringField(l_("Name of the passkey"), [Length(max=200)])


@bp.get("")
def index() -> str:
    """What there is, and what can be added."""
    return _index(PasskeyForm(formdata=None))


@bp.post("/app")
def begin_app() -> Response:
    """Make the secret that the app takes over."""
    app_codes.begin(the_actor())
    return redirect(here("two_factors.app"), 303)


@bp.get("/app")
def app() -> str | Response:
    """The picture to scan, the same as letters, and the field for the first code."""
    try:
        return _app(AppForm())
    except NotFound:
        return redirect(here("two_factors.index"))


@bp.post("/app/confirm")
def confirm_app() -> Response | str | tuple[str, int]:
    """From now on it counts."""
    given = AppForm()
    try:
        if not given.validate():
            raise Invalid
        codes = app_codes.confirm(the_actor(), given.code.data or "")
    except Invalid as error:
        put_errors(given, error)
        return _app(given), 422
    return _added(codes, _("The app is set up. From now on we ask for its code after your password."))


@bp.post("/app/remove")
def remove_app() -> Response:
    """It counts no more."""
    app_codes.remove(the_actor())
    flash(_("The app is removed."))
    return redirect(here("two_factors.index"), 303)


@bp.post("/passkeys/question")
def passkey_question() -> Response:
    """What the device is asked to make."""
    return passkey_asking.question(passkeys.options(the_actor()))


@bp.post("/passkeys")
def add_passkey() -> Response | str | tuple[str, int]:
    """What it made."""
    given = PasskeyForm()
    try:
        codes = passkeys.add(
            the_actor(), passkey_asking.asked_here(), passkey_asking.answer(), name=given.name.data or ""
        )
    except Invalid as error:
        if not passkey_asking.answer():  # sent only to show again who one is: the device was not asked yet
            flash(_("Thank you. Now press “Add a passkey” once more."))
            return redirect(here("two_factors.index"), 303)
        put_errors(given, error)
        return _index(given), 422
    return _added(codes, _("The passkey is added. It signs you in without your password."))


@bp.post("/passkeys/<passkey_id>/name")
def rename_passkey(passkey_id: str) -> Response | tuple[str, int]:
    """Call it otherwise."""
    given = PasskeyForm()
    try:
        passkeys.rename(the_actor(), parse_id(passkey_id) or passkey_asking.NO_QUESTION, given.name.data or "")
    except Invalid as error:
        given.form_errors.extend(error.fields.values())
        return _index(given), 422
    flash(_("Saved."))
    return redirect(here("two_factors.index"), 303)


@bp.post("/passkeys/<passkey_id>/remove")
def remove_passkey(passkey_id: str) -> Response:
    """It opens nothing any more."""
    passkeys.remove(the_actor(), parse_id(passkey_id) or passkey_asking.NO_QUESTION)
    flash(_("The passkey is removed. You can delete it on the device, too."))
    return redirect(here("two_factors.index"), 303)


@bp.post("/codes")
def make_codes() -> str:
    """Ten new ones, shown once."""
    return _codes(new_codes(the_actor()))


def _added(codes: list[str], said: str) -> Response | str:
    said += " " + _("Every other browser was signed out, because nobody there has shown it. Sign in there once more.")
    if codes:
        return _codes(codes, said)
    flash(said)
    return redirect(here("two_factors.index"), 303)


def _codes(codes: list[str], said: str = "") -> str:
    # Whoever had to come here goes on to their work; the others came from this page.
    on = url_for("two_factors.index") if not the_actor().must_enrol else home(the_actor())
    return account_page("auth/recovery_codes.html", codes=codes, said=said, on=on)


def _index(form: PasskeyForm) -> str:
    standing = two_factors(the_actor())
    return account_page("auth/two_factors.html", form=form, standing=standing, **passkey_asking.passkey_place())


def _app(form: AppForm) -> str:
    begun = app_codes.begun(the_actor())
    drawn = segno.make(begun.uri, error="m", micro=False).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", title=_("The secret as a picture, for the app's camera")
    )
    in_fours = " ".join(begun.secret[i : i + 4] for i in range(0, len(begun.secret), 4))
    # Drawn from an address we made ourselves; segno escapes the title.
    return account_page("auth/app.html", form=form, picture=Markup(drawn), letters=in_fours, uri=begun.uri)  # noqa: S704
