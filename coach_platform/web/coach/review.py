"""A turn of a plan, on the coach's side: proposing a point, answering, handing the turn back."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.drafts.drafts import DraftConflict
from coach_platform.core.library.guides import choosable
from coach_platform.core.plans import claims, proposals, reviews
from coach_platform.core.plans.answer_drafts import keep_answer
from coach_platform.core.plans.proposing import proposal_ground
from coach_platform.core.plans.templates.offering import Offered, offered
from coach_platform.kit import clock
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import _, current_locale, format_clock
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.coach.forms_proposal import ProposalForm
from coach_platform.web.coach.inserting import Insertion, insert_url, insertion
from coach_platform.web.coach.no_longer import give_back
from coach_platform.web.coach.seeker import whole_plan
from coach_platform.web.coach.template_words import groups
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.page_marks import area_and_case
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_review", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>/plan")
give_back(
    bp,
    answer=l_("Your answer"),
    what=l_("What do you propose?"),
    why=l_("Why this?"),
    if_then=l_("If ..., then I will ..."),
    obstacle=l_("What might get in the way?"),
    obstacle_answer=l_("And what will help then?"),
    done_when=l_("How will one know that it is done?"),
)


@bp.post("/reviews/<uuid:review_id>")
def answer(seeker_id: UUID, review_id: UUID) -> Response | tuple[str, int]:
    """Answer and hand the turn back: that is the coach's yes to the plan as it stands."""
    words = request.form.get("answer", "")
    put_in = insertion(seeker_id, words, None)
    if put_in is not None:
        return whole_plan(seeker_id, answer=put_in.body, put_in=put_in), 200
    try:
        reviews.answer_review(the_actor(), review_id, answer=words)
    except Invalid as error:
        return whole_plan(seeker_id, answer=words, answer_errors=[error.fields.get("answer", error.message)]), 422
    except claims.Claimed as error:  # a colleague is on it: nothing typed is lost
        kept = _("Nothing was sent; what you wrote is kept here.")
        return whole_plan(seeker_id, answer=words, answer_errors=[f"{error.message} {kept}"]), 409
    except Conflict as error:  # or was quicker
        return whole_plan(seeker_id, answer=words, answer_errors=[error.message]), 409
    flash(_("Handed back. They are told by mail that you answered, not what."))
    return redirect(url_for("coach_seeker.plan", seeker_id=seeker_id), 303)


@bp.post("/reviews/<uuid:review_id>/draft")
def autosave(seeker_id: UUID, review_id: UUID) -> Response | tuple[Response, int]:
    """What was typed so far; where a team shares the work, it holds the turn as well."""
    given = request.form
    revision = given.get("revision", "")
    try:
        kept = keep_answer(
            the_actor(),
            review_id,
            text=given.get("answer", ""),
            client_id=parse_id(given.get("client_id", "")),
            revision=int(revision) if revision.isdecimal() else 0,
        )
    except DraftConflict:
        return jsonify(url=url_for("coach_seeker.plan", seeker_id=seeker_id, _anchor="answer")), 409
    return jsonify(revision=kept.revision, errors=kept.errors)


@bp.post("/reviews/<uuid:review_id>/claim")
def take(seeker_id: UUID, review_id: UUID) -> Response:
    """I answer this one: the others of the team see it."""
    try:
        until = claims.claim(the_actor(), review_id)
    except claims.Claimed as error:
        flash(str(error.message))
    else:
        flash(_("It is yours until %(time)s, and longer while you write.", time=format_clock(until, the_actor().zone)))
    return redirect(url_for("coach_seeker.plan", seeker_id=seeker_id, _anchor="answer"), 303)


@bp.post("/reviews/<uuid:review_id>/release")
def let_go(seeker_id: UUID, review_id: UUID) -> Response:
    """Somebody else may answer it."""
    claims.release(the_actor(), review_id)
    flash(_("Let go. Anyone of the team can answer it now."))
    return redirect(url_for("coach_seeker.plan", seeker_id=seeker_id), 303)


@bp.get("/propose")
def propose(seeker_id: UUID) -> str:
    """A proposal, empty or begun from a template; from a gap between two views, with its area and its case."""
    template = _template(request.args.get("template", ""))
    if template is None:
        return _form(seeker_id, ProposalForm(formdata=None, data=area_and_case()))
    return _form(seeker_id, ProposalForm.begun_from(template, clock.today(the_actor().zone)))


@bp.post("/propose")
def send(seeker_id: UUID) -> Response | tuple[str, int]:
    """Propose it. It is no part of the plan until the seeker accepts."""
    given = ProposalForm()
    put_in = insertion(seeker_id, given.why.data or "", None)
    if put_in is not None:
        given.why.data = put_in.body
        return _form(seeker_id, given, put_in), 200
    try:
        if not given.validate():
            raise Invalid
        template = _template(given.template.data or "")
        proposals.propose_action(
            the_actor(), seeker_id, details=given.details(), template=template, locale=current_locale()
        )
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


def _form(seeker_id: UUID, given: ProposalForm, put_in: Insertion | None = None) -> str:
    me = the_actor()
    shown, guides = proposal_ground(me, seeker_id), choosable(me)
    begin, chosen = groups(offered(me)), given.template.data or ""
    form, insert = given.offer(shown.cases, guides), insert_url(seeker_id)
    more: dict[str, Any] = {"groups": begin, "chosen": chosen, "insert": insert, "put_in": put_in}
    return page("coach/propose.html", form=form, plan=shown, **more)


def _template(key: str) -> Offered | None:
    """One that was offered; a word nobody offered counts as none."""
    return next((one for one in offered(the_actor()) if one.key == key), None) if key else None
