""" "View as my coach": the coach's own reads with the coach's own sight. What is shown here is exactly what they see."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for

from coach_platform.core.access.actor import Actor
from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.coaching.sharing import one_coaching
from coach_platform.core.coaching.view_as import VIEW_AS, eyes_of_coach
from coach_platform.core.insights.for_coach import SPLITS, insights_for_coach
from coach_platform.core.plans.calibration_view import calibration_page
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.plans.threads import threads
from coach_platform.core.today.one_practice import practice_page
from coach_platform.core.today.one_seeker import seeker_page
from coach_platform.core.today.seeker_timeline import timeline_page
from coach_platform.kit.errors import NotFound
from coach_platform.web.shared import insight_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.page_marks import closed_points, deeper_asked, page_marks, split_asked
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("view_as", __name__, url_prefix="/sharing/<uuid:coaching_id>/view")
insight_words.speak_in(bp)


@bp.get("")
def overview(coaching_id: UUID) -> str:
    """My page, as they read it."""
    return overview_for(eyes_of_coach(the_actor(), coaching_id), **_frame(coaching_id))


@bp.get("/timeline")
def timeline(coaching_id: UUID) -> str:
    """What happened across my cases, as they read it."""
    return timeline_for(eyes_of_coach(the_actor(), coaching_id), **_frame(coaching_id))


@bp.get("/cases/<uuid:case_id>")
def case(coaching_id: UUID, case_id: UUID) -> str:
    """A case, as they read it."""
    return case_for(eyes_of_coach(the_actor(), coaching_id), case_id, **_frame(coaching_id))


@bp.get("/cases/<uuid:case_id>/compare")
def compare(coaching_id: UUID, case_id: UUID) -> str:
    """Both views of a case, as they read them. A team answers nothing: each of its coaches has a view of their own."""
    shown = calibration_page(eyes_of_coach(the_actor(), coaching_id), case_id, surface=VIEW_AS)
    if shown.own or shown.seeker_id != the_actor().person_id:
        raise NotFound
    return _page("compare", shown=shown, found=threads(shown.sight, case_id=case_id), **_frame(coaching_id))


@bp.get("/insights")
def insights(coaching_id: UUID) -> str:
    """My insights, as they read them."""
    return insights_for(eyes_of_coach(the_actor(), coaching_id), **_frame(coaching_id))


@bp.get("/plan")
def plan(coaching_id: UUID) -> str:
    """The plan, as they read it."""
    return plan_for(eyes_of_coach(the_actor(), coaching_id), **_frame(coaching_id))


def _frame(coaching_id: UUID) -> dict[str, Any]:
    args = {"coaching_id": coaching_id}
    return {"who": one_coaching(the_actor(), coaching_id).coach, "face": "view_as", "args": args}


def overview_for(eyes: Actor, **frame: Any) -> str:
    """My page through these eyes. `frame`: whose they are (`who`), and where the other pages through them are."""
    shown = seeker_page(eyes, the_actor().person_id, surface=VIEW_AS, **page_marks())
    return _page("overview", shown=shown, **frame)


def timeline_for(eyes: Actor, **frame: Any) -> str:
    """What happened, through these eyes."""
    mark = request.args.get("page", "")
    return _page("timeline", shown=timeline_page(eyes, the_actor().person_id, page=mark, surface=VIEW_AS), **frame)


def case_for(eyes: Actor, case_id: UUID, **frame: Any) -> str:
    """A case through these eyes."""
    shown = case_page(eyes, case_id, surface=VIEW_AS, read=deeper_asked())
    if shown.seeker_id != the_actor().person_id:
        raise NotFound
    return _page("case", shown=shown, found=threads(shown.sight, case_id=case_id), **frame)


def plan_for(eyes: Actor, **frame: Any) -> str:
    """The plan through these eyes."""
    found = plan_page(eyes, the_actor().person_id, surface=VIEW_AS, closed=closed_points())
    return _page("plan", plan=found, **frame)


@bp.get("/practice/<uuid:item_id>")
def practice(coaching_id: UUID, item_id: UUID) -> str:
    """A question to practise, as they read it."""
    return practice_for(eyes_of_coach(the_actor(), coaching_id), item_id, **_frame(coaching_id))


def insights_for(eyes: Actor, **frame: Any) -> str:
    """My insights through these eyes."""
    shown = insights_for_coach(eyes, the_actor().person_id, by=split_asked(), surface=VIEW_AS)
    return _page("insights", shown=shown, splits=SPLITS, **frame)


def practice_for(eyes: Actor, item_id: UUID, **frame: Any) -> str:
    """A question to practise through these eyes."""
    shown = practice_page(eyes, the_actor().person_id, item_id, surface=VIEW_AS)
    return _page("practice", shown=shown, **frame)


def _page(which: str, *, face: str, args: dict[str, Any], **shown: Any) -> str:
    places: dict[str, Any] = {
        "overview_url": url_for(f"{face}.overview", **args),
        "plan_url": url_for(f"{face}.plan", **args),
        "insights_endpoint": f"{face}.insights",
        "insights_url": url_for(f"{face}.insights", **args),
        "case_endpoint": f"{face}.case",
        "practice_endpoint": f"{face}.practice",
        "timeline_url": url_for(f"{face}.timeline", **args),
        "compare_endpoint": f"{face}.compare" if face == "view_as" else "",
        "case_args": args,
    }
    return page(f"seeker/view_as_{which}.html", **places, **shown)
