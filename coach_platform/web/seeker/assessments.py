"""The first and the deeper assessment: written in one sitting or many, with or without scripts."""

from uuid import UUID

from flask import Blueprint, current_app, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.assessments import forms
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.drafts import DraftConflict
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import new_id
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared.assessment_rows import anchor_of, row_counts
from coach_platform.web.shared.assessment_tab import tab_of
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("assessments", __name__, url_prefix="/cases/<uuid:case_id>/<any(first, deeper):step>")
SET_OF = {"first": "first_assessment", "deeper": "deeper"}


@bp.get("")
def show(case_id: UUID, step: str) -> str:
    form = forms.open_form(the_actor(), case_id, SET_OF[step])
    return _page(form, step)


@bp.post("")
def submit(case_id: UUID, step: str) -> Response | tuple[str, int]:
    """Submit, or keep as a draft (`act`): the second needs no valid answers."""
    actor, form = the_actor(), forms.blank_form(the_actor(), case_id, SET_OF[step])
    parsed, act = forms.parse(form, request.form), request.form.get("act", "submit")
    try:
        if act == "submit":
            submit_assessment(actor, case_id, set_key=SET_OF[step], answers=parsed.document, tab=tab_of(request.form))
            flash(_("Kept. You can change any answer later; earlier ones stay in the history."))
            return redirect(url_for("cases.show", case_id=case_id), 303)
        forms.save_answers(actor, form, parsed, tab_of(request.form))
    except DraftConflict:
        forms.keep_aside(actor, form, parsed)
        return redirect(url_for(".both", case_id=case_id, step=step), 303)
    except Invalid as error:
        return _page(forms.sent_again(form, parsed.document, tab_of(request.form).revision), step, error), 422
    if act.startswith("more:"):
        more = act.removeprefix("more:")
        return redirect(url_for(".show", case_id=case_id, step=step, more=more, _anchor=anchor_of(more)), 303)
    flash(_("What you wrote is kept. Come back to it whenever you like."))
    return redirect(url_for("cases.show", case_id=case_id), 303)


@bp.post("/draft")
def autosave(case_id: UUID, step: str) -> Response | tuple[Response, int]:
    """What was typed so far. Field errors come inside a 200, so that nothing typed is rolled back."""
    actor, form = the_actor(), forms.blank_form(the_actor(), case_id, SET_OF[step])
    try:
        saved = forms.save_answers(actor, form, forms.parse(form, request.form), tab_of(request.form))
    except DraftConflict:
        return jsonify(url=url_for(".both", case_id=case_id, step=step)), 409
    return jsonify(revision=saved.revision, errors=saved.errors)


@bp.get("/both")
def both(case_id: UUID, step: str) -> str:
    """Two tabs wrote: both versions, and which goes on."""
    return page("seeker/assessment_both.html", both=forms.two_versions(the_actor(), case_id, SET_OF[step]), step=step)


@bp.post("/both")
def choose(case_id: UUID, step: str) -> Response:
    forms.settle(the_actor(), case_id, SET_OF[step], take_aside=request.form.get("choice") == "aside")
    return redirect(url_for(".show", case_id=case_id, step=step), 303)


def _page(form: forms.AssessmentForm, step: str, error: Invalid | None = None) -> str:
    return page(
        "seeker/assessment.html",
        form=form,
        step=step,
        v=form.fields,
        errors=error.fields if error else {},
        refusal=[error.message] if error and error.message else [],
        rows=row_counts(form, request.args.get("more", "")),
        lines_url=_lines_url(form),
        help_line=help_line(),
        client_id=request.form.get("client_id") or new_id(),
    )


def _lines_url(form: forms.AssessmentForm) -> str:
    """Where the posting's lines are noted, where that page is mounted."""
    if "applications.show" not in current_app.view_functions:
        return ""
    return url_for("applications.show", application_id=form.case.application_id)
