"""The coach's Today: who needs me now, and why."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.today.coach import coach_today
from coach_platform.core.today.queue import ordering
from coach_platform.kit.ids import parse_id
from coach_platform.web.coach.queue_words import asked_notice
from coach_platform.web.shared import plan_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.waits import time_words

bp = Blueprint("coach_today", __name__, url_prefix="/coach")
plan_words.speak_in(bp)


@bp.get("")
def show() -> str:
    """One line a person: of all, of the coach's own (`?of=mine`), or of those whom one team shares (`?of=<its id>`)."""
    of = request.args.get("of", "")
    today = coach_today(the_actor(), mine=of == "mine", team_id=parse_id(of))
    return page(
        "coach/today.html",
        today=today,
        of=of,
        notice=asked_notice(today.names),
        wait=time_words(today.wait.median) if today.wait else "",
    )


@bp.post("/today/order")
def order() -> Response:
    """A reason a place up or down; or the usual order."""
    me, given = the_actor(), request.form
    if given.get("usual"):
        ordering.usual_order(me)
    else:
        up = given.get("up", "")
        ordering.move_reason(me, up or given.get("down", ""), up=bool(up))
    return redirect(url_for(".show", _anchor="order"), 303)
