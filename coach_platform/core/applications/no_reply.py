"""Silence: "no reply" is proposed after the seeker's own number of days, never assumed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application
from coach_platform.core.applications.outcomes import record_outcome
from coach_platform.core.applications.owned import own
from coach_platform.core.applications.settings import no_reply_days
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.prepared import prepared


@dataclass(frozen=True)
class Silence:
    """An open application that nothing was heard of for a while."""

    application_id: UUID
    company: str
    role: str
    furthest_stage: Stage
    last_event_on: date
    days: int  # since the last event


def is_silent(last_event_on: date, today: date, days: int) -> bool:
    """`days` whole days without a word. A date ahead (an interview) is not silence."""
    return today - last_event_on >= timedelta(days=days)


def silences(actor: Actor) -> list[Silence]:
    """The actor's open applications to ask about, the longest silence first. Two statements."""
    today = clock.today(actor.zone)
    latest = today - timedelta(days=no_reply_days(actor.person_id))
    a = Application
    rows = db.session.execute(
        select(a.id, a.company, a.role, a.furthest_stage, a.last_event_on)
        .where(
            a.seeker_id == actor.person_id,
            a.deleted_at.is_(None),
            a.outcome == Outcome.OPEN,
            a.last_event_on <= latest,
            a.no_reply_dismissed_at.is_(None),
            or_(a.no_reply_ask_on.is_(None), a.no_reply_ask_on <= today),
        )
        .order_by(a.last_event_on, a.id)
    )
    return [Silence(*row, days=(today - row.last_event_on).days) for row in rows]


def count_silences(actor: Actor) -> int:
    """How many they are. Two statements."""
    today = clock.today(actor.zone)
    latest = today - timedelta(days=no_reply_days(actor.person_id))
    return db.session.scalar(*_silent(seeker_id=actor.person_id, latest=latest, today=today)) or 0


@prepared
def _silent(*, seeker_id: Any, latest: Any, today: Any) -> Select:
    a = Application
    return (
        select(func.count())
        .select_from(a)
        .where(
            a.seeker_id == seeker_id,
            a.deleted_at.is_(None),
            a.outcome == Outcome.OPEN,
            a.last_event_on <= latest,
            a.no_reply_dismissed_at.is_(None),
            or_(a.no_reply_ask_on.is_(None), a.no_reply_ask_on <= today),
        )
    )


def confirm_no_reply(actor: Actor, application_ids: list[UUID]) -> None:
    """The seeker says: there was no reply. Raises: NotFound, Conflict (something was heard meanwhile)."""
    for application_id in dict.fromkeys(application_ids):
        _still_open(actor, application_id)
        record_outcome(actor, application_id, outcome=Outcome.NO_REPLY)


def wait_longer(actor: Actor, application_ids: list[UUID]) -> None:
    """Ask again only after as many days more. Raises: NotFound, Conflict."""
    again = clock.today(actor.zone) + timedelta(days=no_reply_days(actor.person_id))
    for application_id in application_ids:
        _still_open(actor, application_id).no_reply_ask_on = again
    db.session.flush()


def do_not_ask(actor: Actor, application_ids: list[UUID]) -> None:
    """Never propose it for this silence; a new event of the application begins anew. Raises: NotFound, Conflict."""
    for application_id in application_ids:
        _still_open(actor, application_id).no_reply_dismissed_at = clock.now()
    db.session.flush()


def _still_open(actor: Actor, application_id: UUID) -> Application:
    application = own(actor, application_id, lock=True)
    if application.outcome is not Outcome.OPEN:
        raise Conflict(l_("Something was noted for this application meanwhile."))
    return application
