"""Taking everything out, and leaving, on the page."""

import pytest
from sqlalchemy import select

from coach_platform.core.portability.models import Erasure, Export
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
