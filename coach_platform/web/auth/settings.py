"""The account's own pages: about me, mail, sign-in. For every face."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.accounts import changing_password, preferences, sessions
from coach_platform.core.accounts.factors.standing import two_factors
from coach_platform.core.applications.settings import found_work_at
from coach_platform.core.digests.preferences import zone_changed
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _, set_locale
from coach_platform.kit.ids import parse_id
from coach_platform.web.auth.account_page import account_page
from coach_platform.web.auth.forms_accounts import AccountForm, ChangePasswordForm
from coach_platform.web.auth.working_face import here
from coach_platform.web.auth.zone_list import zone_groups
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.get("")
def index() -> str:
    """Name, language, zone; "not today"; the way to everything else."""
    me = preferences.myself(the_actor())
    return _about_me(AccountForm(name=me.name, locale=me.locale, zone=me.zone, country=me.country), me)


@bp.post("")
def save() -> Response | tuple[str, int]:
    """Keep them. A new zone moves the next summary with it."""
    given = AccountForm()
    try:
        if not given.validate():
            raise Invalid
        moved = preferences.change_account(
            the_actor(),
            name=given.name.data or "",
            locale=given.locale.data or "",
            zone=given.zone.data or "",
            country=given.country.data or "",
        )
    except Invalid as error:
        put_errors(given, error)
        return _about_me(given, preferences.myself(the_actor())), 422
    if moved:
        zone_changed(the_actor().person_id)
    set_locale(given.locale.data or "")  # what is said from here on is said in the language just chosen
    flash(_("Saved."))
    return redirect(here("settings.index"), 303)


@bp.get("/sign-in")
def security() -> str:
    """Password and signed-in browsers."""
    return _security(ChangePasswordForm())


@bp.post("/password")
def password() -> Response | tuple[str, int]:
    """A new one; every other browser is signed out."""
    given = ChangePasswordForm()
    try:
        if not given.validate():
            raise Invalid
        changing_password.change_password(the_actor(), old=given.old.data or "", new=given.new.data or "")
    except Invalid as error:
        put_errors(given, error)
        return _security(given), 422
    flash(_("Your new password works from now on. Every other browser is signed out."))
    return redirect(here("settings.security"), 303)


@bp.post("/sessions/<session_id>/end")
def end_session(session_id: str) -> Response:
    """Sign one browser out."""
    if (wanted := parse_id(session_id)) is None:
        raise NotFound
    sessions.revoke_session(the_actor(), wanted)
    flash(_("That browser is signed out."))
    return redirect(here("settings.security"), 303)


@bp.post("/sessions/end")
def end_sessions() -> Response:
    """Sign every browser out but this one."""
    sessions.end_others(the_actor())
    flash(_("Every other browser is signed out."))
    return redirect(here("settings.security"), 303)


def _about_me(form: AccountForm, me: preferences.Myself) -> str:
    portability = url_for("portability.index") if "portability.index" in current_app.view_functions else None
    return _page(
        "auth/settings.html",
        form=form,
        me=me,
        zones=zone_groups(form.zone.data or ""),
        taking_out=portability,
        found_work_at=found_work_at(the_actor().person_id) if the_actor().is_seeker else None,
    )


def _security(form: ChangePasswordForm) -> str:
    me = the_actor()
    shown = {"sessions": sessions.list_sessions(me), "standing": two_factors(me)}
    return _page("auth/settings_sign_in.html", form=form, **shown)


def _page(template: str, **context: Any) -> str:
    return account_page(template, **context)
