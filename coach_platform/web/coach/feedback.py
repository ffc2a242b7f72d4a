"""An agency's recruiter enters what the client said, where the seeker shares the feedback of that case with them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.reconnect.feedback import record_feedback, seen_for_feedback
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id, parse_id
from coach_platform.web.coach.no_longer import give_back
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.forms_feedback import ClientForm
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_feedback", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>/cases/<uuid:case_id>/feedback")
give_back(bp, person=l_("Who said it"), words=l_("Their words, as near as you remember"))


@bp.route("", methods=["GET", "POST"])
def new(seeker_id: UUID, case_id: UUID) -> Response | str | tuple[str, int]:
    """The client's words."""
    sight = seen_for_feedback(the_actor(), case_id)
    if sight.own or sight.seeker_id != seeker_id:
        raise NotFound
    form, back = ClientForm().offer(), url_for("coach_seeker.case", seeker_id=seeker_id, case_id=case_id)
    client_id = request.form.get("client_id") or new_id()
    if request.method == "GET":
        return page("coach/feedback_form.html", form=form, back=back, client_id=client_id)
    try:
        record_feedback(the_actor(), case_id, form.said(), client_id=parse_id(request.form.get("client_id", "")))
    except Invalid as error:
        put_errors(form, error)
        return page("coach/feedback_form.html", form=form, back=back, client_id=client_id), 422
    flash(_("Kept, in your name. They hear that something came, and read it here."))
    return redirect(f"{back}#feedback", 303)
