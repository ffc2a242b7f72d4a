"""One office: its name, and its end."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.offices import close_office, rename_office
from coach_platform.core.coaching.organisations import one_office
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("organisation_offices", __name__, url_prefix="/organisation/offices")
Answer = Response | tuple[str, int]


@bp.get("/<uuid:office_id>")
def show(office_id: UUID) -> str:
    """As it stands."""
    return _page(office_id)


@bp.post("/<uuid:office_id>")
def rename(office_id: UUID) -> Answer:
    """Another name or city."""
    try:
        given = request.form
        rename_office(the_actor(), office_id, name=given.get("name", ""), city=given.get("city", ""))
    except Invalid as error:
        return _page(office_id, error), 422
    flash(_("Renamed."))
    return redirect(url_for("organisation.index"), 303)


@bp.post("/<uuid:office_id>/close")
def close(office_id: UUID) -> Answer:
    """Nobody works there any more."""
    try:
        close_office(the_actor(), office_id, move_to=request.form.get("move_to", ""))
    except Invalid as error:
        return _page(office_id, error), 422
    flash(_("Closed. Coachings that began there go on naming it."))
    return redirect(url_for("organisation.index"), 303)


def _page(office_id: UUID, error: Invalid | None = None) -> str:
    office, others = one_office(the_actor(), office_id)
    return page(
        "organisation/office.html",
        office=office,
        places=[("", _("Choose")), *((one.id, one.name) for one in others), ("none", _("no office"))],
        errors=error.fields if error else {},
        given=request.form,
    )
