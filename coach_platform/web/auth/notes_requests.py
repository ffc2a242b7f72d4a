"""Requests for notes, for whoever answers them: an organisation's admin, a coach who works alone, the operator."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from coach_platform.core.coaching.notes_requests import answering
from coach_platform.core.coaching.notes_requests.models import Ground
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.auth.account_page import account_page
from coach_platform.web.auth.notes_words import grounds, states
from coach_platform.web.auth.working_face import here
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("notes_requests", __name__, url_prefix="/notes-requests")


class RefuseForm(Form):
    """The ground the law names, and a sentence to the person."""

    ground = RadioField(l_("On which ground?"), validate_choice=False)
    words = TextAreaField(l_("What you say to them"))

    def offer(self) -> "RefuseForm":
        """Put the grounds in, in the reader's language."""
        self.ground.choices = [SelectChoice(value, words) for value, words in grounds().items()]
        return self

    def chosen(self) -> Ground | None:
        """The ground, if one was chosen."""
        return next((ground for ground in Ground if ground.value == self.ground.data), None)


@bp.get("")
def index() -> str:
    """Open ones first, by their last day."""
    lines = answering.requests_to_answer(the_actor())
    return account_page("auth/notes_requests.html", lines=lines, states=states(), grounds=grounds())


@bp.get("/<uuid:request_id>")
def show(request_id: UUID) -> str:
    """One: the notes by author, day and length; never their text."""
    return _show(request_id, RefuseForm(formdata=None).offer())


@bp.post("/<uuid:request_id>/produce")
def produce(request_id: UUID) -> Response | tuple[str, int]:
    """The file, for the seeker alone; ticked notes stay out."""
    ticked = {note_id for text in request.form.getlist("leave_out") if (note_id := parse_id(text))}
    try:
        answering.produce(the_actor(), request_id, leave_out=ticked)
    except Invalid as error:
        return _show(request_id, RefuseForm(formdata=None).offer(), ticked=ticked, wrong=error.fields), 422
    flash(_("Produced. The person it is about can fetch it now, and is told by mail."))
    return redirect(here(".index"), 303)


@bp.post("/<uuid:request_id>/refuse")
def refuse(request_id: UUID) -> Response | tuple[str, int]:
    """No, and why."""
    given = RefuseForm().offer()
    try:
        answering.refuse(the_actor(), request_id, ground=given.chosen(), words=given.words.data or "")
    except Invalid as error:
        put_errors(given, error)
        return _show(request_id, given), 422
    flash(_("Refused. The person is told why, and where they can complain."))
    return redirect(here(".index"), 303)


def _show(request_id: UUID, form: RefuseForm, **more: Any) -> str:
    found = answering.one_to_answer(the_actor(), request_id)
    return account_page(
        "auth/notes_request.html", request_line=found.line, notes=found.notes, form=form, states=states(), **more
    )
