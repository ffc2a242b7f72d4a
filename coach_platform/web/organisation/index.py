"""An organisation for its admin: offices, and who works there. Nothing of any seeker."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.offices import add_office
from coach_platform.core.coaching.organisations import organisations_of
from coach_platform.core.relations.models import Role
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("organisation", __name__, url_prefix="/organisation")


@bp.get("")
def index() -> str:
    """Offices and members."""
    return _index()


@bp.post("/<uuid:organisation_id>/offices")
def office(organisation_id: UUID) -> Response | tuple[str, int]:
    """One more office."""
    try:
        add_office(the_actor(), organisation_id, name=request.form.get("name", ""), city=request.form.get("city", ""))
    except Invalid as error:
        return _index(organisation_id, error), 422
    flash(_("The office is there."))
    return redirect(url_for(".index"), 303)


def _index(organisation_id: UUID | None = None, error: Invalid | None = None) -> str:
    return page(
        "organisation/index.html",
        organisations=organisations_of(the_actor()),
        role_words={Role.COACH: _("coach"), Role.ADMIN: _("administrator")},
        wrong=organisation_id,
        errors=error.fields if error else {},
        given=request.form,
    )
