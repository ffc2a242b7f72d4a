"""The guides, readable by anybody: what helps in each area after a no."""

from flask import Blueprint

from coach_platform.content.guides import UnknownGuide, all_guides, guide
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import current_locale
from coach_platform.web.shared.page import page

bp = Blueprint("guides", __name__, url_prefix="/guides")


@bp.get("")
def index() -> str:
    """All of them."""
    return page("public/guides.html", guides=all_guides(current_locale()))


@bp.get("/<key>")
def show(key: str) -> str:
    """One of them."""
    try:
        return page("public/guide.html", guide=guide(key, current_locale()))
    except UnknownGuide:
        raise NotFound from None
