"""The seeker says that a message went out, or that there is nobody to ask. Both can be undone; neither is a duty."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.cases import Step, mark_step
from coach_platform.core.applications.owned import past_day
from coach_platform.core.drafts import drop_draft, read_draft, save_draft
from coach_platform.core.reconnect.cards import settle_decline
from coach_platform.core.reconnect.drafting import body_of, form_of, from_body
from coach_platform.core.reconnect.models import Channel, Happened, ReconnectEvent
from coach_platform.core.reconnect.setting import Setting, setting_of
from coach_platform.core.reconnect.writing import Wish
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_


@dataclass(frozen=True)
class Sent:
    """A message that was marked as sent."""

    id: UUID
    on: date
    channel: Channel
    via_recruiter: bool
    subject: str
    body: str
    locale: str
    recorded_at: datetime


def mark_sent(actor: Actor, case_id: UUID, to_id: UUID, *, on: date | None = None) -> UUID:
    """The draft as it is kept went out. The step is done. Pressed twice it is done once.

    Raises: NotFound, Invalid (nothing was written yet; a day that has not come).
    """
    setting = setting_of(actor, case_id, lock=True)
    to = setting.recipient(to_id)
    settle_decline(case_id, to_id)
    kept = read_draft(actor, form=form_of(to_id), subject_id=case_id)
    if kept is None:
        if before := sent_to(setting, to_id):
            return before[0].id
        raise Invalid(message=l_("Write the message first, then mark it as sent."))
    wish, written = from_body(kept.body)
    event = ReconnectEvent(
        seeker_id=actor.person_id,
        case_id=case_id,
        to_id=to_id,
        to_name=to.name,
        kind=Happened.ASKED,
        channel=wish.channel,
        via_recruiter=wish.recruiter is not None,
        subject=written.subject,
        body=written.text,
        locale=wish.locale,
        occurred_on=past_day(actor, on, field="on"),
        recorded_at=clock.now(),
    )
    db.session.add(event)
    drop_draft(actor, form=form_of(to_id), subject_id=case_id)
    mark_step(actor, case_id, Step.RECONNECT)
    return event.id


def nobody_to_ask(actor: Actor, case_id: UUID) -> UUID:
    """There is no one to write to: the step is done, without a debt. Said twice it is said once. Raises: NotFound."""
    setting_of(actor, case_id, lock=True)
    said = select(ReconnectEvent.id).where(
        ReconnectEvent.case_id == case_id, ReconnectEvent.kind == Happened.NOBODY, _stands()
    )
    if (before := db.session.scalar(said)) is not None:
        return before
    event = ReconnectEvent(
        seeker_id=actor.person_id,
        case_id=case_id,
        to_id=case_id,
        kind=Happened.NOBODY,
        locale=actor.locale,
        occurred_on=clock.today(actor.zone),
        recorded_at=clock.now(),
    )
    db.session.add(event)
    mark_step(actor, case_id, Step.RECONNECT)
    return event.id


def take_back(actor: Actor, case_id: UUID, event_id: UUID) -> ReconnectEvent:
    """It was not so after all. What was sent lies there as a draft again. Undone twice it is undone once.

    Raises: NotFound.
    """
    setting_of(actor, case_id, lock=True)
    event = db.session.scalars(
        select(ReconnectEvent).where(
            ReconnectEvent.id == event_id, ReconnectEvent.case_id == case_id, ReconnectEvent.undoes_id.is_(None)
        )
    ).first()
    if event is None:
        raise NotFound
    settle_decline(case_id, event.to_id)
    undo = ReconnectEvent(
        **{name: getattr(event, name) for name in ("seeker_id", "case_id", "to_id", "to_name", "kind", "channel")},
        locale=actor.locale,
        occurred_on=clock.today(actor.zone),
        recorded_at=clock.now(),
        undoes_id=event.id,
    )
    try:
        with meaning({"uq_reconnect_events_undoes_id": Conflict()}):
            db.session.add(undo)
    except Conflict:
        return event
    if event.kind is Happened.ASKED:
        _lay_back(actor, event)
    mark_step(actor, case_id, Step.RECONNECT, done=_anything(case_id))
    return event


def sent_to(setting: Setting, to_id: UUID) -> list[Sent]:
    """What stands as sent to one recipient, the latest first. One statement."""
    rows = db.session.scalars(
        select(ReconnectEvent)
        .where(
            ReconnectEvent.case_id == setting.case_id,
            ReconnectEvent.to_id == to_id,
            ReconnectEvent.kind == Happened.ASKED,
            _stands(),
        )
        .order_by(ReconnectEvent.recorded_at.desc(), ReconnectEvent.id.desc())
    )
    return [
        Sent(
            r.id, r.occurred_on, r.channel or Channel.MAIL, r.via_recruiter, r.subject, r.body, r.locale, r.recorded_at
        )
        for r in rows
    ]


def _stands() -> ColumnElement[bool]:
    later = aliased(ReconnectEvent)
    return ReconnectEvent.undoes_id.is_(None) & ~exists().where(later.undoes_id == ReconnectEvent.id)


def _anything(case_id: UUID) -> bool:
    return bool(db.session.scalar(select(exists().where(ReconnectEvent.case_id == case_id, _stands()))))


def _lay_back(actor: Actor, event: ReconnectEvent) -> None:
    """As a draft, unless another was begun meanwhile."""
    form = form_of(event.to_id)
    if read_draft(actor, form=form, subject_id=event.case_id) is not None:
        return
    wish = Wish(event.channel or Channel.MAIL, event.locale, "" if event.via_recruiter else None)
    body = body_of(wish, event.subject, event.body)
    save_draft(
        actor,
        form=form,
        subject_id=event.case_id,
        client_id=None,
        revision=0,
        body=body,
        seeker_id=actor.person_id,
    )
