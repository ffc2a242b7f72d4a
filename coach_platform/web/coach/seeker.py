"""One seeker, their cases and their plan, as far as they were granted. What was not granted is not there."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.coaching.words import sections_in_words
from coach_platform.core.plans.answer_drafts import answer_begun
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.today.one_seeker import seeker_page
from coach_platform.kit.errors import NotFound
from coach_platform.web.coach.comments import case_threads, rows_for
from coach_platform.web.shared import plan_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.page_marks import closed_points, page_marks
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_seeker", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>")
plan_words.speak_in(bp)


@bp.get("")
def show(seeker_id: UUID) -> str:
    """What they share, in one page."""
    return page(
        "coach/seeker.html",
        shown=seeker_page(the_actor(), seeker_id, **page_marks()),
        sections_in_words=sections_in_words,
    )


@bp.get("/cases/<uuid:case_id>")
def case(seeker_id: UUID, case_id: UUID) -> str:
    """A case, with its threads."""
    shown = case_page(the_actor(), case_id)
    if shown.own or shown.seeker_id != seeker_id:
        raise NotFound
    return page("coach/case.html", shown=shown, threads=case_threads(shown))


@bp.get("/plan")
def plan(seeker_id: UUID) -> str:
    """The plan with its threads."""
    return whole_plan(seeker_id)


def whole_plan(seeker_id: UUID, **more: Any) -> str:
    """The page of the plan; `more` brings back what was typed into a form on it, with its errors."""
    shown = plan_page(the_actor(), seeker_id, closed=closed_points())
    if shown.own:
        raise NotFound  # somebody who is a seeker as well reads their own plan on their own side
    waiting = next((one for one in shown.reviews if one.mine and one.waits), None) if shown.may_answer else None
    writing = answer_begun(the_actor(), waiting.id) if waiting else None
    return page("coach/plan.html", plan=shown, rows=rows_for(seeker_id), waiting=waiting, writing=writing, **more)
