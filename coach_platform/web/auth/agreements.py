"""What I agreed to: each text as I read it, and whether it still holds."""

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from coach_platform.core.agreements.page import agreed_page, read_again
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.auth.account_page import account_page
from coach_platform.web.auth.working_face import here
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("agreements", __name__, url_prefix="/settings/agreements")


@bp.get("")
def show() -> str:
    """All of it, the newest first."""
    return _page()


@bp.post("")
def read() -> Response | tuple[str, int]:
    """The present text on privacy was read."""
    try:
        read_again(the_actor(), request.form.get("agreement", "") if request.form.get("agreed") else None)
    except Invalid as error:
        return _page(error), 422
    flash(_("Kept: you have read the present text."))
    return redirect(here("agreements.show"), 303)


def _page(error: Invalid | None = None) -> str:
    shown = agreed_page(the_actor(), page=request.args.get("page", ""))
    errors = [error.fields["agreed"]] if error else []
    return account_page("auth/agreements.html", shown=shown, errors=errors)
