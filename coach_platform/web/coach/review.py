"""A turn of a plan, on the coach's side: proposing a point, answering, handing the turn back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.plans import proposals, reviews
from coach_platform.core.plans.proposing import proposal_ground
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.coach.forms_proposal import ProposalForm
from coach_platform.web.coach.seeker import whole_plan
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_review", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>/plan")


@bp.post("/reviews/<uuid:review_id>")
def answer(seeker_id: UUID, review_id: UUID) -> Response | tuple[str, int]:
    """Answer and hand the turn back: that is the coach's yes to the plan as it stands."""
    words = request.form.get("answer", "")
    try:
        reviews.answer_review(the_actor(), review_id, answer=words)
    except Invalid as error:
        return whole_plan(seeker_id, answer=words, answer_errors=[error.fields.get("answer", error.message)]), 422
    flash(_("Handed back. They are told by mail that you answered, not what."))
    return redirect(url_for("coach_seeker.plan", seeker_id=seeker_id), 303)


@bp.get("/propose")
def propose(seeker_id: UUID) -> str:
    """An empty proposal."""
    return _form(seeker_id, ProposalForm(formdata=None))


@bp.post("/propose")
def send(seeker_id: UUID) -> Response | tuple[str, int]:
    """Propose it. It is no part of the plan until the seeker accepts."""
    given = ProposalForm()
    try:
        if not given.validate():
            raise Invalid
        proposals.propose_action(the_actor(), seeker_id, details=given.details())
    except Invalid as error:
        put_errors(given, error)
        return _form(seeker_id, given), 422
    flash(_("Proposed. It becomes part of the plan when they accept it."))
    return redirect(url_for("coach_seeker.plan", seeker_id=seeker_id), 303)


@bp.post("/points/<uuid:point_id>/take-back")
def take_back(seeker_id: UUID, point_id: UUID) -> Response:
    """Take back a proposal that was not answered yet."""
    proposals.take_back_proposal(the_actor(), seeker_id, point_id)
    flash(_("Taken back."))
    return redirect(url_for("coach_seeker.plan", seeker_id=seeker_id), 303)


def _form(seeker_id: UUID, given: ProposalForm) -> str:
    shown = proposal_ground(the_actor(), seeker_id)
    return page("coach/propose.html", form=given.offer(shown.cases), plan=shown)
