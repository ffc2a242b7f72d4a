"""One action template for many seekers: choose, see who can receive it, propose, and take back what waits."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.plans.assigning import choosing, sending
from coach_platform.core.plans.assigning.choosing import Standing
from coach_platform.core.plans.templates.offering import offered
from coach_platform.core.today.caseload.filters import filters_of, order_of
from coach_platform.core.today.caseload.listing import PAGE, matching
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, ngettext
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id, parse_id
from coach_platform.web.coach.caseload import given
from coach_platform.web.coach.template_words import groups, speak_in
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("assigning", __name__, url_prefix="/coach/seekers")
speak_in(bp)
Answer = str | Response | tuple[str, int]
STATES = {
    "proposed": l_("waits for their answer"),
    "open": l_("accepted"),
    "declined": l_("declined"),
    "done": l_("done"),
    "dropped": l_("dropped"),
    "": l_("taken back, or removed"),
}


@bp.get("/assign")
def choose() -> str:
    """For those whom the address names."""
    return _look(_ticked())


@bp.post("/assign")
def look() -> str:
    """For those who were ticked, those of the page, or all that fit; again with a template, to see who gets it."""
    return _look(_wanted())


@bp.post("/assign/send")
def send() -> Answer:
    """Propose it to each who can receive it."""
    wanted, form = _ticked(), request.form
    act = parse_id(form.get("client_id", "")) or new_id()
    try:
        due_on = _day(form.get("due_on", ""))
        said = sending.Given(form.get("words", ""), due_on)
        done = sending.assign(the_actor(), wanted, form.get("template", ""), given=said, client_id=act)
    except Invalid as error:
        return _look(wanted, errors={**error.fields, **({"seekers": error.message} if error.message else {})}), 422
    return redirect(url_for(".done", assignment_id=done), 303)


@bp.get("/assigned/<uuid:assignment_id>")
def done(assignment_id: UUID) -> str:
    """What was proposed, and what became of it."""
    shown = sending.sent(the_actor(), assignment_id)
    return page("coach/assigned.html", shown=shown, states=STATES)


@bp.post("/assigned/<uuid:assignment_id>/take-back")
def take_back(assignment_id: UUID) -> Response:
    """Take back what was not answered yet."""
    count = sending.take_back(the_actor(), assignment_id)
    flash(ngettext("%(num)s proposal was taken back.", "%(num)s proposals were taken back.", count))
    return redirect(url_for(".done", assignment_id=assignment_id), 303)


def _look(wanted: list[UUID], *, errors: dict[str, Any] | None = None) -> str:
    actor = the_actor()
    templates = offered(actor)
    template = next((one for one in templates if one.key == request.values.get("template")), None)
    people = choosing.recipients(actor, wanted[: choosing.MOST], template)
    return page(
        "coach/assign.html",
        people=people,
        able=choosing.able(people),
        too_many=len(wanted) if len(wanted) > choosing.MOST else 0,
        most=choosing.MOST,
        chosen=template,
        templates=templates,
        groups=groups(templates),
        typed=request.form,
        errors=errors or {},
        standing_words={
            Standing.CAN: _("will be asked"),
            Standing.HAS_IT: _("has it already, proposed or open"),
            Standing.NOT_SHARED: _("does not share the plan with you"),
        },
        act=request.form.get("client_id", "") or new_id(),
    )


def _wanted() -> list[UUID]:
    which = request.form.get("which", "")
    if which not in ("page", "all"):
        return _ticked()
    asked = given()
    every = matching(the_actor(), filters_of(asked), order_of(asked))
    text = request.form.get("page", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return every if which == "all" else every[(max(number, 1) - 1) * PAGE :][:PAGE]


def _ticked() -> list[UUID]:
    return list(dict.fromkeys(found for text in request.values.getlist("seeker") if (found := parse_id(text))))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid({"due_on": l_("Please check the date.")}) from None
