"""The fourth step of a case: such applications of mine, and the world."""

from uuid import UUID

from flask import Blueprint

from coach_platform.core.insights.expectations import expectations
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared import insight_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("expectations", __name__, url_prefix="/cases/<uuid:case_id>/expectations")
insight_words.speak_in(bp)


@bp.get("")
def show(case_id: UUID) -> str:
    """What to expect; it is called done with the other steps (cases.mark_step)."""
    return page("seeker/expectations.html", shown=expectations(the_actor(), case_id), help_line=help_line())
