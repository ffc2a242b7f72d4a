"""Logging a no in 30 seconds: company, role, how far, what came. Everything else is optional and later."""

from datetime import date
from functools import partial
from typing import Unpack
from uuid import UUID

from sqlalchemy import select, union_all

from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.details import Details, add_application, edit_application
from coach_platform.core.applications.events import record_stage
from coach_platform.core.applications.histories import live
from coach_platform.core.applications.models import Application, OutcomeEvent, StageEvent
from coach_platform.core.applications.outcomes import record_outcome
from coach_platform.core.applications.owned import own, past_day
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict


def log_no(
    actor: Actor,
    *,
    company: str = "",
    role: str = "",
    outcome: Outcome = Outcome.REJECTED,
    stage: Stage = Stage.APPLIED,
    on: date | None = None,
    application_id: UUID | None = None,
    client_id: UUID | None = None,
    offer_state: OfferState | None = None,
    own_words: str = "",
    stated_reason: str | None = None,
    **details: Unpack[Details],
) -> UUID:
    """Log what came of an application: a new one (company, role), or the one that exists (`application_id`).

    Only what was said is noted: that it was applied for, and the stage it reached; nothing between is invented, nor the
    day of that stage: `on` is the day of the answer.
    `client_id` names this one act, so that a form sent twice logs once. Any outcome may be logged, open too.
    Returns the application's id. Raises: NotFound, Invalid.
    """
    if client_id and (logged := found_before(actor, client_id)):
        return logged
    day = past_day(actor, on, field="on")
    try:
        application_id = _found_or_new(actor, application_id, (company, role), day, client_id, details)
    except Conflict:  # the same form, sent twice at once: the other one has just logged it
        if client_id and (logged := found_before(actor, client_id)):
            return logged
        raise
    known = _is_its_day(stage, outcome, on)
    _reach(actor, application_id, stage, day, known=known, event_id=client_id)
    if outcome is not Outcome.OPEN:
        record = partial(record_outcome, actor, application_id, outcome=outcome, offer_state=offer_state)
        record(on=day, own_words=own_words, stated_reason=stated_reason, event_id=client_id)
    return application_id


def _found_or_new(
    actor: Actor, found: UUID | None, names: tuple[str, str], day: date, client_id: UUID | None, details: Details
) -> UUID:
    if found is None:
        company, role = names
        return add_application(actor, company=company, role=role, application_id=client_id, noted_on=day, **details)
    own(actor, found, lock=True)
    edit_application(actor, found, **details)
    return found


def _is_its_day(stage: Stage, outcome: Outcome, on: date | None) -> bool:
    """Whether the day of what was heard is the day of the stage: an offer's is, and that of a search that goes on."""
    if stage is Stage.APPLIED or (stage is Stage.OFFER and outcome is Outcome.OFFER):
        return True
    return outcome is Outcome.OPEN and on is not None


def _reach(actor: Actor, application_id: UUID, stage: Stage, day: date, *, known: bool, event_id: UUID | None) -> None:
    rows = db.session.scalars(select(StageEvent).where(StageEvent.application_id == application_id))
    if not any(event.stage is stage and event.occurred_on <= day for event in live(list(rows))):
        record_stage(actor, application_id, stage=stage, on=day, event_id=event_id, day_known=known)


def found_before(actor: Actor, client_id: UUID) -> UUID | None:
    """The application in which the act called `client_id` was noted."""
    rows = (
        select(column).where(model.id == client_id, model.seeker_id == actor.person_id)
        for model, column in (
            (OutcomeEvent, OutcomeEvent.application_id),
            (StageEvent, StageEvent.application_id),
            (Application, Application.id),
        )
    )
    return db.session.scalar(union_all(*rows))
