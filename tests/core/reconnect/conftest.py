"""Sam's no from Nordlys after an interview with Ines; its case is open, and she can be written to."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.contacts import add_contact
from coach_platform.core.applications.log import log_no
from coach_platform.core.reconnect import message, sending
from coach_platform.core.reconnect.models import FeedbackCard
from coach_platform.kit.db import db
from tests.cast import Cast


@dataclass
class Nordlys:
    """What the tests stand on."""

    cast: Cast
    application: UUID
    case: UUID
    ines: UUID

    def writes(self, to: UUID | None = None) -> None:
        """The proposed message is kept: its card is made."""
        shown = message.message_page(self.cast.sam, self.case, to or self.ines)
        tab = message.Tab(revision=shown.revision)
        message.save_message(self.cast.sam, self.case, to or self.ines, shown.wish, shown.written, tab)
        db.session.commit()

    def sends(self, to: UUID | None = None) -> UUID:
        """And marked as sent."""
        self.writes(to)
        event = sending.mark_sent(self.cast.sam, self.case, to or self.ines)
        db.session.commit()
        return event

    def token(self) -> str:
        """The newest token of Ines's card."""
        page = message.message_page(self.cast.sam, self.case, self.ines)
        assert page.card is not None
        return page.card.url.rsplit("/", 1)[1]

    def card(self) -> FeedbackCard:
        db.session.expire_all()
        return db.session.scalars(select(FeedbackCard).where(FeedbackCard.to_id == self.ines)).one()


@pytest.fixture(autouse=True)
def hand():
    """The clock: a Tuesday noon until a test moves it."""
    with time_machine.travel(datetime(2026, 11, 24, 17, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def nordlys(cast) -> Nordlys:
    no = log_no(cast.sam, company="Nordlys", role="Data analyst", stage=Stage.INTERVIEW, outcome=Outcome.REJECTED)
    ines = add_contact(
        cast.sam, no, name="Ines Dufour", role="Team lead", stage=Stage.INTERVIEW, email="ines@nordlys.example.org"
    )
    case = open_case(cast.sam, no)
    db.session.commit()
    return Nordlys(cast, no, case, ines)
