"""One person who works here: office, administrator or not, and the end of it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching import staff
from coach_platform.core.coaching.leaving import end_membership, parting_of
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint(
    "organisation_people", __name__, url_prefix="/organisation/<uuid:organisation_id>/people/<uuid:member_id>"
)


@bp.get("")
def show(organisation_id: UUID, member_id: UUID) -> str:
    """As it stands, and what an end would do."""
    member = staff.staff_member(the_actor(), organisation_id, member_id)
    return page(
        "organisation/person.html",
        member=member,
        offices=[*member.offices, ("none", _("no office"))],
        parting=parting_of(the_actor(), organisation_id, member_id) if member.is_coach else None,
    )


@bp.post("/office")
def office(organisation_id: UUID, member_id: UUID) -> Response:
    """Another office."""
    chosen = request.form.get("office", "")
    office_id = None if chosen == "none" else parse_id(chosen)
    if office_id is None and chosen != "none":
        raise NotFound
    staff.move_to_office(the_actor(), organisation_id, member_id, office_id)
    flash(_("Moved."))
    return _back(organisation_id, member_id)


@bp.post("/make-admin")
def make_admin(organisation_id: UUID, member_id: UUID) -> Response:
    """An administrator from now on."""
    staff.make_admin(the_actor(), organisation_id, member_id)
    flash(_("They administer the organisation from now on."))
    return _back(organisation_id, member_id)


@bp.post("/unmake-admin")
def unmake_admin(organisation_id: UUID, member_id: UUID) -> Response:
    """No administrator any more, oneself included."""
    staff.unmake_admin(the_actor(), organisation_id, member_id)
    flash(_("They do not administer it any more."))
    return redirect("/" if member_id == the_actor().person_id else url_for("organisation.index"), 303)


@bp.post("/end")
def end(organisation_id: UUID, member_id: UUID) -> Response:
    """They coach here no more."""
    end_membership(the_actor(), organisation_id, member_id)
    flash(_("They coach here no more, and see nothing of it. Their seekers are told."))
    return redirect(url_for("organisation_seekers.index"), 303)


def _back(organisation_id: UUID, member_id: UUID) -> Response:
    return redirect(url_for(".show", organisation_id=organisation_id, member_id=member_id), 303)
