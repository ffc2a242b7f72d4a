"""A whole search put straight into its tables, so that two thousand applications take a second; seeded."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from coach_platform.content.vocabulary import STAGES, Outcome, RoleKind, Source, Stage, WorkMode
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application, Case, OutcomeEvent, StageEvent, StageRating
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import plain

NAMES = [
    "Nordlys",
    "Harbour Co.",
    "Atelier Bleu",
    "Kestrel",
    "Rive Sud",
    "Maple & Pine",
    "Quai 9",
    "Tamarack",
    "Boréal",
]


@dataclass
class Search:
    """Rows by table; `events` hold every stage event as it will be read back."""

    applications: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)


def a_search(seeker: Actor, number: int, *, seed: int = 1, cases: int = 3) -> Search:
    """`number` applications of the last two years, some far, most not; the first `cases` nos are opened. Committed."""
    random, search = Random(seed), Search()
    for n in range(number):
        _one(search, random, seeker, n)
    nos = [a for a in search.applications if a["outcome"] is Outcome.REJECTED]
    # Who looks at something looks first at what went far.
    nos.sort(key=lambda a: -a["furthest_stage"].rank)
    search.cases = [_case(a, seeker) for a in nos[:cases]]
    tables = (
        (Application, "applications"),
        (StageEvent, "events"),
        (OutcomeEvent, "outcomes"),
        (StageRating, "ratings"),
    )
    for model, name in (*tables, (Case, "cases")):
        if rows := getattr(search, name):
            db.session.execute(insert(model), rows)
    db.session.commit()
    return search


def _one(search: Search, random: Random, seeker: Actor, n: int) -> None:
    of = {"seeker_id": seeker.person_id, "locale": seeker.locale}
    application_id: UUID = new_id()
    sent = clock.today(seeker.zone) - timedelta(days=random.randrange(2, 700))
    stages = [Stage.APPLIED]
    source = random.choice([*Source, None])
    while stages[-1] is not Stage.OFFER and random.random() < (0.45 if source is Source.REFERRAL else 0.25):
        stages.append(STAGES[stages[-1].rank + random.choice([1, 1, 2])] if stages[-1].rank < 5 else Stage.OFFER)
    days = [sent + timedelta(days=6 * place) for place in range(len(stages))]
    said = clock.now() - timedelta(days=1)
    for stage, day in zip(stages, days, strict=True):
        event = {"id": new_id(), "application_id": application_id, "stage": stage, "occurred_on": day, **of}
        search.events.append(event | {"note": "", "what_worked": "", "recorded_at": said, "withdrawn": False})
        if stage is not Stage.APPLIED and random.random() < 0.7:
            rating = {"id": new_id(), "application_id": application_id, "stage": stage, "value": random.randint(1, 5)}
            search.ratings.append(rating | of | {"what_went_well": "", "recorded_at": said})
    outcome, ended = _came(random, stages, days[-1], clock.today(seeker.zone))
    if outcome is not Outcome.OPEN:
        end = {"id": new_id(), "application_id": application_id, "outcome": outcome, "occurred_on": ended, **of}
        state = "accepted" if outcome is Outcome.OFFER else None
        search.outcomes.append(
            end | {"offer_state": state, "own_words": "", "stated_reason": None, "recorded_at": said}
        )
    search.applications.append(
        {
            "id": application_id,
            **of,
            **_names(n),
            "source": source,
            "work_mode": random.choice([*WorkMode, None]),
            "role_kind": random.choice([RoleKind.IT, RoleKind.RETAIL, RoleKind.ADMINISTRATION, None]),
            "resume_version_id": None,
            "applied_on": sent if random.random() < 0.9 else None,
            "created_at": said,
            "updated_at": said,
            "furthest_stage": stages[-1],
            "outcome": outcome,
            "offer_state": "accepted" if outcome is Outcome.OFFER else None,
            "outcome_on": ended if outcome is not Outcome.OPEN else None,
            "last_event_on": max(days[-1], ended),
        }
    )


def _came(random: Random, stages: list[Stage], last: Any, today: Any) -> tuple[Outcome, Any]:
    if stages[-1] is Stage.OFFER:
        return Outcome.OFFER, last
    outcome = random.choice([Outcome.REJECTED, Outcome.REJECTED, Outcome.NO_REPLY, Outcome.OPEN])
    return outcome, min(today, last + timedelta(days=random.randrange(3, 40)))


def _names(n: int) -> dict[str, str]:
    company, role = f"{NAMES[n % len(NAMES)]} {n // len(NAMES) or ''}".strip(), "Coordinator"
    return {
        "company": company,
        "company_sort": plain(company),
        "role": role,
        "role_sort": plain(role),
        "search_text": plain(f"{company} {role}"),
    }


def _case(application: dict[str, Any], seeker: Actor) -> dict[str, Any]:
    ids = {"id": new_id(), "seeker_id": seeker.person_id, "application_id": application["id"]}
    return ids | {"opened_at": clock.now(), "steps_done": ["first"]}
