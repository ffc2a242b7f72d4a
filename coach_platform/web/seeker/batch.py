"""The weekly batch: many quiet nos in two minutes, and the silences to ask about."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.reasons import batch_answers
from coach_platform.core.applications import no_reply
from coach_platform.core.applications.batch import answer_nos, answered_lately, take_back, waiting
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.settings import FEWEST, MOST, no_reply_days, set_no_reply_days
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _, current_locale, ngettext
from coach_platform.kit.ids import parse_id
from coach_platform.web.seeker import words
from coach_platform.web.seeker.after_no import case_url
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("batch", __name__, url_prefix="/batch")
words.speak_in(bp)
PLACES = {"application": "nos", "answer": "nos", "silent": "silences"}  # where on the page an error leads
WHAT = {"confirm": no_reply.confirm_no_reply, "wait": no_reply.wait_longer, "dismiss": no_reply.do_not_ask}


@bp.get("", endpoint="show")
def show() -> str:
    """What waits."""
    return _page()


@bp.post("", endpoint="answer")
def answer() -> Response | tuple[str, int]:
    """One answer for those that were ticked, or the case of one."""
    actor = the_actor()
    if opened := parse_id(request.form.get("open", "")):
        return redirect(case_url(opened, open_case(actor, opened)), 303)
    chosen = _chosen()
    try:
        answer_nos(actor, chosen, answer=request.form.get("answer", ""), words=request.form.get("words", ""))
    except Invalid as error:
        return _page(error), 422
    said = batch_answers()[request.form["answer"]].says.in_(current_locale())
    done = ngettext("%(num)s answered.", "%(num)s answered.", len(chosen))
    flash(f"{done} {said}")
    return redirect(url_for(".show"), 303)


@bp.post("/take-back", endpoint="take_back")
def undo() -> Response:
    """Let those wait again."""
    take_back(the_actor(), _chosen())
    return redirect(url_for(".show"), 303)


@bp.post("/silence", endpoint="silence")
def silence() -> Response | tuple[str, int]:
    """No reply, wait longer, or do not ask."""
    verb, chosen = WHAT.get(request.form.get("what", "")), _chosen()
    if verb is None or not chosen:
        return _page(Invalid({"silent": _("Choose at least one.")})), 422
    verb(the_actor(), chosen)
    return redirect(next_page(url_for(".show")), 303)


@bp.post("/days", endpoint="days")
def days() -> Response | tuple[str, int]:
    """The seeker's own number of days."""
    try:
        set_no_reply_days(the_actor(), request.form.get("no_reply_days", 0, int))
    except Invalid as error:
        return _page(error), 422
    flash(_("Noted: silence is asked about after that many days."))
    return redirect(url_for(".show"), 303)


def _page(error: Invalid | None = None) -> str:
    actor = the_actor()
    locale = current_locale()
    return page(
        "seeker/batch.html",
        nos=waiting(actor),
        silences=no_reply.silences(actor),
        answered=answered_lately(actor),
        answers=[(a.key, a.label.in_(locale)) for a in batch_answers().values()],
        labels={a.key: a.label.in_(locale) for a in batch_answers().values()},
        days=request.form.get("no_reply_days") or no_reply_days(actor.person_id),
        fewest=FEWEST,
        most=MOST,
        errors={PLACES.get(name, name): sentence for name, sentence in error.fields.items()} if error else {},
        ticked=set(request.form.getlist("application")) if error else None,
        help_line=help_line(),
    )


def _chosen() -> list[UUID]:
    ids = [parse_id(text) for text in request.form.getlist("application")]
    if None in ids:
        raise NotFound
    return [i for i in ids if i is not None]
