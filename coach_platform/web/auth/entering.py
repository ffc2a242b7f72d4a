"""The one way in, whatever was shown: at once, or by way of the second factor."""

from uuid import UUID

from flask import g, redirect, session, url_for
from werkzeug.wrappers import Response

from coach_platform.core.accounts import half_way
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.accounts.coming_in import By
from coach_platform.web.auth.device import device_name
from coach_platform.web.shared.nav import home
from coach_platform.web.shared.next_page import is_ours
from coach_platform.web.shared.signed_in import sign_in

_HALF, _SHARED, _TARGET = "half", "shared", "target"


def enter(person_id: UUID, *, by: By, shared: bool = False, target: str = "") -> Response:
    """Sign in and go where they wanted; or ask for the second factor first, if they have one."""
    if not by.second_factor and half_way.needs_second(person_id):
        return _half_way(person_id, shared, target)
    sign_in(person_id, device=device_name(), by=by, shared=shared)
    return redirect(target if is_ours(target) else home(actor_for(person_id)), 303)


def half_signed_in() -> UUID | None:
    """Whose password was right in this browser, while that counts."""
    return half_way.who(session.get(_HALF, ""))


def enter_fully(person_id: UUID, by: By) -> Response:
    """After the second factor: what was chosen with the password holds, once."""
    if not half_way.use(session.get(_HALF, ""), person_id):
        return on_from_half_way()
    return enter(person_id, by=by, shared=bool(session.get(_SHARED)), target=session.get(_TARGET, ""))


def on_from_half_way() -> Response:
    """Where somebody goes on whose note was used up: in, if this browser came in meanwhile, else from the start.

    Nothing is put into the session: an answer to the slower of two clicks must not put the older cookie back.
    """
    return redirect(url_for("second_step.form"), 303)


def _half_way(person_id: UUID, shared: bool, target: str) -> Response:
    session.clear()
    g.pop("csrf_token", None)
    session[_HALF], session[_SHARED], session[_TARGET] = half_way.note(person_id), shared, target
    return redirect(url_for("second_step.form"), 303)
