"""A coach's private notes about a seeker."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching import notes
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.coach.no_longer import give_back
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_notes", __name__, url_prefix="/coach/seekers/<uuid:seeker_id>/notes")
give_back(bp, body=l_("The note"))


@bp.get("")
def index(seeker_id: UUID) -> str:
    """All of mine about them."""
    return _index(seeker_id)


@bp.post("")
def add(seeker_id: UUID) -> Response | tuple[str, int]:
    """Write one down."""
    body = request.form.get("body", "")
    try:
        notes.add_note(the_actor(), seeker_id, body=body)
    except Invalid as error:
        return _index(seeker_id, body, error), 422
    return redirect(url_for(".index", seeker_id=seeker_id), 303)


@bp.get("/<uuid:note_id>")
def edit(seeker_id: UUID, note_id: UUID) -> str:
    """One of them, to be changed."""
    return _edit(seeker_id, note_id, notes.one_note(the_actor(), seeker_id, note_id).body)


@bp.post("/<uuid:note_id>")
def save(seeker_id: UUID, note_id: UUID) -> Response | tuple[str, int]:
    """Keep what was changed."""
    body = request.form.get("body", "")
    try:
        notes.edit_note(the_actor(), seeker_id, note_id, body=body)
    except Invalid as error:
        return _edit(seeker_id, note_id, body, error), 422
    return redirect(url_for(".index", seeker_id=seeker_id), 303)


@bp.post("/<uuid:note_id>/delete")
def delete(seeker_id: UUID, note_id: UUID) -> Response:
    """For good."""
    notes.delete_note(the_actor(), seeker_id, note_id)
    flash(_("The note is gone."))
    return redirect(url_for(".index", seeker_id=seeker_id), 303)


def _index(seeker_id: UUID, body: str = "", error: Invalid | None = None) -> str:
    shown = notes.notes_page(the_actor(), seeker_id, page=request.args.get("page", ""))
    return page("coach/notes.html", shown=shown, body=body, errors=_errors(error))


def _edit(seeker_id: UUID, note_id: UUID, body: str, error: Invalid | None = None) -> str:
    return page("coach/note.html", seeker_id=seeker_id, note_id=note_id, body=body, errors=_errors(error))


def _errors(error: Invalid | None) -> list[object]:
    return [error.fields["body"]] if error and "body" in error.fields else []
