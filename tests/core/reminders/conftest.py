"""One Tuesday in November, from hour to hour: Sam lives in Toronto, and each sweep sees what it would in life."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, update

from coach_platform.content.vocabulary import Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.events import record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.mail.models import Message, MessageState
from coach_platform.core.reminders.models import Reminder
from coach_platform.core.reminders.sweeping import sweep
from coach_platform.kit import clock
from coach_platform.kit.db import db

TORONTO = "America/Toronto"
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


def at(day: date, hour: int, minute: int = 0, zone: str = TORONTO) -> datetime:
    """A moment by the clock of a zone."""
    return clock.instant(datetime(day.year, day.month, day.day, hour, minute), zone)


@pytest.fixture(autouse=True)
def hand():
    """The clock: Sunday noon until a test moves it."""
    with time_machine.travel(datetime(2026, 11, 22, 17, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def come(session, hand) -> Callable[..., list[Message]]:
    """`come(day, hour)`: it is that moment, and the sweep runs; the mails of reminders that there are then.

    Those of before have left, unless `waiting`.
    """

    def comes(day: date, hour: int, minute: int = 0, zone: str = TORONTO, waiting: bool = False) -> list[Message]:
        if not waiting:
            db.session.execute(update(Message).values(state=MessageState.SENT))
        hand.move_to(at(day, hour, minute, zone))
        while sweep():
            pass
        return mails()

    return comes


def mails() -> list[Message]:
    """Every mail of reminders, in the order it was asked for."""
    db.session.expire_all()
    found = db.session.scalars(select(Message).order_by(Message.id)).all()
    return [message for message in found if "reminders" in message.params]


def said(message: Message) -> list[str]:
    """The topics of a mail, in its order."""
    return [topic for topic, _subject, _occasion in message.params["reminders"]]


def rows() -> list[Reminder]:
    db.session.expire_all()
    return list(db.session.scalars(select(Reminder).order_by(Reminder.created_at, Reminder.topic)))


@pytest.fixture
def case(cast) -> Any:
    """A case of Sam's, opened on Sunday noon."""
    return open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW))


def interview(actor: Any, day: date, company: str = "Harbour Co.") -> tuple[UUID, UUID]:
    """An open application of the actor's with an interview on that day: (the application, the event)."""
    application_id = add_application(actor, company=company, role="Planner")
    return application_id, record_stage(actor, application_id, stage=Stage.INTERVIEW, on=day)
