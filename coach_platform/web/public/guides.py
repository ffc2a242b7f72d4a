"""The guides: ours readable by anybody, an organisation's by its people alone."""

from flask import Blueprint

from coach_platform.core.library.guides import choosable, read_guide
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import actor

bp = Blueprint("guides", __name__, url_prefix="/guides")


@bp.get("")
def index() -> str:
    """What is offered to the reader."""
    return page("public/guides.html", guides=choosable(actor()))


@bp.get("/<key>")
def show(key: str) -> str:
    """One of them."""
    shown = read_guide(actor(), key)
    return page("public/guide.html", guide=shown.guide, organisation=shown.organisation)
