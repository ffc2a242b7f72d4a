"""Bringing earlier applications in: the list, the look at what becomes of it, what came of it, undo."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.applications.importing import doing, preview
from coach_platform.core.applications.importing.dates import Order, read_date
from coach_platform.core.applications.importing.reading import Verdict
from coach_platform.core.applications.importing.tables import decoded
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _, format_date, ngettext
from coach_platform.web.seeker import forms_import, words
from coach_platform.web.seeker.import_words import verdict_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("importing", __name__, url_prefix="/applications/import")
words.speak_in(bp)
Answer = Response | str | tuple[str, int]
SHOWN = 100  # rows of each kind on the page; the counts are of all


@bp.get("", endpoint="form")
def form() -> str:
    """Paste a list, or choose a file."""
    return _form()


@bp.post("", endpoint="begin")
def begin() -> Answer:
    """Keep it to look at."""
    text = request.form.get("text", "")
    try:
        if (given := request.files.get("file")) and given.filename:
            text = decoded(given.read())
        preview.begin(the_actor(), text)
    except Invalid as error:
        return _form(text, error), 422
    return redirect(url_for(".look"), 303)


@bp.get("/look", endpoint="look")
def look() -> Answer:
    """What becomes of each row, before anything is kept."""
    try:
        return _look(preview.look(the_actor()))
    except NotFound:  # brought in already, or let go: the back button leads here
        return redirect(url_for(".form"), 303)


@bp.post("/look", endpoint="say")
def say() -> Answer:
    """Say how it is meant, or bring it in as it was shown."""
    actor = the_actor()
    try:
        before = preview.look(actor, lock=True)  # a double click waits here, and finds the list gone
    except NotFound:  # sent twice: the first has brought it in
        return redirect(url_for(".form"), 303)
    preview.say(actor, forms_import.wish_from(request.form, before.table))
    if request.form.get("step") != "go":
        return redirect(url_for(".look"), 303)
    now = preview.look(actor)
    if not now.wrong and request.form.get("ready") != str(len(now.ready)):
        return _look(now, changed=True), 409
    try:
        made = doing.bring_in(actor)
    except Invalid as error:
        return _look(now, error), 422
    return redirect(url_for(".done", import_id=made), 303)


@bp.post("/forget", endpoint="forget")
def forget() -> Response:
    """Let the list go."""
    preview.forget(the_actor())
    flash(_("The list was let go. Nothing of it was kept."))
    return redirect(url_for(".form"), 303)


@bp.get("/<uuid:import_id>", endpoint="done")
def done(import_id: UUID) -> str:
    """What came of it."""
    return page("seeker/import_done.html", brought=doing.one(the_actor(), import_id))


@bp.post("/<uuid:import_id>/undo", endpoint="undo")
def undo(import_id: UUID) -> Response:
    """Take it back."""
    stay = doing.undo(the_actor(), import_id)
    said = _("The import is undone.")
    more = ngettext(
        "%(num)s application stays, since you have worked with it.",
        "%(num)s applications stay, since you have worked with them.",
        stay,
    )
    flash(f"{said} {more}" if stay else said)
    return redirect(url_for(".form"), 303)


def _form(text: str = "", error: Invalid | None = None) -> str:
    actor = the_actor()
    return page(
        "seeker/import.html",
        text=text,
        errors=error.fields if error else {},
        begun=preview.begun(actor),
        brought=doing.brought_in(actor),
    )


def _look(shown: preview.Preview, error: Invalid | None = None, *, changed: bool = False) -> str:
    given: dict[str, Any] = dict(shown.wrong) if error else {}
    return page(
        "seeker/import_look.html",
        shown=shown,
        errors=given,
        general=[error.message] if error and error.message else [],
        changed=changed,
        columns=forms_import.COLUMNS,
        first=forms_import.FIRST,
        column_options=forms_import.column_options(shown.table),
        stage_options=forms_import.stage_options(),
        came_options=forms_import.came_options(),
        order_options=_orders(shown),
        verdict_words=verdict_words,
        some_ready=shown.ready[:SHOWN],
        some_staying=shown.staying[:SHOWN],
        has_doubles=any(row.verdict.double for row in shown.rows),
        doubles=sum(shown.counts[verdict] for verdict in Verdict if verdict.double),
    )


def _orders(shown: preview.Preview) -> list[tuple[str, str]]:
    """Both ways to read the row that tells them apart, in words."""
    named = {Order.DAY_FIRST: _("Day first"), Order.MONTH_FIRST: _("Month first")}
    said = shown.judged.example
    options = []
    for order, name in named.items():
        day = read_date(said, order) if said else None
        options.append(
            (order.value, _("%(order)s: %(day)s", order=name, day=format_date(day, "long")) if day else name)
        )
    return options
