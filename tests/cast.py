"""The cast: sam (seeker), casey (his coach), nina and omar (strangers to them), dana (agency admin), root (operator).

`cast.sam` is an Actor. The six are put straight into their tables; what they do after that goes through the verbs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts import sessions
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.accounts.models import PrivacyChoice
from coach_platform.core.coaching import grants
from coach_platform.core.coaching.teams import changing
from coach_platform.core.coaching.teams.beside import team_beside
from coach_platform.core.relations.models import (
    CaseScope,
    Coaching,
    CoachingState,
    Grant,
    GrantCase,
    Membership,
    Office,
    Organisation,
    Person,
    Role,
    Section,
)
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import plain
from tests.agreed import agreed
from tests.browsing import Browser

WHO = {
    "sam": ("Sam Okafor", "en", [Role.SEEKER]),
    "casey": ("Casey Tremblay", "en", [Role.COACH]),
    "nina": ("Nina Roy", "fr", [Role.SEEKER]),
    "omar": ("Omar Haddad", "fr", [Role.COACH]),
    "dana": ("Dana Whitecrow", "en", [Role.ADMIN]),
    "root": ("Root Operator", "en", [Role.OPERATOR]),
}


@dataclass
class Cast:
    """The six as actors, the agency, and Sam's coaching with Casey."""

    sam: Actor
    casey: Actor
    nina: Actor
    omar: Actor
    dana: Actor
    root: Actor
    agency_id: UUID
    coaching_id: UUID

    def grant(
        self,
        *sections: Section,
        cases: list[UUID] | None = None,
        future: bool = False,
        ends_at: datetime | None = None,
    ) -> Grant:
        """Sam grants Casey `sections` of `cases` (or of all, with `future`), in place of what was granted before."""
        self.revoke()
        grant = Grant(
            seeker_id=self.sam.person_id,
            coaching_id=self.coaching_id,
            coach_id=self.casey.person_id,
            sections=[s.value for s in sections],
            case_scope=CaseScope.FUTURE_TOO if future else CaseScope.LISTED,
            agreed_at=clock.now(),
            ends_at=ends_at,
            consent_key="test",
            consent_version=1,
            consent_locale="en",
            consent_text="test",
        )
        db.session.add(grant)
        db.session.flush()
        for case_id in cases or []:
            db.session.add(GrantCase(grant_id=grant.id, case_id=case_id, seeker_id=self.sam.person_id))
        db.session.flush()
        return grant

    def revoke(self) -> None:
        """End whatever Sam granted Casey."""
        for grant in db.session.query(Grant).filter_by(coaching_id=self.coaching_id, team_id=None, revoked_at=None):
            grant.revoked_at = clock.now()
        db.session.flush()


@pytest.fixture
def cast(session) -> Cast:
    """Sam is coached by Casey and has granted nothing yet; Omar, Nina and the others are strangers."""
    agency = {"id": new_id(), "name": "Passerelle Staffing", "name_sort": "passerelle staffing"}
    office = {"id": new_id(), "organisation_id": agency["id"], "name": "Ottawa", "city": "Ottawa"}
    people = {name: new_id() for name in WHO}
    coaching = {
        "id": new_id(),
        "seeker_id": people["sam"],
        "coach_id": people["casey"],
        "organisation_id": agency["id"],
        "office_id": office["id"],
        "state": CoachingState.ACTIVE,
        "places_candidates": False,
        "asked_at": clock.now() - timedelta(days=30),
        "answered_at": clock.now() - timedelta(days=29),
    }
    # A few whole statements rather than a flush a row: most tests begin with these.
    db.session.execute(insert(Organisation), [agency | {"created_at": clock.now()}])
    db.session.execute(insert(Office), [office])
    db.session.execute(insert(Person), [_person(name, person_id) for name, person_id in people.items()])
    db.session.execute(insert(Membership), [row for name in WHO for row in _memberships(name, people[name], office)])
    db.session.execute(insert(Coaching), [coaching])
    # Both seekers said yes to suggestions; tests/core/accounts/test_privacy.py is about those who did not.
    yes = {"suggestions": True, "quiet_told": True, "changed_at": clock.now()}
    db.session.execute(insert(PrivacyChoice), [{"seeker_id": people[name], **yes} for name in ("sam", "nina")])
    # "Committed": inside the test's own transaction, but kept when a page answers with a rollback (each GET does).
    db.session.commit()
    actors = {name: actor_for(person_id) for name, person_id in people.items()}
    return Cast(**actors, agency_id=agency["id"], coaching_id=coaching["id"])


