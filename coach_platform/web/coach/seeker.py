"""One seeker, their cases and their plan, as far as they were granted. What was not granted is not there."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for

from coach_platform.core.assessments.case_view import CasePage, case_page
from coach_platform.core.insights.for_coach import SPLITS, insights_for_coach
from coach_platform.core.plans.answer_drafts import answer_begun
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.today.one_seeker import seeker_page
from coach_platform.core.today.seeker_timeline import timeline_page
from coach_platform.kit.errors import NotFound
from coach_platform.web.coach.comments import case_threads, rows_for
from coach_platform.web.coach.inserting import insert_url
from coach_platform.web.shared import insight_words, since_words, timeline_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.page_marks import closed_points, coachs_surface, deeper_asked, page_marks, split_asked
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_seeker", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>")
insight_words.speak_in(bp)
since_words.speak_in(bp)
timeline_words.speak_in(bp)


@bp.get("")
def show(seeker_id: UUID) -> str:
    """What they share, in one page."""
    surface = coachs_surface()
    shown = seeker_page(the_actor(), seeker_id, surface=surface, **page_marks())
    return page("coach/seeker.html", shown=shown, surface=surface)


@bp.get("/cases/<uuid:case_id>")
def case(seeker_id: UUID, case_id: UUID) -> str:
    """A case, with its threads."""
    surface = coachs_surface()
    shown = case_page(the_actor(), case_id, surface=surface, read=deeper_asked())
    if shown.own or shown.seeker_id != seeker_id:
        raise NotFound
    threads, record_url = case_threads(shown.sight, case_id), _record_url(shown)
    return page("coach/case.html", shown=shown, threads=threads, record_url=record_url, surface=surface)


def _record_url(shown: CasePage) -> str:
    """Where a recruiter who places candidates enters the client's words; "" for everybody else."""
    if not shown.places_candidates or shown.reconnect is None:
        return ""
    return url_for("coach_feedback.new", seeker_id=shown.seeker_id, case_id=shown.case_id)


@bp.get("/timeline")
def timeline(seeker_id: UUID) -> str:
    """What happened across their cases, the newest day first."""
    surface = coachs_surface()
    shown = timeline_page(the_actor(), seeker_id, page=request.args.get("page", ""), surface=surface)
    return page("coach/timeline.html", shown=shown, surface=surface)


@bp.get("/insights")
def insights(seeker_id: UUID) -> str:
    """How far their search got, and what recurs in what they share."""
    shown = insights_for_coach(the_actor(), seeker_id, by=split_asked())
    return page("coach/insights.html", shown=shown, splits=SPLITS)


@bp.get("/plan")
def plan(seeker_id: UUID) -> str:
    """The plan with its threads."""
    return whole_plan(seeker_id)


def whole_plan(seeker_id: UUID, **more: Any) -> str:
    """The page of the plan; `more` brings back what was typed into a form on it, with its errors."""
    surface = coachs_surface()
    shown = plan_page(the_actor(), seeker_id, surface=surface, closed=closed_points())
    if shown.own:
        raise NotFound  # somebody who is a seeker as well reads their own plan on their own side
    waiting = next((one for one in shown.reviews if one.mine and one.waits), None) if shown.may_answer else None
    writing = answer_begun(the_actor(), waiting.id) if waiting else None
    more = {"waiting": waiting, "writing": writing, **more}
    insert = insert_url(seeker_id)
    return page("coach/plan.html", plan=shown, rows=rows_for(seeker_id), surface=surface, insert=insert, **more)
