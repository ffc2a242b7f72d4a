"""One question a seeker practises, for a coach to whom it is shared: their answer, and a word about it."""

from uuid import UUID

from flask import Blueprint

from coach_platform.core.today.one_practice import practice_page
from coach_platform.web.coach.comments import rows_for
from coach_platform.web.coach.inserting import insert_url
from coach_platform.web.shared import plan_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_practice", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>/practice")
plan_words.speak_in(bp)


@bp.get("/<uuid:item_id>")
def show(seeker_id: UUID, item_id: UUID) -> str:
    """The question, the answers, and the thread."""
    shown = practice_page(the_actor(), seeker_id, item_id)
    return page(
        "coach/practice.html",
        shown=shown,
        comments=rows_for(seeker_id)(shown.thread),
        unread=[comment.id for comment in shown.thread if comment.unread],
        insert=insert_url(seeker_id, shown.item.case_id),
    )
