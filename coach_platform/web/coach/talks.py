"""When a coach talks next with somebody they coach."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.talks import setting
from coach_platform.kit.errors import Conflict, DomainError, Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.talks import calendar_of, talk_form, when_given

bp = Blueprint("coach_talks", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>/talk")


@bp.get("")
def form(seeker_id: UUID) -> str:
    """As it is set."""
    return _form(seeker_id)


@bp.post("")
def save(seeker_id: UUID) -> Response | tuple[str, int]:
    """This is when."""
    when, seen = when_given()
    try:
        setting.set_talk(the_actor(), setting.with_seeker(the_actor(), seeker_id), when, seen=seen)
    except (Invalid, Conflict) as error:
        return _form(seeker_id, error), 409 if isinstance(error, Conflict) else 422
    flash(_("Set. They see it on their page; put it into your calendar from here."))
    return redirect(_home(seeker_id), 303)


@bp.post("/cancel")
def cancel(seeker_id: UUID) -> Response:
    """Called off."""
    setting.cancel_talk(the_actor(), setting.with_seeker(the_actor(), seeker_id))
    flash(_("Called off. They see that on their page; tell them yourself if it is soon."))
    return redirect(_home(seeker_id), 303)


@bp.get("/talk.ics")
def file(seeker_id: UUID) -> Response:
    """For a calendar."""
    return calendar_of(setting.with_seeker(the_actor(), seeker_id))


def _home(seeker_id: UUID) -> str:
    return url_for("coach_seeker.show", seeker_id=seeker_id)


def _form(seeker_id: UUID, error: DomainError | None = None) -> str:
    urls = {name: url_for(f".{name}", seeker_id=seeker_id) for name in ("save", "cancel")}
    between = setting.with_seeker(the_actor(), seeker_id)
    return talk_form("coach", between, {**urls, "back": _home(seeker_id)}, error)
