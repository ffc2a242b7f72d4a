"""A coach's own view of a case: the deeper questions, before or after reading the seeker's, and both side by side."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.assessments import calibration, coach_forms
from coach_platform.core.assessments.forms import AssessmentForm, parse
from coach_platform.core.assessments.responses import submit_as_coach
from coach_platform.core.drafts import DraftConflict
from coach_platform.core.plans.calibration_view import CalibrationPage, QuestionShown, calibration_page
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import new_id
from coach_platform.web.coach.comments import case_threads
from coach_platform.web.shared.assessment_rows import anchor_of, row_counts
from coach_platform.web.shared.assessment_tab import tab_of
from coach_platform.web.shared.calibration_words import bases
from coach_platform.web.shared.page import page
from coach_platform.web.shared.page_marks import coachs_surface
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_calibration", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>/cases/<uuid:case_id>/view")


@bp.get("")
def show(seeker_id: UUID, case_id: UUID) -> str:
    """The questions, with what was answered so far."""
    return _page(_of(coach_forms.open_view(the_actor(), case_id), seeker_id))


@bp.post("")
def submit(seeker_id: UUID, case_id: UUID) -> Response | tuple[str, int]:
    """Hand it in, or keep it as a draft (`act`): the second needs no valid answers."""
    actor, form = the_actor(), _of(coach_forms.blank_view(the_actor(), case_id), seeker_id)
    parsed, act, here = parse(form, request.form), request.form.get("act", "submit"), _place(form)
    try:
        if act == "submit":
            submit_as_coach(actor, case_id, answers=parsed.document, tab=tab_of(request.form))
            flash(_("Handed in. You both see both views once both of you have answered."))
            return redirect(url_for("coach_seeker.case", **here), 303)
        coach_forms.save_view(actor, form, parsed, tab_of(request.form))
    except DraftConflict:
        coach_forms.keep_view_aside(actor, form, parsed)
        return redirect(url_for(".both", **here), 303)
    except Invalid as error:
        typed = AssessmentForm(form.case, form.questions, parsed.document, tab_of(request.form).revision)
        return _page(typed, error), 422
    if act.startswith("more:"):
        more = act.removeprefix("more:")
        return redirect(url_for(".show", **here, more=more, _anchor=anchor_of(more)), 303)
    flash(_("What you wrote is kept. Come back to it whenever you like."))
    return redirect(url_for("coach_seeker.case", **here), 303)


@bp.post("/draft")
def autosave(seeker_id: UUID, case_id: UUID) -> Response | tuple[Response, int]:
    """What was typed so far. Field errors come inside a 200, so that nothing typed is rolled back."""
    actor, form = the_actor(), _of(coach_forms.blank_view(the_actor(), case_id), seeker_id)
    try:
        saved = coach_forms.save_view(actor, form, parse(form, request.form), tab_of(request.form))
    except DraftConflict:
        return jsonify(url=url_for(".both", **_place(form))), 409
    return jsonify(revision=saved.revision, errors=saved.errors)


@bp.get("/both")
def both(seeker_id: UUID, case_id: UUID) -> str:
    """Two tabs wrote: both versions, and which goes on."""
    found = coach_forms.two_views(the_actor(), case_id)
    if found.case.seeker_id != seeker_id:
        raise NotFound
    return page("coach/calibration_both.html", both=found)


@bp.post("/both")
def choose(seeker_id: UUID, case_id: UUID) -> Response:
    """Go on with one of them."""
    coach_forms.settle_view(the_actor(), case_id, take_aside=request.form.get("choice") == "aside")
    return redirect(url_for(".show", seeker_id=seeker_id, case_id=case_id), 303)


@bp.post("/begin")
def begin(seeker_id: UUID, case_id: UUID) -> Response:
    """Answer first: from here on the seeker's answers are closed to this coach."""
    calibration.begin(the_actor(), case_id)
    return redirect(url_for(".show", seeker_id=seeker_id, case_id=case_id), 303)


@bp.post("/read")
def read(seeker_id: UUID, case_id: UUID) -> Response:
    """Read theirs now, after all."""
    calibration.read_first(the_actor(), case_id)
    return redirect(url_for("coach_seeker.case", seeker_id=seeker_id, case_id=case_id, read="deeper"), 303)


@bp.get("/compare")
def compare(seeker_id: UUID, case_id: UUID) -> str:
    """Both views, the widest gap first."""
    surface = coachs_surface()
    shown = calibration_page(the_actor(), case_id, surface=surface)
    if shown.own or shown.seeker_id != seeker_id:
        raise NotFound
    return page(
        "coach/compare.html",
        shown=shown,
        threads=case_threads(shown.sight, case_id),
        surface=surface,
        action_url=lambda question: _action_url(shown, question),
    )


def _action_url(shown: CalibrationPage, question: QuestionShown) -> str:
    """A proposal for that area, resting on this case where the coach may name it."""
    if not shown.may_propose:
        return ""
    case = shown.case_id if shown.names_case else None
    return url_for("coach_review.propose", seeker_id=shown.seeker_id, area=question.area, case=case)


def _of(form: AssessmentForm, seeker_id: UUID) -> AssessmentForm:
    if form.case.seeker_id != seeker_id:
        raise NotFound
    return form


def _place(form: AssessmentForm) -> dict[str, Any]:
    return {"seeker_id": form.case.seeker_id, "case_id": form.case.case_id}


def _page(form: AssessmentForm, error: Invalid | None = None) -> str:
    return page(
        "coach/calibration.html",
        form=form,
        v=form.fields,
        errors=error.fields if error else {},
        refusal=[error.message] if error and error.message else [],
        rows=row_counts(form, request.args.get("more", "")),
        bases=bases(),
        client_id=request.form.get("client_id") or new_id(),
    )
