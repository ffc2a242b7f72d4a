"""People of an agency, enough of them for a figure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from coach_platform.core.applications.models import Application, Case, OutcomeEvent, StageEvent
from coach_platform.core.plans.models import Plan, Review, Turn
from coach_platform.core.relations.models import CaseScope, Coaching, CoachingState, Grant, Office, Person
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id

BEGAN = datetime(2026, 1, 10, 15, 0, tzinfo=UTC)
ALL = ("story", "plan", "pipeline")


@dataclass
class Work:
    """Writes down what people did, straight into the tables."""

    agency_id: UUID
    coach_id: UUID
    office_id: UUID
    seekers: list[UUID] = field(default_factory=list)
    coachings: dict[UUID, UUID] = field(default_factory=dict)

    def people(self, count: int, *, office: UUID | None = None, sections: tuple[str, ...] = ALL) -> list[UUID]:
        """So many more, each coached by Casey since January and sharing these sections of all cases."""
        return [self._person(office or self.office_id, sections) for _ in range(count)]

    def _person(self, office: UUID, sections: tuple[str, ...]) -> UUID:
        seeker, coaching = new_id(), new_id()
        facts = {"email": f"s{seeker.hex}@example.org", "name": "S", "name_sort": "s", "locale": "en"}
        db.session.execute(insert(Person), [{"id": seeker, **facts, "zone": "America/Toronto", "created_at": BEGAN}])
        beside = {"organisation_id": self.agency_id, "office_id": office, "state": CoachingState.ACTIVE}
        beside |= {"seeker_id": seeker, "coach_id": self.coach_id, "places_candidates": False}
        db.session.execute(insert(Coaching), [{"id": coaching, **beside, "asked_at": BEGAN, "answered_at": BEGAN}])
        consent = {"consent_key": "test", "consent_version": 1, "consent_locale": "en", "consent_text": "test"}
        if sections:
            shared = {"seeker_id": seeker, "coaching_id": coaching, "coach_id": self.coach_id, "agreed_at": BEGAN}
            scope = {"sections": list(sections), "case_scope": CaseScope.FUTURE_TOO}
            db.session.execute(insert(Grant), [{"id": new_id(), **shared, **scope, **consent}])
        self.seekers.append(seeker)
        self.coachings[seeker] = coaching
        return seeker

    def application(self, seeker: UUID, *, case: bool = False) -> tuple[UUID, UUID | None]:
        """One, with a case if asked."""
        application, case_id = new_id(), new_id() if case else None
        words = {
            "company": "A",
            "company_sort": "a",
            "role": "B",
            "role_sort": "b",
            "search_text": "a b",
            "locale": "en",
        }
        days = {"applied_on": BEGAN.date(), "created_at": BEGAN, "updated_at": BEGAN}
        standing = {"furthest_stage": "applied", "outcome": "open", "last_event_on": BEGAN.date()}
        db.session.add(Application(id=application, seeker_id=seeker, **words, **days, **standing))
        db.session.flush()
        if case_id:
            opened = {"application_id": application, "opened_at": BEGAN, "steps_done": []}
            db.session.add(Case(id=case_id, seeker_id=seeker, **opened))
            db.session.flush()
        return application, case_id

    def reached(self, seeker: UUID, stage: str, on: date, *, application: UUID | None = None) -> UUID:
        """A stage of an application, of a new one where none is named."""
        application = application or self.application(seeker)[0]
        event = StageEvent(seeker_id=seeker, application_id=application, stage=stage, occurred_on=on, locale="en")
        event.id, event.recorded_at = new_id(), BEGAN
        db.session.add(event)
        db.session.flush()
        return application

    def offered(self, seeker: UUID, on: date, application: UUID) -> None:
        """An offer for it."""
        came = {"outcome": "offer", "offer_state": "open", "occurred_on": on, "locale": "en", "recorded_at": BEGAN}
        db.session.add(OutcomeEvent(id=new_id(), seeker_id=seeker, application_id=application, **came))
        db.session.flush()

    def review(self, seeker: UUID, asked: datetime, *, after: timedelta, agreed: bool = False) -> None:
        """A plan handed over, and answered after so long."""
        plan = db.session.scalar(select(Plan.id).where(Plan.seeker_id == seeker))
        if plan is None:
            plan = new_id()
            db.session.add(Plan(id=plan, seeker_id=seeker, turn=Turn.DRAFT, turn_since_at=BEGAN, created_at=BEGAN))
            db.session.flush()
        row = Review(id=new_id(), seeker_id=seeker, plan_id=plan, coaching_id=self.coachings[seeker], note_locale="en")
        row.asked_at, row.answered_at, row.agreed_at = asked, asked + after, asked + after if agreed else None
        db.session.add(row)
        db.session.flush()


@pytest.fixture
def work(cast) -> Work:
    """Casey's agency with one office; nobody of its people but Sam yet."""
    office = db.session.scalar(select(Office.id).where(Office.organisation_id == cast.agency_id))
    return Work(cast.agency_id, cast.casey.person_id, office)


@pytest.fixture
def another_office(cast) -> Callable[[str], UUID]:
    """`another_office("Gatineau")`: one more of the agency's."""

    def opened(name: str) -> UUID:
        office = Office(id=new_id(), organisation_id=cast.agency_id, name=name, city=name)
        db.session.add(office)
        db.session.flush()
        return office.id

    return opened
