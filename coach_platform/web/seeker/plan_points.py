"""The points of the plan: adding, changing, order, done, dropped, asleep, deleted and back."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.access.actor import Actor
from coach_platform.core.library.guides import choosable
from coach_platform.core.plans import actions, ordering, progress, proposals
from coach_platform.core.plans.action_views import ActionView
from coach_platform.core.plans.models import ActionState
from coach_platform.core.plans.plan_view import PlanPage, plan_page
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.web.seeker.forms_plan import PointForm, of_action
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.page_marks import area_and_case
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("plan_points", __name__, url_prefix="/plan/points")
MOVES: dict[str, Callable[[Actor, UUID], None]] = {
    "up": ordering.move_up,
    "down": ordering.move_down,
    "top": lambda actor, point_id: ordering.move_to(actor, point_id, 1),
}
SLEEPS = (1, 3, 7, 14)  # days


@bp.get("/add")
def add() -> str:
    """An empty form; from a gap between two views, with its area and its case."""
    form = PointForm(formdata=None, data=area_and_case())
    return _form(form.offer(_own().cases, choosable(the_actor())), url_for(".add"))


@bp.post("/add", endpoint="save_new")
def save_new() -> Response | tuple[str, int]:
    """A new point of one's own."""
    form = PointForm().offer(_own().cases, choosable(the_actor()))
    return _keep(form, url_for(".add"), lambda: actions.add_action(the_actor(), details=form.details()))


@bp.get("/<uuid:point_id>/edit")
def edit(point_id: UUID) -> str:
    """A point as it stands; a coach's proposal too, to be accepted in other words."""
    shown = _own()
    point = _point(shown, point_id)
    form = PointForm(formdata=None, data=of_action(point)).offer(shown.cases, choosable(the_actor()))
    return _form(form, url_for(".edit", point_id=point_id), point)


@bp.post("/<uuid:point_id>/edit", endpoint="save")
def save(point_id: UUID) -> Response | tuple[str, int]:
    """Keep what was changed."""
    shown = _own()
    point = _point(shown, point_id)
    form = PointForm().offer(shown.cases, choosable(the_actor()))
    verb = proposals.accept_proposal if point.state is ActionState.PROPOSED else actions.edit_action

    def keep() -> UUID:
        verb(the_actor(), point_id, details=form.details())
        return point_id

    return _keep(form, url_for(".edit", point_id=point_id), keep, point)


@bp.post("/<uuid:point_id>/move")
def move(point_id: UUID) -> Response:
    """Up, down, or to the top."""
    if (verb := MOVES.get(request.form.get("to", ""))) is None:
        raise NotFound
    verb(the_actor(), point_id)
    return _back(point_id)


@bp.post("/<uuid:point_id>/done")
def done(point_id: UUID) -> Response:
    """Done, with a word if there is one."""
    progress.finish(the_actor(), point_id, words=request.form.get("words", ""))
    flash(_("Done. That one is behind you, and it stays in the plan as done."))
    return redirect(next_page(url_for("plan.show")), 303)


@bp.post("/<uuid:point_id>/drop")
def drop(point_id: UUID) -> Response:
    """Dropped, which is a decision too."""
    progress.drop(the_actor(), point_id, words=request.form.get("words", ""))
    flash(_("Dropped. Deciding against something is work on a plan as well."))
    return redirect(next_page(url_for("plan.show")), 303)


@bp.post("/<uuid:point_id>/reopen")
def reopen(point_id: UUID) -> Response:
    """Take it up again."""
    progress.reopen(the_actor(), point_id)
    return _back(point_id)


@bp.post("/<uuid:point_id>/snooze")
def snooze(point_id: UUID) -> Response:
    """Let it sleep for some days, or wake it (0)."""
    days = request.form.get("days", "")
    if days not in {"0", *map(str, SLEEPS)}:
        raise NotFound
    until = clock.today(the_actor().zone) + timedelta(days=int(days)) if days != "0" else None
    progress.snooze(the_actor(), point_id, until_on=until)
    return redirect(next_page(url_for("plan.show")), 303)


@bp.post("/<uuid:point_id>/delete")
def delete(point_id: UUID) -> Response:
    """Out of the plan; the page that follows offers to undo it."""
    actions.delete_action(the_actor(), point_id)
    return redirect(url_for("plan.show", removed=point_id), 303)


@bp.post("/<uuid:point_id>/restore")
def restore(point_id: UUID) -> Response:
    """Undo."""
    actions.restore_action(the_actor(), point_id)
    return _back(point_id)


@bp.post("/<uuid:point_id>/accept")
def accept(point_id: UUID) -> Response:
    """Take the coach's proposal into the plan."""
    proposals.accept_proposal(the_actor(), point_id)
    flash(_("It is in your plan now, at the end."))
    return _back(point_id)


@bp.post("/<uuid:point_id>/decline")
def decline(point_id: UUID) -> Response:
    """Rather not."""
    proposals.decline_proposal(the_actor(), point_id, words=request.form.get("words", ""))
    flash(_("Declined. It is your plan."))
    return redirect(url_for("plan.show"), 303)


def _keep(
    form: PointForm, action: str, verb: Callable[[], UUID], point: ActionView | None = None
) -> Response | tuple[str, int]:
    if form.validate():
        try:
            return _back(verb())
        except Invalid as error:
            put_errors(form, error)
    return _form(form, action, point), 422


def _form(form: PointForm, action: str, point: ActionView | None = None) -> str:
    return page("seeker/plan_point.html", form=form, action=action, point=point, help_line=help_line())


def _own() -> PlanPage:
    return plan_page(the_actor(), the_actor().person_id)


def _point(shown: PlanPage, point_id: UUID) -> ActionView:
    points = shown.points
    for point in (*points.open, *points.asleep, *points.proposed):
        if point.id == point_id:
            return point
    raise NotFound


def _back(point_id: UUID) -> Response:
    return redirect(url_for("plan.show", _anchor=f"point-{point_id}"), 303)
