"""Doors left open: the list, and one of them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField

from coach_platform.core.reconnect import doors
from coach_platform.core.reconnect.doors import PROPOSED, DoorLine, Wanted
from coach_platform.core.reconnect.setting import Setting, setting_of
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id, parse_id
from coach_platform.web.seeker.fields import DayField
from coach_platform.web.shared.forms import Form, put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("doors", __name__)
Answer = Response | str | tuple[str, int]


class DoorForm(Form):
    """Who, when, and the day to write again."""

    person = StringField(l_("Somebody else’s name"))
    said_on = DayField(l_("When did they say it?"))
    reconnect_on = DayField(l_("When do you want to write again?"))
    note = TextAreaField(l_("What to write about"))


@bp.get("/doors")
def index() -> str:
    """The open ones, the next day first."""
    actor = the_actor()
    found = doors.open_doors(actor, page=request.args.get("page", ""))
    return page("seeker/doors.html", doors=found, closed=doors.closed_doors(actor))


@bp.route("/cases/<uuid:case_id>/doors/new", methods=["GET", "POST"])
def new(case_id: UUID) -> Answer:
    """They said: keep in mind."""
    setting = setting_of(the_actor(), case_id)
    if request.method == "GET":
        proposed = clock.today(the_actor().zone) + PROPOSED
        return _page(setting, DoorForm(data={"reconnect_on": proposed}))
    form = DoorForm()
    try:
        doors.keep_door(the_actor(), case_id, _wanted(form), client_id=parse_id(request.form.get("client_id", "")))
    except Invalid as error:
        put_errors(form, error)
        return _page(setting, form), 422
    flash(_("Kept. One reminder comes on the morning of that day."))
    return redirect(url_for(".index"), 303)


@bp.route("/doors/<uuid:door_id>/edit", methods=["GET", "POST"])
def edit(door_id: UUID) -> Answer:
    """Another day, another word."""
    door = doors.one_door(the_actor(), door_id)
    setting = setting_of(the_actor(), door.case_id)
    if request.method == "GET":
        return _page(setting, DoorForm(data=_data(setting, door)), door)
    form = DoorForm()
    try:
        doors.change_door(the_actor(), door_id, _wanted(form))
    except Invalid as error:
        put_errors(form, error)
        return _page(setting, form, door), 422
    return redirect(url_for(".index"), 303)


@bp.post("/doors/<uuid:door_id>/close")
def close(door_id: UUID) -> Response:
    """I wrote to them, or let it go; `open`: not so after all."""
    doors.close_door(the_actor(), door_id, closed="open" not in request.form)
    return redirect(url_for(".index"), 303)


@bp.post("/doors/<uuid:door_id>/came-back")
def came_back(door_id: UUID) -> Response:
    """The employer wrote again."""
    application_id = doors.they_came_back(the_actor(), door_id)
    flash(_("They came back: the application is open again, and everything you found is kept."))
    return redirect(url_for("applications.show", application_id=application_id), 303)


@bp.post("/doors/<uuid:door_id>/remove")
def remove(door_id: UUID) -> str:
    """A mistake; the answer offers to undo it."""
    doors.remove_door(the_actor(), door_id)
    return page("seeker/door_removed.html", door_id=door_id)


@bp.post("/doors/<uuid:door_id>/restore")
def restore(door_id: UUID) -> Response:
    """Undo."""
    doors.restore_door(the_actor(), door_id)
    return redirect(url_for(".index"), 303)


def _page(setting: Setting, form: DoorForm, door: DoorLine | None = None) -> str:
    people = {one.name: one.id for one in setting.recipients if one.is_contact}
    kept = people.get(door.person, "") if door else ""
    return page(
        "seeker/door_form.html",
        case=setting,
        form=form,
        door=door,
        contact=request.form.get("contact", "") if request.method == "POST" else str(kept),
        client_id=request.form.get("client_id") or new_id(),
    )


def _data(setting: Setting, door: DoorLine) -> dict[str, object]:
    known = {one.name for one in setting.recipients if one.is_contact}
    return {
        "person": "" if door.person in known else door.person,
        "said_on": door.said_on,
        "reconnect_on": door.reconnect_on,
        "note": door.note,
    }


def _wanted(form: DoorForm) -> Wanted:
    if not form.validate():
        raise Invalid
    return Wanted(
        reconnect_on=form.reconnect_on.data,
        said_on=form.said_on.data,
        contact_id=parse_id(request.form.get("contact", "")),
        person=form.person.data or "",
        note=form.note.data or "",
    )
