"""A database of its own, committed for real, reached with the worker's rights: an erasure is the worker's work."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, insert, text
from sqlalchemy.orm import Session

from coach_platform.core.accounts.attempts import address_key
from coach_platform.core.relations.models import Person
from coach_platform.kit.ids import new_id
from coach_platform.laptop.services import DatabaseUrls
from tests.apart import own_app, own_database, settings_on
from tests.core.portability.planting import plant

EMAIL = "leaving@example.org"


@pytest.fixture
def planted(services, template, environment) -> Iterator[dict[str, Any]]:
    """Somebody with a row in every table, another person who coaches them, and the worker's application."""
    with own_database(services, template) as urls, own_app(settings_on(environment, urls), "worker") as app:
        yield from _planted(app, urls)


def _planted(app: Flask, urls: DatabaseUrls) -> Iterator[dict[str, Any]]:
    people = {name: _person(name) for name in ("leaving", "coach")}
    with app.app_context():
        engine = create_engine(urls.owner_url)
        with Session(engine) as session:
            session.execute(insert(Person), list(people.values()))
            others = {"coach": people["coach"], **_others(session)}
            plant(session, people["leaving"]["id"], EMAIL, others)
            # This key is a hash of the address: planted as the product would have made it.
            session.execute(text("update failed_attempts set address_key = :key"), {"key": address_key(EMAIL)})
            session.commit()
        yield {"me": people["leaving"]["id"], "coach": people["coach"]["id"], "engine": engine}
        engine.dispose()


def _person(name: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "email": f"{name}@example.org",
        "name": f"Robin of {name}",
        "name_sort": name,
        "locale": "fr",
        "zone": "America/Toronto",
        "country": "CA",
        "created_at": datetime.now(UTC),
    }


def _others(session: Session) -> dict[str, dict[str, Any]]:
    organisation, office, team = {"id": new_id()}, {"id": new_id()}, {"id": new_id()}
    session.execute(text("insert into organisations values (:id, 'O', 'o', now())"), organisation)
    session.execute(
        text("insert into offices (id, organisation_id, name, city) values (:id, :org, 'O', 'O')"),
        {**office, "org": organisation["id"]},
    )
    session.execute(
        text(
            "insert into teams (id, organisation_id, name, name_sort, created_at) values (:id, :org, 'T', 't', now())"
        ),
        {**team, "org": organisation["id"]},
    )
    question_set = session.execute(text("select id from question_sets limit 1")).scalar_one()
    return {
        "organisations": organisation,
        "offices": {**office, "organisation_id": organisation["id"]},
        "teams": team,
        "question_sets": {"id": question_set},
    }
