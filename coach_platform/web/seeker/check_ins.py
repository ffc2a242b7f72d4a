"""One tap: how confident do I feel? From wherever it is offered, and back there, with the number marked."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from coach_platform.core.assessments.check_ins import check_in, tapped_today
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("check_ins", __name__, url_prefix="/check-ins")


@bp.post("")
def add() -> Response | str:
    actor, occasion = the_actor(), request.form.get("occasion", "other")
    confidence = request.form.get("confidence", "")
    check_in(actor, confidence=int(confidence) if confidence.isdecimal() else 0, occasion=occasion)
    back = next_page("/")
    if not request.headers.get("HX-Request"):
        return redirect(back, 303)
    return page("seeker/check_in.html", chosen=tapped_today(actor, occasion), occasion=occasion, next=back)
