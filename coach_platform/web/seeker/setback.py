"""The rehearsed setback: two prompts, once, for the hour after a no that may come."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.preparation.setback import LIMIT, delete_setback, read_setback, write_setback
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared.nav import home
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("setback", __name__, url_prefix="/setback")


@bp.get("")
def show() -> str:
    return _page()


@bp.post("")
def save() -> Response | tuple[str, int]:
    """Keep it."""
    given = {name: request.form.get(name, "") for name in ("first_hour", "talk_to")}
    try:
        write_setback(the_actor(), **given)
    except Invalid as error:
        return _page(given, error.fields), 422
    flash(_("Kept. You will see it again when it is needed, and hopefully not soon."))
    return redirect(url_for(".show"), 303)


@bp.post("/delete")
def delete() -> Response:
    """Let it go."""
    delete_setback(the_actor())
    flash(_("It is deleted."))
    return redirect(home(the_actor()), 303)


def _page(typed: dict[str, str] | None = None, errors: dict[str, Any] | None = None) -> str:
    return page(
        "seeker/setback.html",
        written=read_setback(the_actor()),
        typed=typed,
        errors=errors or {},
        limit=LIMIT,
        help_line=help_line(),
    )
