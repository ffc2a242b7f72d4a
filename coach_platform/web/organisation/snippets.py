"""The snippets that an organisation keeps for its coaches."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.library import snippets
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.snippets import SnippetForm, empty, of_snippet, removed_page, snippet_page

bp = Blueprint("organisation_snippets", __name__, url_prefix="/organisation")
Answer = Response | tuple[str, int]


@bp.get("/snippets")
def index() -> str:
    """All of them."""
    return page("organisation/snippets.html", organisations=snippets.organisation_snippets(the_actor()))


@bp.get("/<uuid:organisation_id>/snippets/new")
def new(organisation_id: UUID) -> str:
    """An empty one."""
    return _new(organisation_id, empty())


@bp.post("/<uuid:organisation_id>/snippets")
def add(organisation_id: UUID) -> Answer:
    """Keep it for its coaches."""
    given = SnippetForm()
    try:
        snippets.add_snippet(the_actor(), wording=given.wording(), organisation_id=organisation_id)
    except Invalid as error:
        put_errors(given, error)
        return _new(organisation_id, given), 422
    flash(_("Kept. Your coaches find it from now on."))
    return _home()


@bp.get("/snippets/<uuid:snippet_id>")
def edit(snippet_id: UUID) -> str:
    """One of them."""
    return _edit(snippet_id, of_snippet(snippets.one_snippet(the_actor(), snippet_id, organisation=True)))


@bp.post("/snippets/<uuid:snippet_id>")
def save(snippet_id: UUID) -> Answer:
    """In other words from now on."""
    given = SnippetForm()
    try:
        snippets.change_snippet(the_actor(), snippet_id, wording=given.wording(), organisation=True)
    except Invalid as error:
        put_errors(given, error)
        return _edit(snippet_id, given), 422
    flash(_("Saved."))
    return _home()


@bp.post("/snippets/<uuid:snippet_id>/delete")
def delete(snippet_id: UUID) -> str:
    """No coach finds it any more; the answer offers to undo it."""
    snippets.delete_snippet(the_actor(), snippet_id, organisation=True)
    return removed_page("organisation", url_for(".restore", snippet_id=snippet_id), url_for(".index"))


@bp.post("/snippets/<uuid:snippet_id>/restore")
def restore(snippet_id: UUID) -> Response:
    """Undo."""
    try:
        snippets.restore_snippet(the_actor(), snippet_id, organisation=True)
    except Invalid as error:
        flash(str(error.message))
    return _home()


def _home() -> Response:
    return redirect(url_for(".index"), 303)


def _new(organisation_id: UUID, form: SnippetForm) -> str:
    action = url_for(".add", organisation_id=organisation_id)
    return snippet_page("organisation", form, action, url_for(".index"))


def _edit(snippet_id: UUID, form: SnippetForm) -> str:
    action, delete_url = (url_for(name, snippet_id=snippet_id) for name in (".save", ".delete"))
    return snippet_page("organisation", form, action, url_for(".index"), delete=delete_url)
