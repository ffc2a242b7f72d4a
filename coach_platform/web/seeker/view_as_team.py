"""View as a team: what somebody on its list sees who knows me by that team alone. The same pages, the team's grant."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from coach_platform.core.coaching.view_as import eyes_of_team
from coach_platform.web.seeker.view_as import (
    case_for,
    insights_for,
    overview_for,
    plan_for,
    practice_for,
    timeline_for,
)
from coach_platform.web.shared import insight_words
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("view_as_team", __name__, url_prefix="/sharing/<uuid:coaching_id>/team/<uuid:team_id>/view")
insight_words.speak_in(bp)


@bp.get("")
def overview(coaching_id: UUID, team_id: UUID) -> str:
    """My page, as they read it."""
    eyes = eyes_of_team(the_actor(), coaching_id, team_id)
    return overview_for(eyes, **_frame(eyes.name, coaching_id, team_id))


@bp.get("/cases/<uuid:case_id>")
def case(coaching_id: UUID, team_id: UUID, case_id: UUID) -> str:
    """A case, as they read it."""
    eyes = eyes_of_team(the_actor(), coaching_id, team_id)
    return case_for(eyes, case_id, **_frame(eyes.name, coaching_id, team_id))


@bp.get("/timeline")
def timeline(coaching_id: UUID, team_id: UUID) -> str:
    """What happened across my cases, as they read it."""
    eyes = eyes_of_team(the_actor(), coaching_id, team_id)
    return timeline_for(eyes, **_frame(eyes.name, coaching_id, team_id))


@bp.get("/plan")
def plan(coaching_id: UUID, team_id: UUID) -> str:
    """The plan, as they read it."""
    eyes = eyes_of_team(the_actor(), coaching_id, team_id)
    return plan_for(eyes, **_frame(eyes.name, coaching_id, team_id))


@bp.get("/insights")
def insights(coaching_id: UUID, team_id: UUID) -> str:
    """My insights, as they read them."""
    eyes = eyes_of_team(the_actor(), coaching_id, team_id)
    return insights_for(eyes, **_frame(eyes.name, coaching_id, team_id))


@bp.get("/practice/<uuid:item_id>")
def practice(coaching_id: UUID, team_id: UUID, item_id: UUID) -> str:
    """A question to practise, as they read it."""
    eyes = eyes_of_team(the_actor(), coaching_id, team_id)
    return practice_for(eyes, item_id, **_frame(eyes.name, coaching_id, team_id))


def _frame(who: str, coaching_id: UUID, team_id: UUID) -> dict[str, Any]:
    return {"who": who, "face": "view_as_team", "args": {"coaching_id": coaching_id, "team_id": team_id}}
