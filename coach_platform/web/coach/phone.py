"""On the phone: what a seeker says, entered on their behalf. It waits for them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.noted.models import NotedKind
from coach_platform.core.phone import entering
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import new_id, parse_id
from coach_platform.web.shared import noted_words
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.forms_noted import FORMS, NotedForm
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_phone", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>/phone")
noted_words.speak_in(bp)


@bp.get("")
def index(seeker_id: UUID) -> str:
    """What may be entered, and what became of what was."""
    return page("coach/phone.html", shown=entering.by_phone(the_actor(), seeker_id))


@bp.get("/<what>")
def form(seeker_id: UUID, what: str) -> str:
    """The form of one kind; `?about=` names the case or the action it was opened at."""
    kind = _kind(what)
    about = entering.about(the_actor(), seeker_id, kind)
    given = FORMS[kind](formdata=None, data={"about_id": request.args.get("about", "")}).offer(about.choices)
    return page("coach/phone_form.html", form=given, kind=kind, about=about, client_id=new_id())


@bp.post("/<what>")
def enter(seeker_id: UUID, what: str) -> Response | tuple[str, int]:
    """Note it."""
    kind = _kind(what)
    given: NotedForm = FORMS[kind]()
    client_id = parse_id(request.form.get("client_id", "")) or new_id()
    try:
        entering.enter(the_actor(), seeker_id, given.offer().said(), client_id=client_id, about_id=given.about())
    except Invalid as error:
        put_errors(given, error)
        about = entering.about(the_actor(), seeker_id, kind)
        shown = page(
            "coach/phone_form.html", form=given.offer(about.choices), kind=kind, about=about, client_id=client_id
        )
        return shown, 422
    flash(_("Noted. It waits for them: one mail tells them of all that is noted within the hour."))
    return redirect(url_for(".index", seeker_id=seeker_id), 303)


@bp.post("/entries/<uuid:entry_id>/take-back")
def take_back(seeker_id: UUID, entry_id: UUID) -> Response:
    """A slip, before it was answered."""
    entering.take_back(the_actor(), seeker_id, entry_id)
    flash(_("Taken back."))
    return redirect(url_for(".index", seeker_id=seeker_id), 303)


def _kind(what: str) -> NotedKind:
    if what not in set(NotedKind):
        raise NotFound
    return NotedKind(what)
