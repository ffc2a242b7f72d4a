"""Saved views: keeping what is asked of the list under a name, and putting them in order."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.today.caseload import views
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import parse_id
from coach_platform.web.coach.caseload import given
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("caseload_views", __name__, url_prefix="/coach/seekers/views")
Answer = Response | tuple[str, int]


@bp.get("")
def index() -> str:
    """All of them."""
    return _page()


@bp.post("")
def save() -> Answer:
    """Keep what is asked for: under a new name, or in the place of one that is there."""
    asked, instead = given(), parse_id(request.form.get("instead", ""))
    if instead is not None:
        views.change_view(the_actor(), instead, asked=asked)
        flash(_("Kept in its place."))
        return redirect(url_for("caseload.index", view=instead), 303)
    try:
        view_id = views.save_view(the_actor(), name=request.form.get("name", ""), asked=asked)
    except Invalid as error:
        return _page(new=error, kept=views.kept(asked)), 422
    flash(_("Kept. A name you searched for is not part of it."))
    return redirect(url_for("caseload.index", view=view_id), 303)


@bp.post("/<uuid:view_id>/rename")
def rename(view_id: UUID) -> Answer:
    """Another name."""
    try:
        views.rename_view(the_actor(), view_id, name=request.form.get("name", ""))
    except Invalid as error:
        return _page(wrong=view_id, error=error), 422
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:view_id>/move")
def move(view_id: UUID) -> Response:
    """One place up or down."""
    views.move_view(the_actor(), view_id, up=request.form.get("to") == "up")
    return redirect(url_for(".index", _anchor=f"view-{view_id}"), 303)


@bp.post("/first")
def first() -> Response:
    """What the list opens with; without a view, with everybody."""
    views.open_with(the_actor(), parse_id(request.form.get("view", "")))
    flash(_("The list opens with it from now on."))
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:view_id>/remove")
def remove(view_id: UUID) -> Response:
    """Gone."""
    views.remove_view(the_actor(), view_id)
    flash(_("Removed. The people in it are where they were."))
    return redirect(url_for(".index"), 303)


def _page(
    *,
    new: Invalid | None = None,
    kept: dict[str, list[str]] | None = None,
    wrong: UUID | None = None,
    error: Invalid | None = None,
) -> str:
    return page(
        "coach/caseload_views.html",
        views=views.views(the_actor()),
        new_error=new.fields.get("name", new.message) if new else "",
        kept=kept or {},
        wrong=wrong,
        error=error.fields.get("name", error.message) if error else "",
        typed=request.form.get("name", ""),
    )
