"""The page an invitation's link opens: a new account, or the role for the account that is signed in."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.agreements import latest_agreement
from coach_platform.core.accounts import accepting
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.accounts.zones import DEFAULT
from coach_platform.core.agreements.page import PRIVACY
from coach_platform.core.digests.welcome import welcome
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import _, current_locale
from coach_platform.web.auth.device import device_name
from coach_platform.web.auth.forms_accounts import InvitedForm
from coach_platform.web.auth.limiting import LINK_IP
from coach_platform.web.auth.link_over import link_over
from coach_platform.web.auth.zone_list import zone_groups
from coach_platform.web.shared import limits
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.nav import home
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import actor, sign_in

bp = Blueprint("invitation", __name__, url_prefix="/invitation")


@bp.get("/<token>")
def ask(token: str) -> str | tuple[str, int]:
    """What one is invited to. Opening the link changes nothing."""
    try:
        return _page(InvitedForm(zone=DEFAULT), token, accepting.read(token))
    except NotFound:
        return link_over()


@bp.post("/<token>")
def accept(token: str) -> Response | tuple[str, int]:
    """Take the role: with the account that is signed in, else with a new one."""
    limits.refuse_or_count((LINK_IP, limits.ip()))
    try:
        invited = accepting.read(token)
        return _as_myself(token) if actor() else _anew(token, invited)
    except NotFound:
        return _on(token) or link_over()


def _as_myself(token: str) -> Response:
    signed = actor()
    assert signed is not None
    accepted = accepting.accept_as(signed, token)
    return _welcomed(accepted)


def _anew(token: str, invited: accepting.OpenInvitation) -> Response | tuple[str, int]:
    given = InvitedForm()
    if not given.validate():
        return _page(given, token, invited), 422
    try:
        accepted = accepting.accept_anew(
            token,
            name=given.name.data or "",
            password=given.password.data or "",
            zone=given.zone.data or DEFAULT,
            locale=current_locale(),
            agreed_to=given.agreed_to,
        )
    except Invalid as error:
        put_errors(given, error)
        return _page(given, token, invited), 422
    except Conflict as error:
        if (on := _on(token)) is not None:
            return on
        given.form_errors.append(error.message)
        return _page(given, token, invited), 409
    sign_in(accepted.person_id, device=device_name())
    return _welcomed(accepted)


def _on(token: str) -> Response | None:
    """The second of two clicks goes where the first went, if this browser came in by it; it signs nobody in."""
    twice = accepting.taken_just_now(token, actor=actor(), name=request.form.get("name", ""))
    return redirect(url_for("home.show"), 303) if twice else None


def _welcomed(accepted: accepting.Accepted) -> Response:
    welcome(accepted.person_id, accepted.role, accepted.zone)
    flash(_("Welcome. You are in."))
    return redirect(home(actor_for(accepted.person_id)), 303)


def _page(form: InvitedForm, token: str, invited: accepting.OpenInvitation) -> str:
    text = latest_agreement(PRIVACY)
    return page(
        "auth/invitation.html",
        form=form.show(text),
        agreement=text,
        token=token,
        invited=invited,
        zones=zone_groups(form.zone.data or DEFAULT),
        here=request.path,
    )
