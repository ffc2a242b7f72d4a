"""Stage events and ratings: appended, corrected by later rows, never changed."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.vocabulary import Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.histories import live
from coach_platform.core.applications.models import Application, StageEvent, StageRating
from coach_platform.core.applications.owned import own, own_row, sensible_day
from coach_platform.core.applications.standing import refresh
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id

CORRECTED = l_("This was corrected in another tab. Load the page again to see how it stands.")
TEXT_LIMIT = 10_000


def record_stage(
    actor: Actor,
    application_id: UUID,
    *,
    stage: Stage,
    on: date | None = None,
    note: str = "",
    what_worked: str = "",
    event_id: UUID | None = None,
    day_known: bool = True,
) -> UUID:
    """A stage that was reached, or one ahead (`on` in the future: an interview to prepare for). Returns the event's id.

    `day_known=False`: nobody said when; `on` then only gives it its place, and is never shown.
    `event_id` may be named beforehand, so that a form sent twice makes one. Raises: NotFound, Invalid.
    """
    application = own(actor, application_id, lock=True)
    if event_id and _event_is_there(actor, event_id):
        return event_id
    event = _event(actor, application, stage, on or clock.today(actor.zone), note, what_worked)
    event.id, event.day_known = event_id or new_id(), day_known
    with meaning({"pk_stage_events": Conflict()}):
        db.session.add(event)
    # Something moved: a silence that was waved off is over.
    application.no_reply_dismissed_at = application.no_reply_ask_on = None
    refresh(application, zone=actor.zone)
    return event.id


def correct_stage(
    actor: Actor,
    event_id: UUID,
    *,
    stage: Stage | None = None,
    on: date | None = None,
    note: str | None = None,
    what_worked: str | None = None,
    withdrawn: bool = False,
) -> UUID:
    """Say an event anew (what is not given stays, a day never noted too), or that it never happened. The earlier row is kept.

    Returns the id of the correction. Raises: NotFound, Invalid, Conflict (it was corrected meanwhile).
    """
    before: StageEvent = own_row(actor, StageEvent, event_id)
    application = own(actor, before.application_id, lock=True)
    event = _event(
        actor,
        application,
        stage or before.stage,
        on or before.occurred_on,
        before.note if note is None else note,
        before.what_worked if what_worked is None else what_worked,
    )
    event.id, event.corrects_id, event.withdrawn = new_id(), before.id, withdrawn
    event.day_known = before.day_known or on is not None
    if withdrawn and [e.id for e in _live_events(application)] == [before.id]:
        raise Invalid(message=l_("An application keeps at least one event. Delete the application instead."))
    with meaning({"uq_stage_events_corrects_id": Conflict(CORRECTED)}):
        db.session.add(event)
    refresh(application, zone=actor.zone)
    return event.id


def rate_stage(actor: Actor, application_id: UUID, *, stage: Stage, value: int, what_went_well: str = "") -> UUID:
    """The seeker's own rating, 1-5, of how they did at a stage they reached. The newest counts, all are kept.

    Raises: NotFound, Invalid.
    """
    application = own(actor, application_id, lock=True)
    if not 1 <= value <= 5:
        raise Invalid({"rating": l_("Choose a number from 1 to 5.")})
    if stage not in {event.stage for event in _live_events(application)}:
        raise Invalid({"stage": l_("You have not noted this stage yet.")})
    rating = StageRating(
        id=new_id(),
        seeker_id=actor.person_id,
        application_id=application.id,
        stage=stage,
        value=value,
        what_went_well=_text(what_went_well, "what_went_well"),
        locale=actor.locale,
        recorded_at=clock.now(),
    )
    db.session.add(rating)
    refresh(application, zone=actor.zone)
    return rating.id


def _live_events(application: Application) -> list[StageEvent]:
    rows = db.session.scalars(select(StageEvent).where(StageEvent.application_id == application.id))
    return live(list(rows))


def _event_is_there(actor: Actor, event_id: UUID) -> bool:
    mine = select(StageEvent.id).where(StageEvent.id == event_id, StageEvent.seeker_id == actor.person_id)
    return db.session.scalar(mine) is not None


def _event(actor: Actor, application: Application, stage: Stage, on: date, note: str, what_worked: str) -> StageEvent:
    return StageEvent(
        seeker_id=actor.person_id,
        application_id=application.id,
        stage=stage,
        occurred_on=sensible_day(on, field="on"),
        note=_text(note, "note"),
        what_worked=_text(what_worked, "what_worked"),
        locale=actor.locale,
        recorded_at=clock.now(),
    )


def _text(text: str, field: str) -> str:
    text = text.strip().replace("\0", "")
    if len(text) > TEXT_LIMIT:
        raise Invalid({field: l_("At most %(n)s characters.", n=TEXT_LIMIT)})
    return text
