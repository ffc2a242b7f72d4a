"""What belongs to an application: the people there, and the lines of the posting."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.vocabulary import Need
from coach_platform.core.applications.contacts import add_contact, edit_contact, remove_contact
from coach_platform.core.applications.one import ApplicationView, contact_now, show_application
from coach_platform.core.applications.requirements import Line, propose_lines, set_requirements
from coach_platform.kit.errors import Invalid
from coach_platform.kit.ids import parse_id
from coach_platform.web.seeker.forms_applications import ContactForm
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("application_parts", __name__, url_prefix="/applications")
Answer = Response | str | tuple[str, int]
EMPTY_LINES = 3  # to write in, without scripts


@bp.route("/<uuid:application_id>/contacts/new", methods=["GET", "POST"], endpoint="add_contact")
def new_contact(application_id: UUID) -> Answer:
    """A person there."""
    view, form = show_application(the_actor(), application_id), ContactForm()
    if request.method == "GET":
        return page("seeker/contact_form.html", form=form, view=view, contact_id=None)
    try:
        add_contact(the_actor(), application_id, **_person(form))
    except Invalid as error:
        put_errors(form, error)
        return page("seeker/contact_form.html", form=form, view=view, contact_id=None), 422
    return _to(application_id)


@bp.route("/contacts/<uuid:contact_id>/edit", methods=["GET", "POST"], endpoint="edit_contact")
def change_contact(contact_id: UUID) -> Answer:
    """Say them anew."""
    application_id, contact = contact_now(the_actor(), contact_id)
    view = show_application(the_actor(), application_id)
    if request.method == "GET":
        return page("seeker/contact_form.html", form=ContactForm(obj=contact), view=view, contact_id=contact_id)
    form = ContactForm()
    try:
        edit_contact(the_actor(), contact_id, **_person(form))
    except Invalid as error:
        put_errors(form, error)
        return page("seeker/contact_form.html", form=form, view=view, contact_id=contact_id), 422
    return _to(application_id)


@bp.post("/contacts/<uuid:contact_id>/remove", endpoint="remove_contact")
def take_contact_away(contact_id: UUID) -> Response:
    """They leave the page."""
    return _to(remove_contact(the_actor(), contact_id))


@bp.route("/<uuid:application_id>/requirements", methods=["GET", "POST"], endpoint="requirements")
def requirements(application_id: UUID) -> Answer:
    """What the posting asks for; proposed from its text, edited by the seeker."""
    view = show_application(the_actor(), application_id)
    if request.method == "GET":
        return _lines_page(
            view, [Line(r.text, r.weight, r.id) for r in view.requirements], propose="propose" in request.args
        )
    lines = _lines()
    try:
        set_requirements(the_actor(), application_id, lines)
    except Invalid as error:
        return _lines_page(view, lines, error=error), 422
    return _to(application_id)


def _lines_page(
    view: ApplicationView, lines: list[Line], *, propose: bool = False, error: Invalid | None = None
) -> str:
    if propose:
        there = {line.text for line in lines}
        lines = [*lines, *(line for line in propose_lines(view.posting_text) if line.text not in there)]
    wrong = str(error.fields.get("lines") or error.message) if error else ""
    lines = [*lines, *[Line("", Need.MUST)] * EMPTY_LINES]
    return page("seeker/requirements.html", view=view, lines=lines, proposed=propose, wrong=wrong)


def _lines() -> list[Line]:
    texts, ids = request.form.getlist("text"), request.form.getlist("id")
    weights = request.form.getlist("weight")
    given = zip(texts, ids, weights, strict=False)
    return [Line(text, Need.NICE if weight == "nice" else Need.MUST, parse_id(line)) for text, line, weight in given]


def _person(form: ContactForm) -> dict:
    if not form.validate():
        raise Invalid
    return {
        "name": form.name.data or "",
        "role": form.role.data or "",
        "stage": form.stage.data,
        "email": form.email.data or "",
        "phone": form.phone.data or "",
    }


def _to(application_id: UUID) -> Response:
    return redirect(url_for("applications.show", application_id=application_id), 303)