LONG_AGO = timedelta(days=120)


def _person(name: str, person_id: UUID) -> dict[str, Any]:
    full, locale, _ = WHO[name]
    return {
        "id": person_id,
        "email": f"{name}@example.org",
        "name": full,
        "name_sort": plain(full),
        "locale": locale,
        "zone": "America/Toronto",
        "confirmed_at": clock.now() - LONG_AGO,
        "created_at": clock.now() - LONG_AGO,
    }


def _memberships(name: str, person_id: UUID, office: dict[str, Any]) -> list[dict[str, Any]]:
    in_agency = name in ("casey", "dana")
    place = {
        "organisation_id": office["organisation_id"] if in_agency else None,
        "office_id": office["id"] if in_agency else None,
    }
    return [
        {"id": new_id(), "person_id": person_id, "role": role, "from_at": clock.now() - LONG_AGO, **place}
        for role in WHO[name][2]
    ]


@pytest.fixture
def browser_of(app, session):
    """`browser_of(cast.sam)`: a browser in which that person is signed in (a real session row and cookie)."""

    def signed_in(actor: Actor) -> Browser:
        browser = Browser(app, language=f"{actor.locale}-CA")
        token = sessions.open_session(actor.person_id, device="test")
        db.session.commit()
        with browser.client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return browser

    return signed_in


@pytest.fixture
def colleague(cast):
    """`colleague("Jo Martin")`: another coach of the agency, as an actor."""

    def hired(name: str) -> Actor:
        login, moment = plain(name).split()[0], clock.now() - LONG_AGO
        facts = {"email": f"{login}@example.org", "name": name, "name_sort": plain(name), "locale": "en"}
        person = Person(**facts, zone="America/Toronto", confirmed_at=moment, created_at=moment)
        db.session.add(person)
        db.session.flush()
        seat = {"organisation_id": cast.agency_id, "role": Role.COACH, "from_at": moment}
        db.session.add(Membership(person_id=person.id, **seat))
        db.session.commit()
        return actor_for(person.id)

    return hired


@dataclass
class Team:
    """Casey and Jo in one team of the agency's; Sam may share with it."""

    id: UUID
    jo: Actor
    cast: Cast

    def share(self, *sections: Section, cases: grants.Cases = grants.Cases.ALL_FUTURE_TOO, **more: Any) -> UUID:
        """Sam shares with the team, by the verb itself."""
        beside = team_beside(self.cast.sam.person_id, self.cast.coaching_id, self.id)
        grant_id = grants.grant(
            self.cast.sam,
            self.cast.coaching_id,
            sections=sections,
            cases=cases,
            agreed_to=agreed(key="team_grant"),
            with_team=grants.WithTeam(self.id, beside.mark if beside else ""),
            **more,
        )
        db.session.commit()  # a page's GET ends with a rollback
        return grant_id


@pytest.fixture
def team(cast, colleague) -> Team:
    """The Ottawa team: Casey, whom Sam knows, and Jo, whom he does not."""
    jo = colleague("Jo Martin")
    team_id = changing.create_team(cast.dana, cast.agency_id, name="Ottawa team")
    for person in (cast.casey, jo):
        changing.add_member(cast.dana, team_id, person.person_id)
    db.session.commit()
    return Team(team_id, jo, cast)
