"""A line of Today: opened in place, answered, put aside, handed on. With scripts a piece of the page answers, else a page."""

from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.drafts.drafts import DraftConflict
from coach_platform.core.today.queue import handing, marks, saying
from coach_platform.core.today.queue.one_line import one_line
from coach_platform.core.today.queue.opened import open_line
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import format_date
from coach_platform.kit.ids import parse_id
from coach_platform.web.coach.comments import rows_for
from coach_platform.web.coach.inserting import insert_url, insertion
from coach_platform.web.coach.queue_words import notice
from coach_platform.web.shared import plan_words
from coach_platform.web.shared.comments import act_id
from coach_platform.web.shared.day_field import parse_day
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_queue", __name__, url_prefix="/coach/today")
plan_words.speak_in(bp)
Answer = Response | str | tuple[str, int]


@bp.get("/<uuid:seeker_id>")
def show(seeker_id: UUID) -> Answer:
    """What the line is about, and a field for a word."""
    return _opened(seeker_id)


@bp.post("/<uuid:seeker_id>")
def put(seeker_id: UUID) -> Answer:
    """Done, asleep until a day, or either of them undone."""
    me, act = the_actor(), request.form.get("act", "")
    if act == "done":
        marks.done(me, seeker_id)
        return _gone(seeker_id, "done")
    if act in ("undo_done", "wake"):
        (marks.undo_done if act == "undo_done" else marks.wake)(me, seeker_id)
        return _back(seeker_id, "back")
    if act not in set(marks.Until):
        raise NotFound
    try:
        day = marks.snooze(me, seeker_id, marks.Until(act), on=parse_day(request.form.get("on", "")))
    except Invalid as error:
        return _opened(seeker_id, errors=error.fields), 422
    return _gone(seeker_id, "snoozed", more=format_date(day))


@bp.post("/<uuid:seeker_id>/say")
def say(seeker_id: UUID) -> Answer:
    """A word, where the line's reason stands; the line may be done with it."""
    given = request.form
    body, about = given.get("body", ""), given.get("about", "")
    put_in = insertion(seeker_id, body, saying.case_of(about))
    if put_in is not None:
        return _opened(seeker_id, typed=(put_in.body, about), put_in=put_in)
    try:
        saying.say(the_actor(), seeker_id, about, body=body, client_id=act_id())
    except Invalid as error:
        return _opened(seeker_id, errors=error.fields, typed=(body, about)), 422
    if given.get("then") == "done":
        marks.done(the_actor(), seeker_id)
        return _gone(seeker_id, "done")
    return _opened(seeker_id, sent=True) if _in_place() else _back(seeker_id, "said")


@bp.post("/<uuid:seeker_id>/draft")
def keep(seeker_id: UUID) -> Response | tuple[Response, int]:
    """What is typed so far."""
    given, revision = request.form, request.form.get("revision", "")
    try:
        kept = saying.keep_word(
            the_actor(),
            seeker_id,
            given.get("about", ""),
            body=given.get("body", ""),
            client_id=act_id(),
            revision=int(revision) if revision.isdecimal() and len(revision) < 9 else 0,
        )
    except DraftConflict:
        return jsonify(url=url_for(".show", seeker_id=seeker_id)), 409
    return jsonify(revision=kept, errors={})


@bp.get("/<uuid:seeker_id>/hand-on")
def choose(seeker_id: UUID) -> Answer:
    """To whom."""
    return _handing(seeker_id)


@bp.post("/<uuid:seeker_id>/hand-on")
def hand_on(seeker_id: UUID) -> Answer:
    """It is a colleague's now."""
    given = request.form
    try:
        colleague = handing.hand_on(the_actor(), seeker_id, parse_id(given.get("to", "")), note=given.get("note", ""))
    except Invalid as error:
        return _handing(seeker_id, errors=error.fields, given=given), 422
    except NotFound:  # the same button a second time: it is theirs already
        colleague = handing.already_with(the_actor(), seeker_id)
        if not colleague:
            raise
    return _gone(seeker_id, "handed_to" if _in_place() else "handed", more=colleague)


@bp.post("/handed/<uuid:hand_on_id>/take")
def take(hand_on_id: UUID) -> Response:
    """I have it."""
    handing.take(the_actor(), hand_on_id)
    return redirect(url_for("coach_today.show"), 303)


@bp.post("/handed/<uuid:hand_on_id>/return")
def give_back(hand_on_id: UUID) -> Response:
    """It is theirs again."""
    handing.hand_back(the_actor(), hand_on_id)
    return redirect(url_for("coach_today.show"), 303)


@bp.post("/handed/<uuid:hand_on_id>/take-back")
def take_back(hand_on_id: UUID) -> Response:
    """I do it myself after all."""
    return _back(handing.take_back(the_actor(), hand_on_id), "back")


def _in_place() -> bool:
    return bool(request.headers.get("HX-Request"))


def _drawn(name: str, **context: Any) -> str:
    """A page of its own, or the piece of it that goes into the line."""
    if _in_place():
        return render_template(f"coach/{name}_piece.html", actor=the_actor(), **context)
    return page(f"coach/{name}.html", **context)


def _opened(seeker_id: UUID, **more: Any) -> str:
    opened = open_line(the_actor(), seeker_id)
    # The box fills in the company only where every word that can be said here is about that one case.
    cases = {place.target.case_id for place in opened.places}
    insert = insert_url(seeker_id, cases.pop() if len(cases) == 1 else None)
    return _drawn(
        "queue_open", opened=opened, rows=rows_for(seeker_id), longest=marks.LONGEST.days, insert=insert, **more
    )


def _handing(seeker_id: UUID, **more: Any) -> str:
    return _drawn("queue_hand_on", handing=handing.handing(the_actor(), seeker_id), **more)


def _gone(seeker_id: UUID, did: str, *, more: str = "") -> Response:
    """The line without what was put aside; where something of it stays, it is drawn again."""
    if not _in_place():
        return _back(seeker_id, "asleep" if did == "snoozed" else did)
    left = one_line(the_actor(), seeker_id)
    stays = left.line is not None and did == "done"
    said = notice("stays" if stays else did, seeker_id, left.name, more=more)
    answer = make_response(
        render_template("coach/queue_line_piece.html", line=left.line, notice=said, actor=the_actor())
    )
    answer.headers |= {"HX-Retarget": f"#line-{seeker_id}", "HX-Reswap": "outerHTML" if left.line else "delete"}
    return answer


def _back(seeker_id: UUID, did: str) -> Response:
    to = url_for("coach_today.show", did=did, to=seeker_id, _anchor=f"line-{seeker_id}")
    return redirect(to, 303)
