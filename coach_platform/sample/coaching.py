"""Coachings in their states, what was granted over them and when it was revoked, and coaches' private notes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from coach_platform.content.agreements import latest_agreement
from coach_platform.content.vocabulary import Section
from coach_platform.core.coaching.models import CoachNote
from coach_platform.core.relations.models import CaseScope, Coaching, CoachingState, Grant, GrantCase
from coach_platform.kit import clock
from coach_platform.sample.days import Days
from coach_platform.sample.people import Cast, Someone, agreed
from coach_platform.sample.rows import Rows

EVERY_CASE = "all_future"


@dataclass(frozen=True)
class Beside:
    """A coach who is or was beside a seeker, with the grants as they were told."""

    coach: Someone
    coaching_id: UUID
    grants: list[dict[str, Any]]

    def saw(self, section: Section, case: str | None, days_ago: int) -> bool:
        """Whether `section` (of the case with that key) was granted to them on that day."""
        return any(
            section in grant["sections"]
            and grant["days_ago"] >= days_ago >= grant.get("revoked_days_ago", 0)
            and (case is None or grant["cases"] == EVERY_CASE or case in grant["cases"])
            for grant in self.grants
        )


def gather_coachings(rows: Rows, cast: Cast, seeker: Someone, story: dict[str, Any]) -> dict[str, Beside]:
    """The seeker's coachings and the coaches' notes; gives those beside them by the coach's login."""
    beside = {}
    for told in story["coachings"]:
        coach = cast[told["coach"]]
        coaching = _coaching(rows, cast, seeker, coach, told)
        for note in told.get("private_notes", []):
            _note(rows, seeker, coach, coaching.id, note)
        beside[coach.login] = Beside(coach, coaching.id, told["grants"])
    return beside


def gather_grants(
    rows: Rows, seeker: Someone, story: dict[str, Any], beside: dict[str, Beside], cases: dict[str, UUID]
) -> None:
    """What was shared, in its order; `cases` by the key of their application."""
    for told in story["coachings"]:
        for place, grant in enumerate(told["grants"]):
            following = told["grants"][place + 1] if place + 1 < len(told["grants"]) else None
            _grant(rows, seeker, beside[told["coach"]], grant, following, cases)


def _coaching(rows: Rows, cast: Cast, seeker: Someone, coach: Someone, told: dict[str, Any]) -> Coaching:
    days = seeker.days
    accepted, ended = told.get("accepted_days_ago", told.get("declined_days_ago")), told.get("ended_days_ago")
    coaching = rows.add(
        Coaching,
        seeker_id=seeker.id,
        coach_id=coach.id,
        organisation_id=cast.seats.organisations[told["organisation"]],
        office_id=cast.seats.offices[told["organisation"], told["office"]],
        state=CoachingState(told["state"]),
        places_candidates=coach.places_candidates,
        message=told.get("message", ""),
        message_locale=seeker.locale,
        thanks=told.get("thanks", ""),
        thanks_locale=seeker.locale,
        asked_at=days.at(told["requested_days_ago"], 9),
        answered_at=None if accepted is None else days.at(accepted, 9, 20),
        ended_at=None if ended is None else days.at(ended, 19),
        ended_by_id=None if ended is None else (seeker if told["ended_by"] == "seeker" else coach).id,
    )
    asked, over = days.at(told["requested_days_ago"], 9), None if ended is None else days.at(ended, 19)
    agreed(rows, seeker.id, "coaching", seeker.locale, asked, coaching_id=coaching.id, ended_at=over)
    return coaching


def _grant(
    rows: Rows,
    seeker: Someone,
    beside: Beside,
    told: dict[str, Any],
    following: dict[str, Any] | None,
    cases: dict[str, UUID],
) -> None:
    agreement = latest_agreement("coaching_grant")
    until = told.get("until_in_days")
    until_on = None if until is None else seeker.days.on(-until)
    listed = [] if told["cases"] == EVERY_CASE else told["cases"]
    grant = rows.add(
        Grant,
        seeker_id=seeker.id,
        coaching_id=beside.coaching_id,
        coach_id=beside.coach.id,
        sections=[section.value for section in Section if section in told["sections"]],
        case_scope=CaseScope.FUTURE_TOO if told["cases"] == EVERY_CASE else CaseScope.LISTED,
        until_on=until_on,
        ends_at=until_on
        and clock.instant(datetime.combine(until_on + timedelta(days=1), datetime.min.time()), seeker.days.zone),
        agreed_at=_granted_at(seeker.days, told),
        revoked_at=_revoked_at(seeker.days, told, following),
        consent_key=agreement.key,
        consent_version=agreement.version,
        consent_locale=seeker.locale,
        consent_text=agreement.text(seeker.locale),
    )
    for key in listed:
        rows.add(GrantCase, grant_id=grant.id, case_id=cases[key], seeker_id=seeker.id)


def _granted_at(days: Days, told: dict[str, Any]) -> datetime:
    return days.at(told["days_ago"], 9, 40)


def _revoked_at(days: Days, told: dict[str, Any], following: dict[str, Any] | None) -> datetime | None:
    day = told.get("revoked_days_ago")
    if day is None:
        return None
    # Granting anew revokes what was granted before, in the same moment.
    return _granted_at(days, following) if following and following["days_ago"] == day else days.at(day, 19)


def _note(rows: Rows, seeker: Someone, coach: Someone, coaching_id: UUID, told: dict[str, Any]) -> None:
    moment = seeker.days.at(told["days_ago"], 18)
    rows.add(
        CoachNote,
        seeker_id=seeker.id,
        coaching_id=coaching_id,
        author_id=coach.id,
        body=told["text"],
        locale=coach.locale,
        created_at=moment,
        updated_at=moment,
    )
