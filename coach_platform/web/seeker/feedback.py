"""What an employer said, written down by the seeker; changed, removed, brought back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.reconnect import feedback
from coach_platform.core.reconnect.models import Feedback
from coach_platform.core.reconnect.setting import Setting, setting_of
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import new_id, parse_id
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.forms_feedback import FeedbackForm
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("feedback", __name__)
Answer = Response | str | tuple[str, int]


@bp.route("/cases/<uuid:case_id>/feedback/new", methods=["GET", "POST"])
def new(case_id: UUID) -> Answer:
    """Write one down."""
    setting, form = setting_of(the_actor(), case_id), FeedbackForm().offer()
    if request.method == "GET":
        return _page(setting, form)
    try:
        said = form.of_seeker(request.form.get("source", ""), request.form.get("contact", ""))
        feedback.record_feedback(the_actor(), case_id, said, client_id=parse_id(request.form.get("client_id", "")))
    except Invalid as error:
        return _refused(setting, form, error)
    flash(_("Kept. It stands beside what you thought, on the page of the case."))
    return _to_case(case_id)


@bp.route("/feedback/<uuid:feedback_id>/edit", methods=["GET", "POST"])
def edit(feedback_id: UUID) -> Answer:
    """Say it anew."""
    row = feedback.own_feedback(the_actor(), feedback_id)
    if row.author_id != the_actor().person_id:
        raise NotFound  # a card's answer and a recruiter's entry are theirs
    setting = setting_of(the_actor(), row.case_id)
    if request.method == "GET":
        form = FeedbackForm(data=_data(row)).offer()
        return _page(setting, form, row)
    form = FeedbackForm().offer()
    try:
        said = form.of_seeker(request.form.get("source", ""), request.form.get("contact", ""))
        feedback.edit_feedback(the_actor(), feedback_id, said)
    except Invalid as error:
        return _refused(setting, form, error, row)
    return _to_case(row.case_id)


@bp.route("/feedback/<uuid:feedback_id>/remove", methods=["GET"])
def removing(feedback_id: UUID) -> str:
    """Asked once."""
    row = feedback.own_feedback(the_actor(), feedback_id)
    return page("seeker/feedback_remove.html", row=row, removed=False)


@bp.post("/feedback/<uuid:feedback_id>/remove")
def remove(feedback_id: UUID) -> Response:
    """It leaves the page, and can come back for 30 days."""
    feedback.remove_feedback(the_actor(), feedback_id)
    return redirect(url_for(".removed", feedback_id=feedback_id), 303)


@bp.get("/feedback/<uuid:feedback_id>/removed")
def removed(feedback_id: UUID) -> str:
    """With the way back."""
    row = feedback.own_feedback(the_actor(), feedback_id, deleted=True)
    return page("seeker/feedback_remove.html", row=row, removed=True)


@bp.post("/feedback/<uuid:feedback_id>/restore")
def restore(feedback_id: UUID) -> Response:
    """Undo."""
    return _to_case(feedback.restore_feedback(the_actor(), feedback_id))


def _page(setting: Setting, form: FeedbackForm, row: Feedback | None = None, wrong: str = "") -> str:
    here = url_for(".edit", feedback_id=row.id) if row else url_for(".new", case_id=setting.case_id)
    kept = request.form if request.method == "POST" else _plain(row)
    return page(
        "seeker/feedback_form.html",
        case=setting,
        form=form,
        here=here,
        source=kept.get("source", ""),
        contact=kept.get("contact", ""),
        wrong_source=wrong,
        client_id=request.form.get("client_id") or new_id(),
        new=row is None,
    )


def _refused(setting: Setting, form: FeedbackForm, error: Invalid, row: Feedback | None = None) -> tuple[str, int]:
    wrong = str(error.fields.get("source", ""))
    put_errors(form, error)
    return _page(setting, form, row, wrong), 422


def _data(row: Feedback) -> dict[str, object]:
    return {
        "person": "" if row.contact_id else row.person_name,
        "on": row.received_on,
        "words": row.words,
        "reasons": row.reasons,
    }


def _plain(row: Feedback | None) -> dict[str, str]:
    return {"source": row.source.value, "contact": str(row.contact_id or "")} if row else {}


def _to_case(case_id: UUID) -> Response:
    return redirect(url_for("cases.show", case_id=case_id, _anchor="feedback"), 303)
