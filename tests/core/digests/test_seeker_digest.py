"""The seeker's digest from the sweep to the mailbox."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.applications.models import Application, OutcomeEvent, StageEvent
from coach_platform.core.digests import due
from coach_platform.core.digests.models import Face
from coach_platform.core.digests.preferences import ensure_schedule
from coach_platform.core.mail.claims import CHUNK
from coach_platform.core.mail.delivery import deliver
from coach_platform.core.mail.kinds import GROUP_SIZE, Lane
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.transport import Relay
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.smtp import Sink, running

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MONDAY_EIGHT = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


@pytest.fixture
def clock_hand():
    with time_machine.travel(SUNDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sink():
    with running(Sink()) as sink:
        yield sink


@pytest.fixture
def week(session, sink, clock_hand):
    """`week()` lets the Monday morning come: sweep, deliver."""
    relay = Relay(sink.url, hello="mail.example.org")
    mondays = iter(MONDAY_EIGHT + timedelta(days=7 * n) for n in range(9))

    def comes():
        clock_hand.move_to(next(mondays))
        while due.sweep_due():
            pass
        return deliver(Lane.DIGESTS, relay=relay, worker="test")

    yield comes
    relay.close()


def log_no(seeker_id, company="Nordlys"):
    names = {"company": company, "company_sort": company.lower(), "role": "Analyst", "role_sort": "analyst"}
    application = Application(
        **names,
        id=new_id(),
        seeker_id=seeker_id,
        search_text=company,
        locale="en",
        created_at=clock.now(),
        updated_at=clock.now(),
        furthest_stage=Stage.INTERVIEW,
        outcome=Outcome.REJECTED,
        last_event_on=clock.now().date(),
    )
    event = OutcomeEvent(
        id=new_id(),
        seeker_id=seeker_id,
        application_id=application.id,
        outcome=Outcome.REJECTED,
        occurred_on=clock.now().date(),
        recorded_at=clock.now(),
        locale="en",
    )
    db.session.add(application)
    db.session.flush()
    db.session.add(event)
    db.session.flush()


def step_forward(seeker_id, company):
    """An interview was reached; its no waits in the batch as well."""
    log_no(seeker_id, company)
    application = db.session.scalars(select(Application).where(Application.company == company)).one()
    for stage in (Stage.APPLIED, Stage.INTERVIEW):
        event = StageEvent(
            id=new_id(),
            seeker_id=seeker_id,
            application_id=application.id,
            stage=stage,
            occurred_on=clock.now().date(),
            recorded_at=clock.now(),
            locale="en",
        )
        db.session.add(event)
        db.session.flush()


def test_what_was_logged_since_the_last_one_is_in_it_once(cast, week, sink, clock_hand):
    ensure_schedule(cast.sam.person_id, Face.SEEKER, cast.sam.zone)
    step_forward(cast.sam.person_id, "Nordlys")
    assert week().accepted == 1
    clock_hand.shift(timedelta(minutes=1))
    step_forward(cast.sam.person_id, "Harbour & Co <b>")
    assert week().accepted == 1
    first, second = sink.letters
    assert "- Nordlys, interview" in first.get_body(("plain",)).get_content()
    assert "Nordlys" not in second.get_body(("plain",)).get_content()
    assert "- Harbour & Co <b>, interview" in second.get_body(("plain",)).get_content()
    assert "Harbour &amp; Co &lt;b&gt;" in second.get_body(("html",)).get_content()


def test_an_empty_week_sends_nothing_and_says_why(cast, week, sink):
    ensure_schedule(cast.sam.person_id, Face.SEEKER, cast.sam.zone)
    assert week().accepted == 0
    message = db.session.scalars(select(Message)).one()
    assert (message.state, message.reason) == ("skipped", Reason.EMPTY)


def test_it_speaks_its_readers_language(cast, week, sink):
    ensure_schedule(cast.nina.person_id, Face.SEEKER, cast.nina.zone)
    log_no(cast.nina.person_id)
    week()
    [letter] = sink.letters
    assert letter["Subject"] == "Votre semaine en quelques lignes"
    assert "Un non silencieux attend dans le lot de la semaine." in letter.get_body(("plain",)).get_content()
    assert "Bonjour Nina Roy," in letter.get_body(("plain",)).get_content()


def test_too_late_in_the_day_is_skipped_not_sent_at_night(cast, week, sink, clock_hand):
    ensure_schedule(cast.sam.person_id, Face.SEEKER, cast.sam.zone, hour=12)
    log_no(cast.sam.person_id)
    week()  # at eight: nothing is due yet
    clock_hand.move_to(MONDAY_EIGHT + timedelta(hours=13))  # nine in the evening
    due.sweep_due()
    deliver(Lane.DIGESTS, relay=Relay(sink.url, hello="x.example.org"), worker="test")
    message = db.session.scalars(select(Message)).one()
    assert (message.state, message.reason) == ("skipped", Reason.TOO_LATE)


def readers(count):
    for number in range(count):
        person = Person(
            id=new_id(),
            email=f"reader{number}@example.org",
            name="Reader",
            name_sort="reader",
            locale="fr" if number % 2 else "en",
            zone="America/Toronto",
            confirmed_at=clock.now(),
            created_at=clock.now(),
        )
        db.session.add(person)
        db.session.flush()
        ensure_schedule(person.id, Face.SEEKER, person.zone)
        log_no(person.id)


@pytest.mark.parametrize("count", [10, 120])
def test_statements_grow_by_one_for_each_ten_letters_and_not_otherwise(week, counted, count):
    readers(count)
    with counted() as statements:
        assert week().accepted == count
    groups = count // GROUP_SIZE[Lane.DIGESTS]
    sweep, may_go, claim, ask, gather = 4, 1, 1, 1, 6
    here = 1  # once a minute: that mail went out from this database
    last_mark = 1
    assert len(statements) == sweep + may_go + here + claim + ask + gather + groups + last_mark
    # A whole chunk of 500 therefore takes 0.12 statements a letter, the sweep left out (4-promises.md: at most 0.12).
    assert (may_go + claim + ask + gather + CHUNK // 10 + last_mark) / CHUNK <= 0.12
