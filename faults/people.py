"""Readers, what their digests tell of, and mail that is asked for: by the product's verbs where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.applications.models import Application, OutcomeEvent
from coach_platform.core.digests.models import DigestSchedule, Face
from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.outbox import Recipient
from coach_platform.core.relations.models import Membership, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from faults.field import Field

LONG_AGO = timedelta(days=100)


def noon_zone(at: datetime | None = None) -> str:
    """Where it is about noon: digests never go out in quiet hours, and the suite runs at any hour."""
    return f"Etc/GMT{(at or clock.now()).hour - 12:+d}"


def readers(place: Field, count: int, *, zones: Sequence[str] = (), prefix: str = "reader") -> list[UUID]:
    """So many confirmed seekers."""
    zones = zones or [noon_zone()]
    moment = clock.now() - LONG_AGO
    people = [
        {
            "id": new_id(),
            "email": f"{prefix}{n}@example.org",
            "name": f"{prefix.title()} {n}",
            "name_sort": f"{prefix} {n}",
            "locale": "en",
            "zone": zones[n % len(zones)],
            "confirmed_at": moment,
            "created_at": moment,
        }
        for n in range(count)
    ]
    roles = [{"id": new_id(), "person_id": p["id"], "role": Role.SEEKER, "from_at": moment} for p in people]
    with place.app.app_context():
        db.session.execute(insert(Person), people)
        db.session.execute(insert(Membership), roles)
        db.session.commit()
    return [person["id"] for person in people]


def nos(place: Field, people: Iterable[UUID], moment: datetime | None = None) -> None:
    """A no each: something to tell of."""
    at = moment or clock.now()
    applications: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for seeker in people:
        application = {
            "id": new_id(),
            "seeker_id": seeker,
            "company": "Nordlys",
            "company_sort": "nordlys",
            "role": "Analyst",
            "role_sort": "analyst",
            "search_text": "nordlys analyst",
            "locale": "en",
            "created_at": at,
            "updated_at": at,
            "furthest_stage": Stage.INTERVIEW,
            "outcome": Outcome.REJECTED,
            "last_event_on": at.date(),
        }
        applications.append(application)
        events.append(
            {
                "id": new_id(),
                "seeker_id": seeker,
                "application_id": application["id"],
                "outcome": Outcome.REJECTED,
                "occurred_on": at.date(),
                "recorded_at": at,
                "locale": "en",
            }
        )
    with place.app.app_context():
        db.session.execute(insert(Application), applications)
        db.session.execute(insert(OutcomeEvent), events)
        db.session.commit()


def digests_due(place: Field, people: Iterable[UUID], since: timedelta = timedelta(0)) -> None:
    """Their digest has been due for that long; the sweep makes it a message."""
    due = clock.now() - since
    weekday = clock.local(due, noon_zone()).weekday()
    row = {"face": Face.SEEKER, "weekday": weekday, "hour": 12, "next_at": due, "tzdata": clock.TZDATA}
    with place.app.app_context():
        db.session.execute(insert(DigestSchedule), [row | {"person_id": person} for person in people])
        db.session.commit()


def ask(place: Field, count: int, *, wake: bool = True, due: Sequence[datetime] = (), prefix: str = "to") -> list[UUID]:
    """So many letters that somebody waits for; the ids of their rows. `wake=False`: as if Redis had lost the wake-up."""
    with place.app.app_context():
        for n in range(count):
            to = Recipient(f"{prefix}{n}@example.org", "en", "Etc/UTC")
            at = due[n] if due else None
            outbox.add("mail_check", key=keys.about("mail_check", new_id()), to=to, due_at=at)
        if not wake:
            db.session.info.clear()
        db.session.commit()
        db.session.remove()
    rows = place.sql("select id from messages where kind = 'mail_check' order by id desc limit %s", count)
    return [row[0] for row in rows]
