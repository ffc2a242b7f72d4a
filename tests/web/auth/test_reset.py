"""A forgotten password."""

import re
from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from coach_platform.core.accounts.models import Credential, SignInSession
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.apart import own_app
from tests.browsing import Browser, words
from tests.web.auth.conftest import PASSWORD
from tests.web.auth.mailbox import letter, link

NEW = "seven geese over the canal"


def _ask(browser, email="sam@example.org", **headers):
    browser.get("/reset")
    return browser.post("/reset", {"email": email}, follow=False, **headers)


def _enter(browser, password):
    browser.get("/sign-in")
    return browser.post("/sign-in", {"email": "sam@example.org", "password": password}, follow=False)


def test_the_link_sets_a_new_password_once(client, with_passwords):
    assert _ask(client).status_code == 303
    path = link("reset_password", "sam@example.org")
    assert "sam@example.org" in words(client.get(path))
    assert client.post(path, {"password": NEW}, follow=False).status_code == 303
    assert _enter(client, PASSWORD).status_code == 422
    assert _enter(client, NEW).status_code == 303
    client.get("/settings")
    assert client.post(path, {"password": "another quiet Tuesday"}, follow=False).status_code == 410


def test_opening_the_link_changes_nothing(client, with_passwords):
    _ask(client)
    path = link("reset_password", "sam@example.org")
    before = db.session.execute(select(Credential.password_hash, Credential.link_version)).all()
    client.get(path)
    client.get(path)
    assert db.session.execute(select(Credential.password_hash, Credential.link_version)).all() == before


def test_known_and_unknown_addresses_get_the_same_answer_by_the_same_statements(app, with_passwords, counted):
    answers = []
    for email in ("sam@example.org", "stranger@example.org"):
        browser = Browser(app)
        browser.get("/reset")
        with counted() as statements:
            response = browser.post("/reset", {"email": email}, follow=False)
        answers.append((response.status_code, response.location, list(statements)))
    assert answers[0] == answers[1]


def test_nothing_is_sent_to_an_unknown_address_and_the_address_is_not_kept(client, with_passwords):
    _ask(client, "stranger@example.org")
    assert letter("reset_password", "nobody@invalid") is Reason.ENDED
    kept = db.session.scalar(select(func.count()).where(Message.address == "stranger@example.org"))
    assert kept == 0


def test_a_forged_host_reaches_no_letter(client, with_passwords):
    evil = {"base_url": "http://evil.example.com"}
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.client.get("/reset", **evil).text)[1]
    response = client.client.post("/reset", data={"csrf_token": token, "email": "sam@example.org"}, **evil)
    assert response.status_code == 303
    written = letter("reset_password", "sam@example.org")
    assert "evil" not in written.text + written.html
    assert link("reset_password", "sam@example.org").startswith("/reset/")


def test_production_answers_no_foreign_host(environment):
    settings = {**environment, "REBOUND_ENV": "production", "BASE_URL": "https://rebound.example.org"}
    with own_app(settings) as app:
        browser = app.test_client()
        assert browser.get("/sign-in", base_url="https://evil.example.com").status_code == 400
        assert browser.get("/sign-in", base_url="https://rebound.example.org").status_code == 200


def test_the_link_is_too_old_after_an_hour(client, with_passwords):
    _ask(client)
    path = link("reset_password", "sam@example.org")
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        assert client.get(path).status_code == 410
        assert client.post(path, {"password": NEW}, follow=False).status_code == 410


def test_every_session_ends_and_waiting_times_are_forgotten(app, with_passwords, browser_of):
    sams = browser_of(with_passwords.sam)
    assert sams.get("/settings", follow=False).status_code == 200
    other = Browser(app)
    for _ in range(5):
        _enter(other, "wrong wrong")
    _ask(other)
    other.post(link("reset_password", "sam@example.org"), {"password": NEW})
    assert sams.get("/settings", follow=False).status_code == 302
    live = db.session.scalar(select(func.count()).where(SignInSession.revoked_at.is_(None)))
    assert live == 0
    assert _enter(other, NEW).status_code == 303


def test_a_reset_proves_the_mailbox(client, with_passwords):
    sam = with_passwords.sam.person_id
    db.session.execute(Person.__table__.update().where(Person.id == sam).values(confirmed_at=None))
    db.session.commit()
    _ask(client)
    client.post(link("reset_password", "sam@example.org"), {"password": NEW})
    assert db.session.scalar(select(Person.confirmed_at).where(Person.id == sam)) is not None


def test_a_poor_password_is_refused_and_the_link_goes_on_working(client, with_passwords):
    _ask(client)
    path = link("reset_password", "sam@example.org")
    for poor in ("short", "azertyuiop", "sam@example.org", "x" * 129):
        assert client.post(path, {"password": poor}, follow=False).status_code == 422
    assert client.post(path, {"password": NEW}, follow=False).status_code == 303


def test_a_forged_link_says_only_that_it_cannot_be_used(client, with_passwords):
    _ask(client)
    path = link("reset_password", "sam@example.org")
    forged = path[:-1] + ("A" if path[-1] != "A" else "B")
    assert client.get(forged).status_code == 410
    assert client.get("/reset/nonsense").status_code == 410
