""" "View as my coach": the coach's own reads with the coach's own sight. What is shown here is exactly what they see."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.coaching.sharing import MyCoaching, one_coaching
from coach_platform.core.coaching.view_as import VIEW_AS, eyes_of_coach
from coach_platform.core.insights.for_coach import SPLITS, insights_for_coach
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.plans.threads import threads
from coach_platform.core.today.one_practice import practice_page
from coach_platform.core.today.one_seeker import seeker_page
from coach_platform.kit.errors import NotFound
from coach_platform.web.shared import insight_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.page_marks import closed_points, page_marks, split_asked
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("view_as", __name__, url_prefix="/sharing/<uuid:coaching_id>/view")
insight_words.speak_in(bp)


@bp.get("")
def overview(coaching_id: UUID) -> str:
    """My page, as they read it."""
    coach = eyes_of_coach(the_actor(), coaching_id)
    return _page(
        "overview", coaching_id, shown=seeker_page(coach, the_actor().person_id, surface=VIEW_AS, **page_marks())
    )


@bp.get("/cases/<uuid:case_id>")
def case(coaching_id: UUID, case_id: UUID) -> str:
    """A case, as they read it."""
    shown = case_page(eyes_of_coach(the_actor(), coaching_id), case_id, surface=VIEW_AS)
    if shown.seeker_id != the_actor().person_id:
        raise NotFound
    return _page("case", coaching_id, shown=shown, found=threads(shown.sight, case_id=case_id))


@bp.get("/insights")
def insights(coaching_id: UUID) -> str:
    """My insights, as they read them."""
    coach = eyes_of_coach(the_actor(), coaching_id)
    shown = insights_for_coach(coach, the_actor().person_id, by=split_asked(), surface=VIEW_AS)
    return _page("insights", coaching_id, shown=shown, splits=SPLITS)


@bp.get("/plan")
def plan(coaching_id: UUID) -> str:
    """The plan, as they read it."""
    coach = eyes_of_coach(the_actor(), coaching_id)
    return _page(
        "plan", coaching_id, plan=plan_page(coach, the_actor().person_id, surface=VIEW_AS, closed=closed_points())
    )


@bp.get("/practice/<uuid:item_id>")
def practice(coaching_id: UUID, item_id: UUID) -> str:
    """A question to practise, as they read it."""
    coach = eyes_of_coach(the_actor(), coaching_id)
    return _page("practice", coaching_id, shown=practice_page(coach, the_actor().person_id, item_id, surface=VIEW_AS))


def _page(which: str, coaching_id: UUID, **shown: Any) -> str:
    coaching: MyCoaching = one_coaching(the_actor(), coaching_id)
    return page(f"seeker/view_as_{which}.html", coaching=coaching, **shown)
