"""Step two of a case: the pause, whom to write to, what came back; and "there is no one to ask"."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.core.applications.cases import PAUSES
from coach_platform.core.reconnect import sending
from coach_platform.core.reconnect.models import Happened
from coach_platform.core.reconnect.overview import overview
from coach_platform.kit.i18n import _, format_moment
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared import reconnect_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("reconnect", __name__, url_prefix="/cases/<uuid:case_id>/reconnect")
reconnect_words.speak_in(bp)


@bp.get("")
def show(case_id: UUID) -> str:
    """The step."""
    found = overview(the_actor(), case_id)
    until = found.paused_until
    return page(
        "seeker/reconnect.html",
        found=found,
        case=found.setting,
        pauses=[int(pause / timedelta(hours=1)) for pause in PAUSES],
        paused=format_moment(until, the_actor().zone) if until else "",
        help_line=help_line(),
    )


@bp.post("/nobody")
def nobody(case_id: UUID) -> Response:
    """There is no one to ask: the step is done."""
    sending.nobody_to_ask(the_actor(), case_id)
    flash(_("That is a complete answer too: this step is done."))
    return redirect(url_for(".show", case_id=case_id), 303)


@bp.post("/undo/<uuid:event_id>")
def undo(case_id: UUID, event_id: UUID) -> Response:
    """It was not so after all."""
    event = sending.take_back(the_actor(), case_id, event_id)
    if event.kind is Happened.NOBODY:
        flash(_("Undone."))
        return redirect(url_for(".show", case_id=case_id), 303)
    flash(_("Undone. The message lies here again, as you had written it."))
    return redirect(url_for("outreach.show", case_id=case_id, to_id=event.to_id), 303)
