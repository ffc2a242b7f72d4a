"""The link of a coach's invitation: who invites, and the way in. Opening it changes nothing (mail scanners open links)."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.agreements import latest_agreement
from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts.proven import opened_just_now
from coach_platform.core.accounts.zones import DEFAULT, zone_or_default
from coach_platform.core.agreements.page import PRIVACY
from coach_platform.core.coaching.inviting import answering, joining
from coach_platform.core.coaching.inviting.opening import Offer, has_account, open_offer
from coach_platform.core.coaching.inviting.words import proposal_in_words
from coach_platform.core.digests.welcome import welcome
from coach_platform.core.relations.models import Role
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import _, current_locale
from coach_platform.web.auth.device import device_name
from coach_platform.web.auth.forms_accounts import InvitedForm
from coach_platform.web.auth.limiting import LINK_IP
from coach_platform.web.auth.link_over import link_over
from coach_platform.web.auth.zone_list import zone_groups
from coach_platform.web.shared import limits
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import actor, sign_in

bp = Blueprint("invited", __name__, url_prefix="/invited")


@bp.get("/<token>")
def ask(token: str) -> Response | str | tuple[str, int]:
    """Who invites; somebody who is signed in goes on to decide."""
    try:
        offer = open_offer(token)
    except NotFound:
        return link_over()
    signed = actor()
    if signed is not None and signed.is_seeker:
        return redirect(url_for("invited_step.show", token=token))
    return _page(InvitedForm(zone=DEFAULT, name=offer.name), token, offer)


@bp.post("/<token>")
def join(token: str) -> Response | tuple[str, int]:
    """Come in, with a new account or the one that is signed in; what to answer is asked on the next page."""
    limits.refuse_or_count((LINK_IP, limits.ip()))
    try:
        offer = open_offer(token)
        signed = actor()
        return _as_myself(signed, token) if signed else _anew(token, offer)
    except NotFound:
        return link_over()


@bp.post("/<token>/decline")
def decline(token: str) -> Response | tuple[str, int]:
    """No; needs no account."""
    limits.refuse_or_count((LINK_IP, limits.ip()))
    never = "never" in request.form
    try:
        answering.decline(token, never=never, actor=actor())
    except NotFound:
        return link_over()
    flash(_("Declined. This coach does not write to you again.") if never else _("Declined. You need not say why."))
    signed = actor()
    return redirect(url_for("sharing.index") if signed and signed.is_seeker else url_for("home.show"), 303)


def _as_myself(signed: Actor, token: str) -> Response:
    joining.join_as(signed, token)
    welcome(signed.person_id, Role.SEEKER, signed.zone)
    return redirect(url_for("invited_step.show", token=token), 303)


def _anew(token: str, offer: Offer) -> Response | tuple[str, int]:
    given = InvitedForm()
    if not given.validate():
        return _page(given, token, offer), 422
    zone = zone_or_default(given.zone.data or "")
    name, password = given.name.data or "", given.password.data or ""
    try:
        person_id = joining.join_anew(
            token,
            name=name,
            password=password,
            zone=zone,
            locale=current_locale(),
            agreed_to=given.agreed_to,
        )
    except Invalid as error:
        put_errors(given, error)
        return _page(given, token, offer), 422
    except Conflict as error:
        if opened_just_now(offer.address):  # the second of two clicks: it signs nobody in, the first one did
            return redirect(url_for("invited_step.show", token=token), 303)
        given.form_errors.append(error.message)
        return _page(given, token, offer), 409
    welcome(person_id, Role.SEEKER, zone)
    sign_in(person_id, device=device_name())
    return redirect(url_for("invited_step.show", token=token), 303)


def _page(form: InvitedForm, token: str, offer: Offer) -> str:
    text = latest_agreement(PRIVACY)
    return page(
        "auth/invited.html",
        form=form.show(text),
        agreement=text,
        token=token,
        offer=offer,
        proposal=proposal_in_words(offer),
        has_account=has_account(offer),
        zones=zone_groups(form.zone.data or DEFAULT),
        here=url_for("invited.ask", token=token),
    )
