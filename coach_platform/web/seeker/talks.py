"""When a seeker talks next with a coach of theirs."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.talks import setting
from coach_platform.kit.errors import Conflict, DomainError, Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.talks import calendar_of, talk_form, when_given

bp = Blueprint("seeker_talks", __name__, url_prefix="/sharing/<uuid:coaching_id>/talk")


@bp.get("")
def form(coaching_id: UUID) -> str:
    """As it is set."""
    return _form(coaching_id)


@bp.post("")
def save(coaching_id: UUID) -> Response | tuple[str, int]:
    """This is when."""
    when, seen = when_given()
    try:
        setting.set_talk(the_actor(), setting.with_coach(the_actor(), coaching_id), when, seen=seen)
    except (Invalid, Conflict) as error:
        return _form(coaching_id, error), 409 if isinstance(error, Conflict) else 422
    flash(_("Set. Your coach sees it on their page; put it into your calendar from here."))
    return redirect(_home(), 303)


@bp.post("/cancel")
def cancel(coaching_id: UUID) -> Response:
    """Called off."""
    setting.cancel_talk(the_actor(), setting.with_coach(the_actor(), coaching_id))
    flash(_("Called off. Your coach sees that on their page; tell them yourself if it is soon."))
    return redirect(_home(), 303)


@bp.get("/talk.ics")
def file(coaching_id: UUID) -> Response:
    """For a calendar."""
    return calendar_of(setting.with_coach(the_actor(), coaching_id))


def _home() -> str:
    return url_for("sharing.index")


def _form(coaching_id: UUID, error: DomainError | None = None) -> str:
    urls = {name: url_for(f".{name}", coaching_id=coaching_id) for name in ("save", "cancel")}
    between = setting.with_coach(the_actor(), coaching_id)
    return talk_form("seeker", between, {**urls, "back": _home()}, error)
