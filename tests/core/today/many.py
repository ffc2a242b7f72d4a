"""Many seekers of one coach at once, put straight into their tables, with what was put in kept for comparing."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application, Case, SearchSettings
from coach_platform.core.assessments.models import CheckIn
from coach_platform.core.plans.models import Action, Plan, Review, Turn
from coach_platform.core.relations.models import Coaching, CoachingState, Grant, Membership, Person, Role, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import plain

NAMES = ("Éva", "Eva", "Zoë", "Ève", "André", "Renée", "Åsa", "Mo")


@dataclass
class Made:
    """One of them, as it was put in."""

    id: UUID
    name: str
    sections: frozenset[Section]
    last_seen_at: datetime
    waiting_since: datetime | None
    turn: Turn | None
    dues: list[date]  # of the open actions
    cases: int
    confidence: list[int]
    found_work: bool


def many(coach: Actor, count: int, *, seed: int = 1, everything: bool = False) -> list[Made]:
    """`count` seekers with anything or nothing in each section, and any of the sections granted (or every one)."""
    chance = random.Random(seed)
    made = [_made(chance, number, everything) for number in range(count)]
    rows: dict[Any, list[dict[str, Any]]] = {kind: [] for kind in ORDER}
    for one in made:
        _rows(rows, one, coach)
    for kind in ORDER:
        if rows[kind]:
            db.session.execute(insert(kind), rows[kind])
    db.session.commit()
    return made


ORDER = (Person, Membership, Coaching, Grant, Plan, Review, Action, Application, Case, CheckIn, SearchSettings)


def _made(chance: random.Random, number: int, everything: bool) -> Made:
    now, today = clock.now(), clock.today("America/Toronto")
    turn = chance.choice([None, *Turn])
    waits = turn is Turn.AWAITING_COACH
    dues = [today + timedelta(days=chance.randint(-5, 5)) for _ in range(chance.choice([0, 0, 1, 3]))]
    return Made(
        id=new_id(),
        name=f"{chance.choice(NAMES)} {number // 3:03}",  # alike ones on purpose
        sections=frozenset(Section if everything else chance.sample(sorted(Section), chance.randint(0, 8))),
        last_seen_at=now - timedelta(days=chance.choice([0, 1, 1, 13, 15, 40])),
        waiting_since=now - timedelta(days=chance.randint(1, 9)) if waits else None,
        turn=turn,
        dues=dues if turn else [],
        cases=chance.choice([0, 1, 2]),
        confidence=[chance.randint(1, 5) for _ in range(chance.choice([0, 1, 10]))],
        found_work=chance.random() < 0.1,
    )


def _rows(rows: dict[Any, list[dict[str, Any]]], one: Made, coach: Actor) -> None:
    now, long_ago = clock.now(), clock.now() - timedelta(days=90)
    who, coaching, plan = {"seeker_id": one.id}, new_id(), new_id()
    facts = {"locale": "en", "zone": "America/Toronto", "country": "CA", "confirmed_at": long_ago}
    seen = {"created_at": long_ago, "last_seen_at": one.last_seen_at, "quiet_until": None}
    person = {"id": one.id, "email": f"{one.id}@example.org", "name": one.name, "name_sort": plain(one.name)}
    rows[Person].append({**person, **facts, **seen})
    seat = {"id": new_id(), "person_id": one.id, "role": Role.SEEKER, "from_at": long_ago}
    rows[Membership].append({**seat, "organisation_id": None, "office_id": None, "until_at": None})
    link = {"id": coaching, **who, "coach_id": coach.person_id, "state": CoachingState.ACTIVE}
    rows[Coaching].append({**link, "places_candidates": False, "asked_at": long_ago, "answered_at": long_ago})
    if one.sections:
        agreed = {"consent_key": "test", "consent_version": 1, "consent_locale": "en", "consent_text": "test"}
        shared = {"sections": [s.value for s in one.sections], "case_scope": "future_too", "agreed_at": now}
        whom = {"coaching_id": coaching, "coach_id": coach.person_id}
        rows[Grant].append({"id": new_id(), **who, **whom, **shared, **agreed})
    if one.turn:
        begun = {"turn": one.turn, "turn_since_at": now, "coaching_id": coaching, "created_at": long_ago}
        rows[Plan].append({"id": plan, **who, **begun})
    if one.waiting_since:
        asked = {"plan_id": plan, "coaching_id": coaching, "note_locale": "en", "asked_at": one.waiting_since}
        rows[Review].append({"id": new_id(), **who, **asked})
    for place, due in enumerate(one.dues):
        said = {"what": "x", "locale": "en", "kind": "practice", "state": "open", "position": place, "due_on": due}
        rows[Action].append({"id": new_id(), **who, "plan_id": plan, **said, "created_at": now, "changed_at": now})
    for _ in range(one.cases):
        _case(rows, who, now)
    for at, level in enumerate(one.confidence):
        tap = {"confidence": level, "occasion": "other", "at": long_ago + timedelta(days=at)}
        rows[CheckIn].append({"id": new_id(), **who, **tap})
    if one.found_work:
        rows[SearchSettings].append({**who, "searching_since_on": now.date(), "found_work_at": now})


def _case(rows: dict[Any, list[dict[str, Any]]], who: dict[str, Any], now: datetime) -> None:
    application, day = new_id(), clock.today("America/Toronto")
    names = {"company": "X", "role": "Y", "company_sort": "x", "role_sort": "y", "search_text": "x y"}
    stood = {"furthest_stage": "interview", "outcome": "rejected", "outcome_on": day, "last_event_on": day}
    made = {"created_at": now, "updated_at": now, "locale": "en"}
    rows[Application].append({"id": application, **who, **names, **stood, **made})
    rows[Case].append({"id": new_id(), **who, "application_id": application, "opened_at": now, "steps_done": []})
