"""Inviting coaches, and taking invitations back."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response
from wtforms import EmailField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from coach_platform.core.accounts import invitations
from coach_platform.core.relations.models import Role
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _, current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

LANGUAGES = [SelectChoice("en", "English"), SelectChoice("fr", "Français")]
bp = Blueprint("operator_invitations", __name__, url_prefix="/operator/invitations")


class InviteForm(Form):
    email = EmailField(l_("Email address"), [InputRequired(l_("Please type an email address.")), Length(max=400)])
    locale = RadioField(l_("Language of the letter"), choices=LANGUAGES, validate_choice=False)
    organisation = StringField(l_("Organisation"), [Length(max=400)])
    office = StringField(l_("Office"), [Length(max=400)])


@bp.get("")
def index() -> str:
    """The newest invitations and where each stands."""
    return page(
        "operator/invitations.html",
        invitations=invitations.list_invitations(the_actor()),
        states=_states(),
        roles=_roles(),
    )


@bp.get("/new")
def new() -> str:
    """Whom?"""
    return page("operator/invite.html", form=InviteForm(locale=current_locale()))


@bp.post("")
def send() -> Response | tuple[str, int]:
    """Invite a coach."""
    given = InviteForm()
    try:
        if not given.validate():
            raise Invalid
        invitations.invite(
            the_actor(),
            email=given.email.data or "",
            role=Role.COACH,
            locale=given.locale.data or "",
            organisation=given.organisation.data or "",
            office=given.office.data or "",
        )
    except Invalid as error:
        put_errors(given, error)
        return page("operator/invite.html", form=given), 422
    flash(_("The invitation is on its way."))
    return redirect(url_for("operator_invitations.index"), 303)


@bp.post("/<invitation_id>/revoke")
def revoke(invitation_id: str) -> Response:
    """Take it back; its link is worthless at once."""
    if (wanted := parse_id(invitation_id)) is None:
        raise NotFound
    invitations.revoke(the_actor(), wanted)
    flash(_("The invitation is taken back."))
    return redirect(url_for("operator_invitations.index"), 303)


def _states() -> dict[str, str]:
    return {"open": _("open"), "accepted": _("accepted"), "revoked": _("taken back"), "over": _("its time has passed")}


def _roles() -> dict[str, str]:
    return {"coach": _("Coach"), "admin": _("Administrator"), "operator": _("Operator")}
