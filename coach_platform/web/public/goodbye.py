"""The last page somebody sees who erased their account."""

from flask import Blueprint

from coach_platform.web.shared.page import page

bp = Blueprint("goodbye", __name__)


@bp.get("/goodbye")
def show() -> str:
    """It says what is happening now; it knows nobody."""
    return page("public/goodbye.html")
