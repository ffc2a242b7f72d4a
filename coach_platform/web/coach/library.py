"""A coach's library: for now the guides that a point of a plan can lead to."""

from flask import Blueprint

from coach_platform.content.guides import all_guides
from coach_platform.kit.i18n import current_locale
from coach_platform.web.shared import plan_words
from coach_platform.web.shared.page import page

bp = Blueprint("library", __name__, url_prefix="/coach/library")
plan_words.speak_in(bp)


@bp.get("")
def index() -> str:
    """The guides."""
    return page("coach/library.html", guides=all_guides(current_locale()))
