"""Insights: how far, how long, what recurs. A pattern becomes an action, or is sent away."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.insights import settling
from coach_platform.core.insights.funnel import By
from coach_platform.core.insights.page import insights
from coach_platform.core.library.guides import choosable
from coach_platform.core.plans.ground import CaseName
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, current_locale
from coach_platform.web.seeker.forms_plan import PointForm
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared import insight_words
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.page_marks import split_asked
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("insights", __name__, url_prefix="/insights")
insight_words.speak_in(bp)


@bp.get("")
def show() -> str:
    """Everything, split as the address says (?by=source)."""
    shown = insights(the_actor(), by=split_asked())
    return page("seeker/insights.html", shown=shown, splits=list(By), help_line=help_line())


@bp.post("/patterns/<key>/dismiss")
def dismiss(key: str) -> Response:
    """Away with it; it is remembered."""
    settling.dismiss(the_actor(), key)
    flash(_("Gone. It is kept under the patterns, should you want it back."))
    return redirect(url_for(".show", _anchor="patterns"), 303)


@bp.post("/patterns/<key>/back")
def bring_back(key: str) -> Response:
    """Show it again."""
    settling.bring_back(the_actor(), key)
    return redirect(url_for(".show", _anchor="patterns"), 303)


@bp.get("/patterns/<key>/action")
def action(key: str) -> str:
    """The start of an action on it, to be made one's own."""
    offer = settling.offer(the_actor(), key)
    data = {
        "what": offer.step.what.in_(current_locale()),
        "why": offer.why,
        "kind": offer.step.kind,
        "area": offer.step.area,
        "due_on": clock.today(the_actor().zone) + timedelta(days=offer.days),
        "evidence": [str(case) for case in offer.cases],
        "guide_key": offer.step.area,
    }
    return _form(PointForm(formdata=None, data=data).offer(_cases(), choosable(the_actor())), key)


@bp.post("/patterns/<key>/action", endpoint="plan")
def plan(key: str) -> Response | tuple[str, int]:
    """Into the plan, as it was worded."""
    form = PointForm().offer(_cases(), choosable(the_actor()))
    if form.validate():
        try:
            point_id = settling.plan(the_actor(), key, details=form.details())
            return redirect(url_for("plan.show", _anchor=f"point-{point_id}"), 303)
        except Invalid as error:
            put_errors(form, error)
    return _form(form, key), 422


def _cases() -> tuple[CaseName, ...]:
    return plan_page(the_actor(), the_actor().person_id).cases


def _form(form: PointForm, key: str) -> str:
    return page(
        "seeker/plan_point.html",
        form=form,
        action=url_for(".action", key=key),
        point=None,
        suggested=True,
        help_line=help_line(),
    )
