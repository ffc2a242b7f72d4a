"""One question to say aloud: a timer, a better answer, a coach's word, and on to the next one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.vocabulary import Area, Stage
from coach_platform.core.access.sight import own_sight
from coach_platform.core.plans import practice_help
from coach_platform.core.plans.targets import on_practice
from coach_platform.core.plans.threads import threads
from coach_platform.core.practice import items
from coach_platform.core.practice.queries import following, one_item
from coach_platform.core.practice.rehearsing import count_rehearsal
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, ngettext
from coach_platform.kit.ids import parse_id
from coach_platform.web.seeker.comments import rows
from coach_platform.web.seeker.fields import word_or_none
from coach_platform.web.seeker.practice import about, chosen, wanted
from coach_platform.web.shared.comments import act_id
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("rehearsing", __name__, url_prefix="/practice/<uuid:item_id>")
ASK_FIELD = "ask_body"  # beside the field of the thread's own form


@bp.get("")
def show(item_id: UUID) -> str:
    return _page(item_id)


@bp.post("")
def keep(item_id: UUID) -> Response | tuple[str, int]:
    """Keep the answer; with `act=rehearsed` it was said aloud as well, and the next one follows."""
    actor, aloud = the_actor(), request.form.get("act") == "rehearsed"
    onwards = following(own_sight(actor.person_id), item_id, wanted()) if aloud else item_id
    try:
        _keep_answer(item_id)
    except Invalid as error:
        return _page(item_id, {**request.form}, error.fields), 422
    if not aloud:
        flash(_("Your answer is kept."))
        return redirect(url_for(".show", item_id=item_id, **chosen()), 303)
    times = count_rehearsal(
        actor,
        item_id,
        rehearsal_id=parse_id(request.form.get("rehearsal_id", "")),
        seconds=request.form.get("seconds", None, int),
    )
    flash(ngettext("Rehearsed once.", "Rehearsed %(num)s times by now.", times) + _onwards_words(onwards))
    return redirect(url_for(".show", item_id=onwards or item_id, **chosen()), 303)


@bp.post("/rehearsed")
def rehearsed(item_id: UUID) -> Response:
    """Said aloud somewhere else; from the list or a sheet, which is gone back to."""
    count_rehearsal(the_actor(), item_id, rehearsal_id=parse_id(request.form.get("rehearsal_id", "")))
    return redirect(next_page(url_for("practice.index")), 303)


@bp.post("/about")
def sort(item_id: UUID) -> Response:
    """What it is about, and at which stage it is asked."""
    area = word_or_none(Area, request.form.get("area"))
    items.sort_item(the_actor(), item_id, area=area, stage=word_or_none(Stage, request.form.get("stage")))
    flash(_("Kept."))
    return redirect(url_for(".show", item_id=item_id, **chosen()), 303)


@bp.post("/ask")
def ask(item_id: UUID) -> Response | tuple[str, int]:
    """Ask the coaches who may read it for a word."""
    body = request.form.get(ASK_FIELD, "")
    try:
        said = practice_help.ask_for_a_word(the_actor(), item_id, body=body, client_id=act_id())
    except Invalid as error:
        return _page(item_id, {**request.form}, {ASK_FIELD: error.fields.get("body", error.message)}), 422
    flash(_("Asked. Your coach finds it on their page today."))
    return redirect(url_for(".show", item_id=item_id, _anchor=f"comment-{said}", **chosen()), 303)


@bp.post("/ask/withdraw")
def withdraw(item_id: UUID) -> Response:
    """It waits for nobody any more."""
    practice_help.take_back(the_actor(), item_id)
    return redirect(url_for(".show", item_id=item_id, **chosen()), 303)


def _onwards_words(onwards: UUID | None) -> str:
    return " " + _("Here is the next one.") if onwards else ""


def _keep_answer(item_id: UUID) -> None:
    given = request.form
    if "better_answer" not in given:
        one_item(own_sight(the_actor().person_id), item_id)  # rehearsed only, but one's own
    else:
        items.edit_item(
            the_actor(),
            item_id,
            better_answer=given["better_answer"],
            what_i_said=given.get("what_i_said"),
            question=given.get("question"),
        )


def _page(item_id: UUID, typed: dict[str, str] | None = None, errors: dict[str, Any] | None = None) -> str:
    actor = the_actor()
    sight = own_sight(actor.person_id)
    item = one_item(sight, item_id)
    key = on_practice(item_id, item.case_id).key
    said = threads(sight, item_id=item_id).get(key, [])
    return page(
        "seeker/rehearse.html",
        item=item,
        key=key,
        comments=rows(said),
        unread=[comment.id for comment in said if comment.unread],
        waits=practice_help.waits(item, said),
        readers=practice_help.coaches_who_read(actor, item_id, item.case_id),
        onwards=following(sight, item_id, wanted()),
        chosen=chosen(),
        about=about(),
        typed=typed or {},
        errors=errors or {},
    )
