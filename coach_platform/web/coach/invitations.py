"""Inviting seekers to work with me, and where each invitation stands."""

from uuid import UUID

from flask import Blueprint
from werkzeug.wrappers import Response

from coach_platform.core.coaching.inviting.seats import Face
from coach_platform.web.shared import inviting

bp = Blueprint("coach_invitations", __name__, url_prefix="/coach/invitations")


@bp.get("")
def index() -> str:
    """The list, the newest first."""
    return inviting.listing(Face.COACH)


@bp.get("/new")
def new() -> str:
    """Whom?"""
    return inviting.blank_form(Face.COACH)


@bp.post("/new")
def send() -> inviting.Answer:
    """Look, change, send."""
    return inviting.posted_form(Face.COACH)


@bp.post("/<uuid:invitation_id>/take-back")
def take_back(invitation_id: UUID) -> Response:
    """Its link is worthless at once."""
    return inviting.taken_back(Face.COACH, invitation_id)
