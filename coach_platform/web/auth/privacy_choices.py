"""A seeker's own privacy: what rules may make of their data, and the notes a coach keeps about them."""

import json
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from coach_platform.core.accounts import privacy
from coach_platform.core.coaching.notes_requests import asking
from coach_platform.core.coaching.notes_requests.rules import TO_ANSWER
from coach_platform.core.insights.rhythm import CEILING, FLOOR
from coach_platform.kit.i18n import _, format_moment
from coach_platform.web.auth.account_page import account_page
from coach_platform.web.auth.notes_words import grounds
from coach_platform.web.auth.working_face import here
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("privacy_choices", __name__, url_prefix="/settings/privacy")


@bp.get("")
def show() -> str:
    """The two switches, and who may hold notes about me."""
    me = the_actor()
    return account_page(
        "auth/privacy_choices.html",
        chosen=privacy.chosen(me.person_id),
        holders=asking.my_holders(me),
        grounds=grounds(),
        quiet=(FLOOR.days, CEILING.days),
        days=TO_ANSWER.days,
        zone=me.zone,
    )


@bp.post("/suggestions")
def suggestions() -> Redirect:
    """Yes or no (`wanted`)."""
    wanted = request.form.get("wanted") == "yes"
    privacy.choose_suggestions(the_actor(), wanted)
    flash(_("From now on your answers may suggest something.") if wanted else _("Nothing is suggested from now on."))
    return redirect(next_page(here("privacy_choices.show")), 303)


@bp.post("/quiet")
def quiet() -> Redirect:
    """Yes or no (`wanted`)."""
    wanted = request.form.get("wanted") == "yes"
    privacy.choose_quiet_told(the_actor(), wanted)
    told = _("Your coach may be told of a quiet time, if they see your activity.")
    flash(told if wanted else _("From now on no coach is told that you went quiet."))
    return redirect(here("privacy_choices.show"), 303)


@bp.post("/notes/<uuid:coaching_id>")
def ask(coaching_id: UUID) -> Redirect:
    """Ask for the notes of this coaching's holder."""
    asking.ask_notes(the_actor(), coaching_id)
    flash(_("Asked. You will be told by mail, and the answer will be here."))
    return redirect(here("privacy_choices.show", _anchor="notes"), 303)


@bp.get("/notes/<uuid:request_id>.json")
def as_json(request_id: UUID) -> Response:
    """What was produced, for machines."""
    return _file(_json(asking.read_notes(the_actor(), request_id)), "application/json", "notes.json")


@bp.get("/notes/<uuid:request_id>.html")
def as_page(request_id: UUID) -> Response:
    """The same, for reading and printing."""
    found = asking.read_notes(the_actor(), request_id)
    text = render_template("auth/notes_file.html", file=found, grounds=grounds(), when=_in_words)
    return _file(text, "text/html", "notes.html")


def _in_words(moment: str) -> str:
    return format_moment(datetime.fromisoformat(moment), the_actor().zone)


def _json(found: dict[str, object]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)


def _file(text: str, mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype=mimetype, headers=headers)
