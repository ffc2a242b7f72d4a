"""What there is to practise: questions that surprised, better answers, how often rehearsed."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.access.sight import own_sight
from coach_platform.core.practice import items
from coach_platform.core.practice.queries import practice_list
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("practice", __name__, url_prefix="/practice")


@bp.get("")
def index() -> str:
    return _page()


@bp.post("/<uuid:item_id>")
def edit(item_id: UUID) -> Response | tuple[str, int]:
    """Keep a better answer."""
    better, said = request.form.get("better_answer", ""), request.form.get("what_i_said", "")
    try:
        items.edit_item(the_actor(), item_id, better_answer=better, what_i_said=said)
    except Invalid as error:
        return _page({item_id: {**request.form}}, {item_id: error.fields}), 422
    flash(_("Your answer is kept."))
    return redirect(url_for(".index", page=_mark() or None, _anchor=f"item-{item_id}"), 303)


@bp.post("/<uuid:item_id>/rehearsed")
def rehearsed(item_id: UUID) -> Response:
    items.count_rehearsal(the_actor(), item_id)
    return redirect(url_for(".index", page=_mark() or None, _anchor=f"item-{item_id}"), 303)


@bp.post("/<uuid:item_id>/let-go")
def let_go(item_id: UUID) -> Response:
    items.let_go(the_actor(), item_id)
    return redirect(url_for(".index", page=_mark() or None, undo=item_id), 303)


@bp.post("/<uuid:item_id>/bring-back")
def bring_back(item_id: UUID) -> Response:
    items.bring_back(the_actor(), item_id)
    return redirect(url_for(".index", page=_mark() or None, _anchor=f"item-{item_id}"), 303)


def _page(typed: dict | None = None, errors: dict | None = None) -> str:
    return page(
        "seeker/practice.html",
        items=practice_list(own_sight(the_actor().person_id), page=_mark()),
        mark=_mark(),
        typed=typed or {},
        errors=errors or {},
        undo=request.args.get("undo", type=UUID),
        help_line=help_line(),
    )


def _mark() -> str:
    """The page one is on: what is done there leads back to it."""
    return request.args.get("page", "")
