"""Teams: their lists, what became of them, and what seekers share with them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from coach_platform.content import sample_world
from coach_platform.content.agreements import latest_agreement
from coach_platform.content.vocabulary import Section
from coach_platform.core.relations.models import CaseScope, Grant, Team, TeamChange, TeamEvent, TeamMember
from coach_platform.kit.text import plain
from coach_platform.sample.coaching import Beside
from coach_platform.sample.people import Cast, Someone
from coach_platform.sample.rows import Rows

Teams = dict[str, UUID]  # by key


def gather_teams(rows: Rows, cast: Cast) -> Teams:
    """Each with its list; gives their ids by key."""
    return {told["key"]: _team(rows, cast, told) for told in sample_world.teams()}


@dataclass(frozen=True)
class _Book:
    """Writes down what becomes of one team."""

    rows: Rows
    team_id: UUID

    def note(self, what: TeamEvent, name: str, at: datetime, person_id: UUID | None = None) -> None:
        self.rows.add(TeamChange, team_id=self.team_id, what=what, person_id=person_id, name=name, at=at)


def _team(rows: Rows, cast: Cast, told: dict[str, Any]) -> UUID:
    days = cast[told["members"][0]].days
    created, renamed = days.at(told["created_days_ago"], 10), days.at(told["renamed_days_ago"], 11)
    team = rows.add(
        Team,
        organisation_id=cast.seats.organisations[told["organisation"]],
        name=told["name"],
        name_sort=plain(told["name"]),
        created_at=created,
    )
    book = _Book(rows, team.id)
    book.note(TeamEvent.CREATED, told["was_called"], created)
    for login in told["members"]:
        rows.add(TeamMember, team_id=team.id, person_id=cast[login].id, joined_at=created)
        book.note(TeamEvent.JOINED, told["was_called"], created, cast[login].id)
    book.note(TeamEvent.RENAMED, told["name"], renamed)
    return team.id


def gather_team_grants(
    rows: Rows, seeker: Someone, story: dict[str, Any], beside: dict[str, Beside], teams: Teams
) -> None:
    """What the seeker shares with teams, over which coaching: all cases, also those to come."""
    agreement = latest_agreement("team_grant")
    for coaching in story["coachings"]:
        for told in coaching.get("team_grants", ()):
            rows.add(
                Grant,
                seeker_id=seeker.id,
                coaching_id=beside[coaching["coach"]].coaching_id,
                team_id=teams[told["team"]],
                sections=[section.value for section in Section if section in told["sections"]],
                case_scope=CaseScope.FUTURE_TOO,
                agreed_at=seeker.days.at(told["days_ago"], 10),
                consent_key=agreement.key,
                consent_version=agreement.version,
                consent_locale=seeker.locale,
                consent_text=agreement.text(seeker.locale),
            )
