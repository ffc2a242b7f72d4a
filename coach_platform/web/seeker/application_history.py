"""What happened, row by row: stages, ratings, outcomes, and their corrections."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.vocabulary import Stage
from coach_platform.core.applications.events import correct_stage, rate_stage, record_stage
from coach_platform.core.applications.one import (
    ApplicationView,
    OutcomeTold,
    StageTold,
    outcome_now,
    show_application,
    stage_now,
)
from coach_platform.core.applications.outcomes import ACCEPTED, ENDED, MOVES, correct_outcome, record_outcome
from coach_platform.core.applications.victories import Step, step_of
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import new_id, parse_id
from coach_platform.web.seeker.forms_applications import OutcomeForm, RatingForm, StageForm, as_text
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("application_history", __name__, url_prefix="/applications")
Answer = Response | str | tuple[str, int]


@bp.route("/<uuid:application_id>/stages/new", methods=["GET", "POST"], endpoint="add_stage")
def add_stage(application_id: UUID) -> Answer:
    """A stage that was reached, or one ahead."""
    actor = the_actor()
    view = show_application(actor, application_id)
    form = StageForm()
    if request.method == "GET":
        form.on.data = _usual_day(view)
        return _stage_page(form, view)
    try:
        _check(form)
        if form.stage.data is None:
            raise Invalid({"stage": _("Choose a stage.")})
        event_id = record_stage(
            actor,
            application_id,
            stage=form.stage.data,
            on=form.on.data,
            note=form.note.data or "",
            what_worked=form.what_worked.data or "",
            event_id=parse_id(request.form.get("event_id", "")),
        )
    except Invalid as error:
        put_errors(form, error)
        return _stage_page(form, view), 422
    if form.on.data and form.on.data > clock.today(actor.zone):
        flash(_("Noted as upcoming. How it went is asked after its day."))
    _celebrate(step_of(actor, application_id, event_id))
    return _to(application_id)


@bp.route("/stages/<uuid:event_id>/correct", methods=["GET", "POST"], endpoint="correct_stage")
def say_stage_anew(event_id: UUID) -> Answer:
    """Say a stage anew; what was said before is kept."""
    actor = the_actor()
    view, event = stage_now(actor, event_id)
    if request.method == "GET":
        return _stage_page(_only_known(StageForm(obj=event), event), view, event)
    form = StageForm()
    try:
        _check(form)
        correct_stage(
            actor,
            event_id,
            stage=form.stage.data,
            on=form.on.data,
            note=form.note.data or "",
            what_worked=form.what_worked.data or "",
            withdrawn=bool(request.form.get("withdrawn")),
        )
    except Invalid as error:
        put_errors(form, error)
        return _stage_page(form, view, event), 422
    return _to(view.id)


@bp.route("/<uuid:application_id>/stages/<word>/rate", methods=["GET", "POST"], endpoint="rate")
def rate(application_id: UUID, word: str) -> Answer:
    """How did I do at this stage, 1 to 5?"""
    actor, stage, form = the_actor(), _stage(word), RatingForm()
    view = show_application(actor, application_id)
    if request.method == "GET":
        last = next((rated for rated in view.ratings if rated.stage is stage), None)
        form.what_went_well.data = last.what_went_well if last else ""
        return page("seeker/rating_form.html", form=form, view=view, stage=stage, value=view.dots.get(stage.value))
    try:
        rate_stage(
            actor,
            application_id,
            stage=stage,
            value=request.form.get("rating", 0, int),
            what_went_well=form.what_went_well.data or "",
        )
    except Invalid as error:
        wrong = error.fields.get("rating")
        put_errors(form, error)
        return page(
            "seeker/rating_form.html", form=form, view=view, stage=stage, value=None, wrong=[wrong] if wrong else []
        ), 422
    return _to(application_id)


@bp.route("/<uuid:application_id>/outcomes/new", methods=["GET", "POST"], endpoint="add_outcome")
def add_outcome(application_id: UUID) -> Answer:
    """What came of it."""
    actor = the_actor()
    view = show_application(actor, application_id)
    form = OutcomeForm().offer_moves(view.outcome, view.offer_state)
    if request.method == "GET":
        return page("seeker/outcome_form.html", form=form, view=view, corrects=None, event_id=new_id())
    try:
        outcome, offer_state = _came(form)
        record_outcome(
            actor,
            application_id,
            outcome=outcome,
            offer_state=offer_state,
            on=form.on.data,
            own_words=form.own_words.data or "",
            stated_reason=form.stated_reason.data or None,
            event_id=parse_id(request.form.get("event_id", "")),
        )
    except Invalid as error:
        put_errors(form, error)
        return page("seeker/outcome_form.html", form=form, view=view, corrects=None, event_id=_given_id()), 422
    if (outcome, offer_state) in ENDED and view.case_id is None:
        return redirect(url_for("after_no.show", application_id=application_id), 303)
    if (outcome, offer_state) == ACCEPTED:
        return redirect(url_for("search_end.show"), 303)
    return _to(application_id)


@bp.route("/outcomes/<uuid:outcome_id>/correct", methods=["GET", "POST"], endpoint="correct_outcome")
def say_outcome_anew(outcome_id: UUID) -> Answer:
    """Say an outcome anew; what was said before is kept."""
    actor = the_actor()
    view, event = outcome_now(actor, outcome_id)
    if request.method == "GET":
        form = _only_known(OutcomeForm(obj=event), event).offer(list(MOVES))
        form.outcome.data = as_text(event.outcome, event.offer_state)
        return page("seeker/outcome_form.html", form=form, view=view, corrects=outcome_id, event_id=None)
    form = OutcomeForm().offer(list(MOVES))
    try:
        outcome, offer_state = _came(form)
        correct_outcome(
            actor,
            outcome_id,
            outcome=outcome,
            offer_state=offer_state,
            on=form.on.data,
            own_words=form.own_words.data or "",
            stated_reason=form.stated_reason.data or "",
        )
    except Invalid as error:
        put_errors(form, error)
        return page("seeker/outcome_form.html", form=form, view=view, corrects=outcome_id, event_id=None), 422
    return _to(view.id)


def _stage_page(form: StageForm, view: ApplicationView, event: StageTold | None = None) -> str:
    corrects, no_day = (event.id, event.day_unknown) if event else (None, False)
    return page("seeker/stage_form.html", form=form, view=view, corrects=corrects, no_day=no_day, event_id=_given_id())


def _only_known(form: Any, event: StageTold | OutcomeTold) -> Any:
    if event.day_unknown:  # what only gives it its place is no day to correct: left empty, it stays unknown
        form.on.data = None
    return form


def _usual_day(view: ApplicationView):
    # What is added after the end happened before it, as a rule.
    return view.outcome_on or clock.today(the_actor().zone)


def _given_id() -> UUID:
    return parse_id(request.form.get("event_id", "")) or new_id()


def _check(form) -> None:
    if not form.validate():
        raise Invalid


def _came(form: OutcomeForm):
    _check(form)
    if not form.outcome.data:
        raise Invalid({"outcome": _("Choose one of the answers.")})
    return form.came


def _stage(word: str) -> Stage:
    try:
        return Stage(word)
    except ValueError:
        raise NotFound from None


def _celebrate(step: Step | None) -> None:
    if step is Step.FURTHER_THAN_EVER:
        flash(_("Further than ever. What worked? Write it down while you remember."), "victory")
    elif step is Step.FORWARD:
        flash(_("A step forward. What worked? Write it down while you remember."), "victory")


def _to(application_id: UUID) -> Response:
    return redirect(url_for("applications.show", application_id=application_id), 303)
