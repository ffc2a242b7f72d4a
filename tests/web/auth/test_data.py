"""Taking everything out, and leaving, on the page."""

import pytest
from sqlalchemy import select

from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.passwords import hash_password
from coach_platform.core.portability.models import Erasure, Export
from coach_platform.core.relations.models import Membership, Organisation, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import words
from tests.web.auth.conftest import PASSWORD


@pytest.fixture
def sam(with_passwords, browser_of):
    return browser_of(with_passwords.sam)


def test_a_file_is_asked_for_and_said_to_be_on_its_way(sam):
    page = sam.post("/settings/data/exports")
    assert "Being made since" in words(page)
    assert len(db.session.scalars(select(Export)).all()) == 1


def test_how_long_things_are_kept_is_said(sam):
    said = words(sam.get("/settings/data"))
    assert "What you delete: 30 days, in case you change your mind." in said
    assert "That we wrote to you, and when, never the letter itself: one year." in said


def test_erasing_begins_signs_out_and_says_goodbye(sam, with_passwords):
    page = sam.post("/settings/data/erase", {"password": PASSWORD})
    assert (page.status_code, page.request.path) == (200, "/goodbye")
    assert db.session.scalars(select(Erasure.person_id)).all() == [with_passwords.sam.person_id]
    assert sam.get("/today").request.path == "/sign-in"


def test_the_goodbye_is_said_in_the_language_of_who_leaves(with_passwords, browser_of):
    nina = browser_of(with_passwords.nina)
    nina.headers["Accept-Language"] = "en-CA"
    page = nina.post("/settings/data/erase", {"password": PASSWORD})
    assert (page.status_code, page.request.path) == (200, "/goodbye")
    assert "Votre compte est en cours d’effacement" in words(page)


def test_a_wrong_password_erases_nothing(sam):
    page = sam.post("/settings/data/erase", {"password": "not it"})
    assert page.status_code == 422
    assert db.session.scalars(select(Erasure)).all() == []
    assert sam.get("/today").request.path == "/today"


@pytest.fixture
def dana(with_passwords, browser_of):
    """The administrator, who has a password as well."""
    given = {"person_id": with_passwords.dana.person_id, "password_hash": hash_password(PASSWORD)}
    db.session.add(Credential(**given, changed_at=clock.now()))
    db.session.commit()
    return browser_of(with_passwords.dana)


def test_the_last_administrator_is_told_what_they_leave_and_says_that_they_know(dana, with_passwords):
    name = db.session.get_one(Organisation, with_passwords.agency_id).name
    page = dana.get("/settings/data")
    assert f"Nobody else administers {name}." in words(page) and 'href="/organisation"' in page.text
    refused = dana.post("/settings/data/erase", {"password": PASSWORD})
    assert refused.status_code == 422
    assert f"Nobody else administers {name}. Say that you know." in words(refused)
    assert db.session.scalars(select(Erasure)).all() == []
    assert dana.post("/settings/data/erase", {"password": PASSWORD, "leaves_alone": "y"}).request.path == "/goodbye"
    assert db.session.scalars(select(Erasure.person_id)).all() == [with_passwords.dana.person_id]


def test_with_a_second_administrator_nothing_more_is_asked(dana, with_passwords):
    agency = {"organisation_id": with_passwords.agency_id, "role": Role.ADMIN, "from_at": clock.now()}
    db.session.add(Membership(person_id=with_passwords.casey.person_id, **agency))
    db.session.commit()
    assert "Nobody else administers" not in words(dana.get("/settings/data"))
    assert dana.post("/settings/data/erase", {"password": PASSWORD}).request.path == "/goodbye"


def test_an_administrator_who_is_erasing_their_own_account_does_not_count(dana, with_passwords):
    agency = {"organisation_id": with_passwords.agency_id, "role": Role.ADMIN, "from_at": clock.now()}
    db.session.add(Membership(person_id=with_passwords.casey.person_id, **agency))
    db.session.add(Erasure(person_id=with_passwords.casey.person_id, asked_at=clock.now()))
    db.session.commit()
    assert "Nobody else administers" in words(dana.get("/settings/data"))
    assert dana.post("/settings/data/erase", {"password": PASSWORD}).status_code == 422
