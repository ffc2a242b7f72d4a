"""The living plan: reading it, and asking the coach for a look at it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.assessments.check_ins import tapped_today
from coach_platform.core.plans import reviews
from coach_platform.core.plans.models import Turn
from coach_platform.core.plans.plan_view import CoachChoice, PlanPage, plan_page
from coach_platform.core.plans.waits import median_waits
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _, format_list
from coach_platform.kit.ids import parse_id
from coach_platform.web.seeker.comments import rows
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared import plan_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.page_marks import closed_points
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.waits import wait_words

bp = Blueprint("plan", __name__, url_prefix="/plan")
plan_words.speak_in(bp)


@bp.get("")
def show() -> str:
    """The whole plan."""
    return whole_plan()


@bp.post("/ask")
def ask() -> Response | tuple[str, int]:
    """Hand the plan to a coach."""
    try:
        reviews.ask_review(the_actor(), _coaching(), note=request.form.get("note", ""))
    except Invalid as error:
        return whole_plan(ask_errors=error), 422
    flash(_("Sent. Your coach is told by mail, and you will be told when there is an answer."))
    return redirect(url_for(".show"), 303)


@bp.post("/withdraw")
def withdraw() -> Response:
    """Take it back before it was answered."""
    reviews.withdraw_review(the_actor())
    flash(_("Taken back. The plan is your draft again."))
    return redirect(url_for(".show"), 303)


@bp.post("/agree")
def agree() -> Response:
    """Say yes to what the coach handed back."""
    reviews.agree(the_actor())
    flash(_("Agreed. From here on it is about doing the first action, and nothing else."))
    return redirect(url_for(".show"), 303)


def whole_plan(**more: Any) -> str:
    """The page of the plan; `more` brings the errors of a form on it."""
    shown = plan_page(the_actor(), the_actor().person_id, closed=closed_points())
    return page(
        "seeker/plan.html",
        plan=shown,
        rows=rows,
        tapped=tapped_today(the_actor(), "planned"),
        today=clock.today(the_actor().zone),
        removed=parse_id(request.args.get("removed", "")),
        coach_choices=[
            (c.coaching_id, _who(c), "" if c.sees_plan else _("does not see your plan yet")) for c in shown.coaches
        ],
        chosen_coaching=request.form.get("coaching_id") or _only_coach(shown),
        waits=_waits(shown),
        note=request.form.get("note", ""),
        ask_errors=more.get("ask_errors"),
        help_line=help_line(),
    )


def _waits(shown: PlanPage) -> dict[UUID, str]:
    """How long each coach who could be asked usually takes; nobody is asked while somebody has it."""
    able = [] if shown.turn is Turn.AWAITING_COACH else [one.coach_id for one in shown.coaches if one.sees_plan]
    waits = median_waits([coach_id for coach_id in able if coach_id is not None])
    return {coach_id: wait_words(wait) for coach_id, wait in waits.items()}


def _who(choice: CoachChoice) -> str:
    """The coach, and the team that could answer as well."""
    return format_list([choice.name, *choice.teams])


def _only_coach(shown: PlanPage) -> str:
    able = [choice for choice in shown.coaches if choice.sees_plan]
    return str(able[0].coaching_id) if able else ""


def _coaching():
    chosen = parse_id(request.form.get("coaching_id", ""))
    if chosen is None:
        if request.form.get("coaching_id"):
            raise NotFound
        raise Invalid({"coaching_id": _("Choose whom to ask.")})
    return chosen
