"""What there is to practise: every question, found again by what it is about, and questions of one's own."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.vocabulary import Area, Stage, choices
from coach_platform.core.access.sight import own_sight
from coach_platform.core.practice import items
from coach_platform.core.practice.queries import Wanted, practice_list
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, current_locale
from coach_platform.kit.ids import parse_id
from coach_platform.web.seeker.fields import word_or_none
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared.case_words import speak_in
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("practice", __name__, url_prefix="/practice")
speak_in(bp)
FILTERS = ("area", "stage", "never", "unanswered")
# An offer is no conversation one practises questions for; sending is none either.
ASKED_AT = [stage for stage in Stage if stage not in (Stage.APPLIED, Stage.OFFER)]


@bp.get("")
def index() -> str:
    return _page()


@bp.post("")
def add() -> Response | tuple[str, int]:
    """A question of one's own, for any interview."""
    try:
        added = items.add_question(the_actor(), **said())
    except Invalid as error:
        return _page({**request.form}, error.fields), 422
    flash(_("Your question is kept."))
    return redirect(url_for("rehearsing.show", item_id=added), 303)


@bp.post("/<uuid:item_id>/let-go")
def let_go(item_id: UUID) -> Response:
    items.let_go(the_actor(), item_id)
    return redirect(url_for(".index", page=mark() or None, undo=item_id, **chosen()), 303)


@bp.post("/<uuid:item_id>/bring-back")
def bring_back(item_id: UUID) -> Response:
    items.bring_back(the_actor(), item_id)
    return redirect(url_for(".index", page=mark() or None, _anchor=f"item-{item_id}", **chosen()), 303)


def said() -> dict[str, Any]:
    """A question as its form has it."""
    return {
        "question": request.form.get("question", ""),
        "better_answer": request.form.get("better_answer", ""),
        "area": word_or_none(Area, request.form.get("area")),
        "stage": word_or_none(Stage, request.form.get("stage")),
        "item_id": parse_id(request.form.get("client_id", "")),
    }


def wanted() -> Wanted:
    """What the address asks for."""
    return Wanted(
        area=word_or_none(Area, request.args.get("area")),
        stage=word_or_none(Stage, request.args.get("stage")),
        never=bool(request.args.get("never")),
        unanswered=bool(request.args.get("unanswered")),
    )


def chosen() -> dict[str, Any]:
    """The same, to be carried on by links."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def mark() -> str:
    """The page one is on: what is done there leads back to it."""
    return request.args.get("page", "")


def about() -> dict[str, list[tuple[str, str]]]:
    """What a question may be about, and when it may be asked."""
    stages = dict(choices(Stage, current_locale()))
    return {"areas": choices(Area, current_locale()), "stages": [(s.value, stages[s.value]) for s in ASKED_AT]}


def _page(typed: dict[str, str] | None = None, errors: dict[str, Any] | None = None) -> str:
    return page(
        "seeker/practice.html",
        items=practice_list(own_sight(the_actor().person_id), wanted(), page=mark()),
        mark=mark(),
        chosen=chosen(),
        about=about(),
        typed=typed or {},
        errors=errors or {},
        undo=request.args.get("undo", type=UUID),
        help_line=help_line(),
    )
