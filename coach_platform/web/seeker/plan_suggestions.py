"""What the rules propose: accepted as it is, accepted in other words, or sent away."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.library.guides import choosable
from coach_platform.core.plans import suggestions
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.seeker.forms_plan import PointForm, of_suggestion
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("plan_suggestions", __name__, url_prefix="/plan/suggestions")


@bp.post("/<rule>/accept")
def accept(rule: str) -> Response:
    """Into the plan, in the rule's words."""
    point_id = suggestions.accept(the_actor(), rule)
    flash(_("It is in your plan now, at the end."))
    return redirect(url_for("plan.show", _anchor=f"point-{point_id}"), 303)


@bp.post("/<rule>/dismiss")
def dismiss(rule: str) -> Response:
    """Away with it, for good."""
    suggestions.dismiss(the_actor(), rule)
    flash(_("Gone. It will not be suggested again."))
    return redirect(next_page(url_for("plan.show")), 303)


@bp.get("/<rule>/edit")
def edit(rule: str) -> str:
    """Its words, to be made one's own."""
    suggestion, words = suggestions.find(the_actor(), rule)
    cases = plan_page(the_actor(), the_actor().person_id).cases
    evidence = tuple(case for case in cases if case.case_id in suggestion.evidence)
    due_on = clock.today(the_actor().zone) + timedelta(days=words.days)
    form = PointForm(formdata=None, data=of_suggestion(words, evidence, due_on)).offer(cases, choosable(the_actor()))
    return _form(form, rule)


@bp.post("/<rule>/edit", endpoint="save")
def save(rule: str) -> Response | tuple[str, int]:
    """Into the plan, as it was edited."""
    form = PointForm().offer(plan_page(the_actor(), the_actor().person_id).cases, choosable(the_actor()))
    if form.validate():
        try:
            point_id = suggestions.accept(the_actor(), rule, details=form.details())
            return redirect(url_for("plan.show", _anchor=f"point-{point_id}"), 303)
        except Invalid as error:
            put_errors(form, error)
    return _form(form, rule), 422


def _form(form: PointForm, rule: str) -> str:
    return page(
        "seeker/plan_point.html",
        form=form,
        action=url_for(".edit", rule=rule),
        point=None,
        suggested=True,
        help_line=help_line(),
    )
