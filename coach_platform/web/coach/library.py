"""A coach's library: snippets, and the guides that a point of a plan or a comment can lead to."""

from flask import Blueprint

from coach_platform.core.library.guides import choosable
from coach_platform.core.library.snippets import my_snippets
from coach_platform.web.shared import plan_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("library", __name__, url_prefix="/coach/library")
plan_words.speak_in(bp)


@bp.get("")
def index() -> str:
    """Both."""
    actor = the_actor()
    return page("coach/library.html", snippets=my_snippets(actor), guides=choosable(actor))
