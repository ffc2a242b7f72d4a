"""What seekers chose about rules, requests for notes, and the operator's register of incidents."""

import gzip
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from coach_platform.content import sample_world
from coach_platform.core.access.audit import actor_key
from coach_platform.core.accounts.models import PrivacyChoice
from coach_platform.core.coaching.models import CoachNote
from coach_platform.core.coaching.notes_requests.document import written
from coach_platform.core.coaching.notes_requests.models import NotesRequest, NotesRequestState
from coach_platform.core.coaching.notes_requests.rules import due_on
from coach_platform.core.incidents.models import IncidentEntry, Risk
from coach_platform.core.relations.models import Coaching, Organisation
from coach_platform.sample.people import Cast, Someone
from coach_platform.sample.rows import Rows

TEXTS = ("title", "what_happened", "happened", "kinds", "people_known", "risk_why", "measures")


def gather_privacy(rows: Rows, cast: Cast) -> None:
    """To be called when the coachings are gathered."""
    told = sample_world.privacy()
    for person in cast.people.values():
        if "seeker" in person.told["roles"]:
            _choice(rows, person, told)
    for asked in told["requests"]:
        _request(rows, cast, asked)
    for incident in told["incidents"]:
        _incident(rows, cast[incident["by"]], incident["entries"])


def _choice(rows: Rows, seeker: Someone, told: dict[str, Any]) -> None:
    if seeker.login in told["suggestions"]["not_asked"]:
        return
    rows.add(
        PrivacyChoice,
        seeker_id=seeker.id,
        suggestions=seeker.login not in told["suggestions"]["no"],
        quiet_told=seeker.login not in told["quiet_not_told"],
        changed_at=seeker.days.at(seeker.told["joined_days_ago"], 9),
    )


def _request(rows: Rows, cast: Cast, asked: dict[str, Any]) -> None:
    seeker, coach = cast[asked["seeker"]], cast[asked["coach"]]
    coaching = next(c for c in rows.of(Coaching) if (c.seeker_id, c.coach_id) == (seeker.id, coach.id))
    asked_at = seeker.days.at(asked["asked_days_ago"], 19)
    request = rows.add(
        NotesRequest,
        seeker_id=seeker.id,
        organisation_id=coaching.organisation_id,
        asked_at=asked_at,
        due_on=due_on(asked_at, seeker.days.zone),
    )
    if (answered := asked.get("produced_days_ago")) is not None:
        notes = [note for note in rows.of(CoachNote) if note.coaching_id == coaching.id]
        _produced(rows, request, notes, {seeker.id: seeker.name, coach.id: coach.name}, seeker.days.at(answered, 10))


def _produced(
    rows: Rows, request: NotesRequest, notes: list[CoachNote], names: dict[UUID | None, str], at: datetime
) -> None:
    held_by = next(o.name for o in rows.of(Organisation) if o.id == request.organisation_id)
    made = written(request, notes, (), names, held_by, at)
    request.state, request.answered_at = NotesRequestState.PRODUCED, at
    request.body = gzip.compress(json.dumps(made, ensure_ascii=False).encode())


def _incident(rows: Rows, operator: Someone, entries: list[dict[str, Any]]) -> None:
    first = None
    for told in entries:
        row = rows.add(
            IncidentEntry,
            recorded_at=operator.days.at(told["days_ago"], 15),
            recorded_by_key=actor_key(operator.id),
            **{name: told[name] for name in TEXTS},
            aware_on=operator.days.on(told["aware_days_ago"]),
            people=told["people"],
            risk=Risk(told["risk"]),
            people_told_on=_day(operator, told.get("people_told_days_ago")),
            closed_on=_day(operator, told.get("closed_days_ago")),
        )
        first = first or row.id
        row.incident_id = first


def _day(operator: Someone, days_ago: int | None) -> Any:
    return None if days_ago is None else operator.days.on(days_ago)
