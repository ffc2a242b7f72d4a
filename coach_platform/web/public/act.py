"""The page behind a digest's small acts: one button, nothing on a GET (mail scanners follow links), no sign-in."""

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from coach_platform.core.plans import acts
from coach_platform.kit import i18n
from coach_platform.kit.errors import Conflict
from coach_platform.web.shared.page import page

bp = Blueprint("act", __name__)


@bp.get("/act/<act>/<token>")
def ask(act: str, token: str) -> str:
    """What will happen, and the button."""
    asked = acts.read(act, token)
    i18n.set_locale(asked.locale)
    return page("public/act.html", asked=asked, done=asked.done)


@bp.post("/act/<act>/<token>")
def do(act: str, token: str) -> Response:
    """Do that one thing."""
    try:
        asked, status = acts.do(act, token), 200
    except Conflict:
        asked, status = acts.read(act, token), 409
    i18n.set_locale(asked.locale)
    return make_response(page("public/act.html", asked=asked, done=status == 200), status)
