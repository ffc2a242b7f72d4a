"""The page behind the links of a mail about what was noted by phone: one button, nothing on a GET, no sign-in."""

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from coach_platform.core.phone import acts
from coach_platform.kit import i18n
from coach_platform.kit.errors import Conflict
from coach_platform.web.shared.page import page

bp = Blueprint("noted_act", __name__)


@bp.get("/noted-by-phone/<act>/<token>")
def ask(act: str, token: str) -> str:
    """What will happen, and the button."""
    asked = acts.read(act, token)
    i18n.set_locale(asked.locale)
    return page("public/noted_act.html", asked=asked, done=asked.done, needs_word=False)


@bp.post("/noted-by-phone/<act>/<token>")
def do(act: str, token: str) -> Response:
    """Do that one thing."""
    try:
        asked, status = acts.do(act, token), 200
    except Conflict:
        asked, status = acts.read(act, token), 409
    i18n.set_locale(asked.locale)
    needs_word = status == 409 and asked.open
    return make_response(page("public/noted_act.html", asked=asked, done=status == 200, needs_word=needs_word), status)
