"""The open cases, and one case: what happened, the six steps, what was found."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications.cases import PAUSES, Step, message_first, pause_case
from coach_platform.core.applications.cases import mark_step as call_step_done
from coach_platform.core.assessments.case_view import case_list, case_page
from coach_platform.core.assessments.steps import next_step
from coach_platform.core.coaching.words import sections_in_words
from coach_platform.core.plans.professional import professional
from coach_platform.kit import clock
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import _, format_moment
from coach_platform.web.seeker.case_sharing import seen_by
from coach_platform.web.seeker.case_steps import step_links, words_of
from coach_platform.web.seeker.comments import case_threads
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.seeker.professional import offer
from coach_platform.web.shared.case_words import speak_in
from coach_platform.web.shared.next_page import next_page
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("cases", __name__, url_prefix="/cases")
speak_in(bp)


@bp.get("")
def index() -> str:
    shown = case_list(own_sight(the_actor().person_id), page=request.args.get("page", ""))
    return page("seeker/cases.html", cases=shown, now=clock.now(), help_line=help_line())


@bp.get("/<uuid:case_id>")
def show(case_id: UUID) -> str:
    case = case_page(the_actor(), case_id)
    if not case.own or case.story is None:
        raise NotFound  # a coach who is also a seeker reads it on the coach's side
    one, offered = case.story.case, offer(professional(the_actor()))
    return page(
        "seeker/case.html",
        shown=case,
        case=one,
        links=step_links(case.case_id, case.steps, offered.url),
        offered=offered,
        following=Step.RECONNECT if message_first(one.paused_until, one.steps_done) else next_step(case.steps),
        words_of=words_of(),
        threads=case_threads(case_id),
        pauses=[int(pause / timedelta(hours=1)) for pause in PAUSES],
        seen_by=seen_by(case_id, one.opened_at),
        sections_in_words=sections_in_words,
        paused=_paused_words(one.paused_until),
        looked=case.looked,
        help_line=help_line(),
    )


@bp.post("/<uuid:case_id>/pause")
def pause(case_id: UUID) -> Response:
    """Leave it for a while, or take it up again (hours=0)."""
    hours = request.form.get("hours", "0")
    until = pause_case(the_actor(), case_id, for_=timedelta(hours=int(hours)) if _some(hours) else None)
    flash(
        _("It can wait. This case is paused until %(moment)s.", moment=format_moment(until, the_actor().zone))
        if until
        else _("This case is open again.")
    )
    return redirect(next_page(url_for(".show", case_id=case_id)), 303)


@bp.post("/<uuid:case_id>/steps")
def mark_step(case_id: UUID) -> Response:
    """Call a step done, or not done after all."""
    steps = {step.value: step for step in Step}
    if (step := steps.get(request.form.get("step", ""))) is None:
        raise NotFound
    call_step_done(the_actor(), case_id, step, done=request.form.get("done") == "y")
    return redirect(url_for(".show", case_id=case_id), 303)


def _some(hours: str) -> bool:
    return hours.isdecimal() and len(hours) < 5 and int(hours) > 0


def _paused_words(until: datetime | None) -> str:
    return format_moment(until, the_actor().zone) if until and until > clock.now() else ""
