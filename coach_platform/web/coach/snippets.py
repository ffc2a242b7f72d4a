"""A coach's own snippets: writing, changing, removing."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.library import snippets
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.snippets import SnippetForm, empty, of_snippet, removed_page, snippet_page

bp = Blueprint("coach_snippets", __name__, url_prefix="/coach/library/snippets")
Answer = Response | tuple[str, int]


@bp.get("/new")
def new() -> str:
    """An empty one."""
    return _new(empty())


@bp.post("")
def add() -> Answer:
    """Keep it."""
    given = SnippetForm()
    try:
        snippets.add_snippet(the_actor(), wording=given.wording())
    except Invalid as error:
        put_errors(given, error)
        return _new(given), 422
    flash(_("Kept. You find it by its words wherever you write to a seeker."))
    return _home()


@bp.get("/<uuid:snippet_id>")
def edit(snippet_id: UUID) -> str:
    """One of mine."""
    return _edit(snippet_id, of_snippet(snippets.one_snippet(the_actor(), snippet_id)))


@bp.post("/<uuid:snippet_id>")
def save(snippet_id: UUID) -> Answer:
    """In other words from now on."""
    given = SnippetForm()
    try:
        snippets.change_snippet(the_actor(), snippet_id, wording=given.wording())
    except Invalid as error:
        put_errors(given, error)
        return _edit(snippet_id, given), 422
    flash(_("Saved."))
    return _home()


@bp.post("/<uuid:snippet_id>/delete")
def delete(snippet_id: UUID) -> str:
    """Gone from the library; the answer offers to undo it."""
    snippets.delete_snippet(the_actor(), snippet_id)
    return removed_page("coach", url_for(".restore", snippet_id=snippet_id), url_for("library.index"))


@bp.post("/<uuid:snippet_id>/restore")
def restore(snippet_id: UUID) -> Response:
    """Undo."""
    try:
        snippets.restore_snippet(the_actor(), snippet_id)
    except Invalid as error:
        flash(str(error.message))
    return _home()


def _home() -> Response:
    return redirect(url_for("library.index"), 303)


def _new(form: SnippetForm) -> str:
    return snippet_page("coach", form, url_for(".add"), url_for("library.index"))


def _edit(snippet_id: UUID, form: SnippetForm) -> str:
    delete_url = url_for(".delete", snippet_id=snippet_id)
    return snippet_page(
        "coach", form, url_for(".save", snippet_id=snippet_id), url_for("library.index"), delete=delete_url
    )
