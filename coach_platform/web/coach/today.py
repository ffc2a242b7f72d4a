"""The coach's Today: who needs me now, and why."""

from flask import Blueprint

from coach_platform.core.coaching.talks.reading import coming_to
from coach_platform.core.today.coach import coach_today
from coach_platform.web.shared import case_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.waits import time_words

bp = Blueprint("coach_today", __name__, url_prefix="/coach")
case_words.speak_in(bp)


@bp.get("")
def show() -> str:
    """One line a person."""
    today = coach_today(the_actor())
    wait = time_words(today.wait.median) if today.wait else ""
    return page("coach/today.html", today=today, wait=wait, talks=coming_to(the_actor()))
