"""Coming in and going out."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.core.accounts.models import Credential, FailedAttempts, SignInSession
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import Browser, words
from tests.web.auth.conftest import PASSWORD


def _enter(browser, email="sam@example.org", password=PASSWORD, **more):
    browser.get("/sign-in")
    return browser.post("/sign-in", {"email": email, "password": password, **more}, follow=False)


def test_the_right_password_opens_a_session_and_leads_on(client, with_passwords):
    response = _enter(client, next="/language-choice")
    assert response.status_code == 303
    assert response.location == "/language-choice"
    assert db.session.scalar(select(SignInSession.device)) == ""


def test_capitals_and_spaces_in_the_address_do_not_matter(client, with_passwords):
    assert _enter(client, email=" Sam@Example.ORG ").status_code == 303


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(app, with_passwords, counted):
    answers = []
    for email in ("sam@example.org", "stranger@example.org"):
        browser = Browser(app)
        browser.get("/sign-in")
        with counted() as statements:
            response = browser.post("/sign-in", {"email": email, "password": "not this one"}, follow=False)
        body = words(response).replace(email, "ADDRESS")
        answers.append((response.status_code, body, [s.split(" WHERE ")[0] for s in statements]))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "do not go together" in answers[0][1]


def test_what_was_typed_stays_but_the_password(client, with_passwords):
    response = _enter(client, password="not this one")
    assert 'value="sam@example.org"' in response.text
    assert "not this one" not in response.text


def test_the_sixth_attempt_must_wait_even_with_the_right_password(client, with_passwords):
    for _ in range(5):
        assert "do not go together" in words(_enter(client, password="wrong wrong"))
    refused = _enter(client)
    assert refused.status_code == 422
    assert "wait 1 minute" in words(refused)
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=False):
        assert _enter(client).status_code == 303
    assert db.session.scalar(select(FailedAttempts.count)) is None


def test_an_unknown_address_must_wait_just_as_long(client, with_passwords):
    for _ in range(5):
        _enter(client, email="stranger@example.org")
    assert "wait 1 minute" in words(_enter(client, email="stranger@example.org"))


def test_flushing_redis_does_not_open_the_limit_of_an_account(app, client, with_passwords):
    for _ in range(5):
        _enter(client, password="wrong wrong")
    app.extensions["rebound.limits"].redis.storage.storage.flushall()
    assert "wait 1 minute" in words(_enter(client))


def test_flushing_redis_does_not_open_the_limit_of_a_browser(app, client, with_passwords):
    for n in range(60):
        assert _enter(client, email=f"someone{n}@example.org").status_code == 422
    assert _enter(client, email="someone-else@example.org").status_code == 429
    app.extensions["rebound.limits"].redis.storage.storage.flushall()
    assert _enter(client, email="someone-else@example.org").status_code == 429


def test_while_redis_is_away_sign_in_goes_on_under_a_stricter_limit(app, client, with_passwords):
    from coach_platform.web.shared.limits import Counters

    kept = app.extensions["rebound.limits"]
    app.extensions["rebound.limits"] = Counters("redis://127.0.0.1:9/0")
    try:
        assert _enter(client).status_code == 303
        stranger = Browser(app)
        statuses = [_enter(stranger, email=f"someone{n}@example.org").status_code for n in range(16)]
    finally:
        app.extensions["rebound.limits"] = kept
    assert statuses == [422] * 15 + [429]


@pytest.mark.parametrize("target", ["https://evil.example.com/", "//evil.example.com", "/\\evil.example.com", "x"])
def test_a_foreign_next_is_ignored(client, with_passwords, target):
    assert 'name="next" value=""' in client.get("/sign-in?next=" + target).text
    response = _enter(client, next=target)
    assert response.status_code == 303
    assert "evil" not in response.location


def test_the_session_is_another_one_after_the_sign_in(client, with_passwords):
    client.get("/sign-in")
    with client.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        before = cookie["csrf_token"]
    _enter(client)
    client.get("/sign-in", follow=False)
    with client.client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != before


def test_a_kept_cookie_is_worthless_after_the_sign_out(client, with_passwords):
    _enter(client)
    kept = client.client.get_cookie("session").value
    assert client.get("/sign-in", follow=False).status_code == 302
    client.get("/")
    assert client.post("/sign-out", follow=False).status_code == 303
    client.client.set_cookie("session", kept)
    assert client.get("/sign-in", follow=False).status_code == 200


def test_a_password_kept_with_old_parameters_is_hashed_anew(client, with_passwords):
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash(PASSWORD)
    row = db.session.get(Credential, with_passwords.sam.person_id)
    row.password_hash = old
    db.session.commit()
    assert _enter(client).status_code == 303
    db.session.refresh(row)
    assert row.password_hash != old
    assert "m=64," in row.password_hash


def test_the_page_speaks_french(app, session):
    page = Browser(app, language="fr-CA").get("/sign-in")
    assert "Adresse courriel" in words(page)


def test_a_form_without_its_token_is_refused(app, with_passwords):
    response = app.test_client().post("/sign-in", data={"email": "sam@example.org", "password": PASSWORD})
    assert response.status_code == 400
