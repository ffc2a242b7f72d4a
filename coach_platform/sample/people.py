"""Organisations, people with their roles and digests, and what the directory shows of each coach."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from coach_platform.content import sample_world
from coach_platform.content.agreements import latest_agreement
from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.passwords import hash_password
from coach_platform.core.agreements.models import AgreementKept
from coach_platform.core.coaching.models import CoachProfile
from coach_platform.core.digests.models import Face
from coach_platform.core.relations.models import Membership, Office, Organisation, Person, Role
from coach_platform.kit.text import plain
from coach_platform.sample.crowd import Crowd
from coach_platform.sample.days import Days
from coach_platform.sample.rows import Rows

PASSWORD = "rebound-sample-2026"  # noqa: S105  # nosec B105 - sample accounts only, printed by `make run`
FACES = {Role.SEEKER: Face.SEEKER, Role.COACH: Face.COACH}


@dataclass(frozen=True)
class Someone:
    """A person of the sample world, as the stories refer to them."""

    id: UUID
    login: str
    name: str
    locale: str
    days: Days
    told: dict[str, Any]  # what people.yaml says
    places_candidates: bool = False

    @property
    def faces(self) -> list[Face]:
        """The digests that come with their roles."""
        return [FACES[Role(role)] for role in self.told["roles"] if Role(role) in FACES]


@dataclass(frozen=True)
class Seats:
    """Where people work: organisations and offices by key."""

    organisations: dict[str, UUID]
    offices: dict[tuple[str, str], UUID]


@dataclass(frozen=True)
class Cast:
    """Everybody by login, and where the coaches work."""

    people: dict[str, Someone]
    seats: Seats

    def __getitem__(self, login: str) -> Someone:
        return self.people[login]


def gather_people(rows: Rows, now: datetime, around: Crowd) -> Cast:
    """Everybody with an account, their credentials, roles and profiles; `around`: who comes beside the told people."""
    coaches = [*sample_world.coaches(), *around.coaches]
    people = _people(rows, now, [*sample_world.people(), *around.people], coaches)
    cast = Cast(people=people, seats=_organisations(rows, now))
    members = {(told["person"], told["role"]): told for told in [*sample_world.memberships(), *around.memberships]}
    for person in cast.people.values():
        for role in person.told["roles"]:
            _member(rows, cast.seats, person, Role(role), members.get((person.login, role)))
    for told in coaches:
        _profile(rows, cast[told["person"]], told)
    return cast


def agreed(
    rows: Rows,
    person_id: UUID,
    key: str,
    locale: str,
    at: datetime,
    *,
    coaching_id: UUID | None = None,
    ended_at: datetime | None = None,
) -> None:
    """Their yes to the present version of a text, in their language."""
    text = latest_agreement(key)
    rows.add(
        AgreementKept,
        person_id=person_id,
        key=key,
        version=text.version,
        locale=locale,
        text=text.text(locale),
        coaching_id=coaching_id,
        agreed_at=at,
        ended_at=ended_at,
    )


def _organisations(rows: Rows, now: datetime) -> Seats:
    seats = Seats({}, {})
    begun = max(person["joined_days_ago"] for person in sample_world.people())
    for told in sample_world.organisations():
        zone = told["offices"][0]["zone"]
        organisation = rows.add(
            Organisation, name=told["name"], name_sort=plain(told["name"]), created_at=Days(zone, now).at(begun, 8)
        )
        seats.organisations[told["key"]] = organisation.id
        for office in told["offices"]:
            row = rows.add(Office, organisation_id=organisation.id, name=office["city"], city=office["city"])
            seats.offices[told["key"], office["key"]] = row.id
    return seats


def _people(
    rows: Rows, now: datetime, everybody: list[dict[str, Any]], coaches: list[dict[str, Any]]
) -> dict[str, Someone]:
    places = {told["person"]: told["places_candidates"] for told in coaches}
    # One hash for all: slow on purpose, and one each would cost the first start its seconds.
    password_hash = hash_password(PASSWORD)
    people = {}
    for told in everybody:
        days = Days(told["zone"], now)
        joined = days.at(told["joined_days_ago"], 8)
        person = rows.add(
            Person,
            email=told["email"],
            name=told["name"],
            name_sort=plain(told["name"]),
            locale=told["locale"],
            zone=told["zone"],
            confirmed_at=joined,
            last_seen_at=days.at(told["seen_days_ago"], 20),
            created_at=joined,
        )
        rows.add(Credential, person_id=person.id, password_hash=password_hash, changed_at=joined)
        agreed(rows, person.id, "privacy", told["locale"], joined)
        login = told["login"]
        people[login] = Someone(person.id, login, told["name"], told["locale"], days, told, places.get(login, False))
    return people


def _member(rows: Rows, seats: Seats, person: Someone, role: Role, told: dict[str, Any] | None) -> None:
    since = told["from_days_ago"] if told else person.told["joined_days_ago"]
    rows.add(
        Membership,
        person_id=person.id,
        organisation_id=seats.organisations[told["organisation"]] if told else None,
        office_id=seats.offices[told["organisation"], told["office"]] if told else None,
        role=role,
        from_at=person.days.at(since, 8),
    )


def _profile(rows: Rows, coach: Someone, told: dict[str, Any]) -> None:
    joined = coach.days.at(coach.told["joined_days_ago"], 9)
    if told["places_candidates"]:
        agreed(rows, coach.id, "placing", coach.locale, joined)
    # A profile holds one text: the one in the coach's own language.
    rows.add(
        CoachProfile,
        coach_id=coach.id,
        headline=told["headline"][coach.locale],
        about=told["about"][coach.locale],
        text_locale=coach.locale,
        languages=told["languages"],
        fields=told["fields"],
        city=told["city"],
        city_sort=plain(told["city"]),
        remote=told["remote"],
        places_candidates=told["places_candidates"],
        listed=True,
        booking_url=told.get("booking_url", ""),
        closed=told.get("closed", False),
        updated_at=joined,
    )
