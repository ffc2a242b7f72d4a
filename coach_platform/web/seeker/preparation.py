"""The preparation sheet of an interview: one page, to be read, written on, arranged and printed."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.drafts import DraftConflict
from coach_platform.core.drafts.differences import Pieces, differences
from coach_platform.core.practice import items
from coach_platform.core.preparation import changing, notes
from coach_platform.core.preparation.sheet import action_key, area_key, sheet
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import new_id, parse_id
from coach_platform.web.seeker.practice import said
from coach_platform.web.shared import plan_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("preparation", __name__, url_prefix="/applications/<uuid:application_id>/preparation")
plan_words.speak_in(bp)
STEPS = {"up": -1, "down": 1}


@bp.get("")
def show(application_id: UUID) -> str:
    return _page(application_id)


@bp.post("")
def keep(application_id: UUID) -> Response | tuple[str, int]:
    """Keep the notes."""
    actor, written = the_actor(), _written()
    try:
        notes.keep_notes(actor, application_id, said=written, tab=_tab())
    except DraftConflict:
        notes.put_aside(actor, application_id, said=written)
        return redirect(url_for(".versions", application_id=application_id), 303)
    except Invalid as error:
        return _page(application_id, written, error.fields), 422
    flash(_("Your notes are kept."))
    return redirect(_here(application_id, "notes"), 303)


@bp.post("/draft")
def autosave(application_id: UUID) -> Response | tuple[Response, int]:
    """What is being typed: it is on the sheet at once."""
    try:
        saved = notes.keep_typing(the_actor(), application_id, said=_written(), tab=_tab())
    except DraftConflict:
        return jsonify(url=url_for(".versions", application_id=application_id)), 409
    return jsonify(revision=saved.revision, errors={})


@bp.get("/versions")
def versions(application_id: UUID) -> str:
    """Both versions of what was typed in two tabs."""
    both = notes.versions(the_actor(), application_id)
    return page("seeker/preparation_versions.html", both=both, texts=_texts(both), application_id=application_id)


@bp.post("/versions")
def settle(application_id: UUID) -> Response:
    """Go on with one of the two."""
    notes.go_on_with(the_actor(), application_id, take_aside=request.form.get("take") == "aside")
    return redirect(_here(application_id, "notes"), 303)


@bp.post("/questions")
def add_question(application_id: UUID) -> Response | tuple[str, int]:
    """A question to practise for this interview."""
    try:
        items.add_question(the_actor(), application_id=application_id, **said())
    except Invalid as error:
        return _page(application_id, {**request.form}, error.fields), 422
    return redirect(_here(application_id, "questions"), 303)


@bp.post("/arrange")
def arrange(application_id: UUID) -> Response:
    """Take a line off, put it back, or move a question up or down."""
    actor, key, act = the_actor(), request.form.get("key", ""), request.form.get("act", "")
    if act in STEPS:
        item_id = parse_id(key.removeprefix("question:"))
        if item_id is None:
            raise NotFound
        changing.move_question(actor, application_id, item_id, step=STEPS[act])
    elif act == "off":
        changing.take_off(actor, application_id, key)
    else:
        changing.put_back(actor, application_id, key)
    return redirect(url_for(".show", application_id=application_id, arrange=1, _anchor=_part(key)), 303)


@bp.post("/take-over")
def take_over(application_id: UUID) -> Response:
    """Take the notes of an earlier sheet into this one."""
    source = parse_id(request.form.get("source", ""))
    if source is None:
        raise NotFound
    changing.take_over(the_actor(), application_id, source)
    flash(_("Taken over. The earlier sheet stays as it is."))
    return redirect(_here(application_id, "notes"), 303)


def _written() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in notes.FIELDS}


def _tab() -> notes.Tab:
    return notes.Tab(parse_id(request.form.get("client_id", "")), request.form.get("revision", 0, int))


def _here(application_id: UUID, part: str) -> str:
    return url_for(".show", application_id=application_id, _anchor=part)


def _part(key: str) -> str:
    """The part of the page in which a line stands."""
    parts = {"question": "questions", "line": "lines", "had": "lines", "area": "areas", "action": "actions"}
    return parts.get(key.partition(":")[0], "worked")


def _texts(both: notes.BothVersions) -> list[tuple[str, Pieces, Pieces]]:
    """(what it is, the kept text, the other tab's); with nothing kept nothing is marked."""
    asked = {"research": _("What I found out"), "notes": _("Notes")}
    aside = both.aside.body if both.aside else {}
    kept = both.kept.body if both.kept else aside
    return [(label, *differences(kept.get(name, ""), aside.get(name, ""))) for name, label in asked.items()]


def _page(application_id: UUID, typed: dict[str, str] | None = None, errors: dict[str, Any] | None = None) -> str:
    found = sheet(the_actor(), application_id)
    return page(
        "seeker/preparation.html",
        sheet=found,
        head=found.head,
        chosen=found.chosen,
        arranging=bool(request.args.get("arrange")),
        keys={"area": area_key, "action": action_key},
        typed=typed or {},
        errors=errors or {},
        client_id=request.form.get("client_id") or new_id(),
    )
