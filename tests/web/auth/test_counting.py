"""What must be kept although the page fails: attempts and the audit log. In a database of its own, with real commits."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text

from coach_platform.core.accounts import signing_in
from coach_platform.core.accounts.actors import actor_by_email
from coach_platform.core.accounts.factors import app_codes
from coach_platform.kit.db import db
from tests.agreed import read_privacy
from tests.apart import own_app, own_database, settings_on
from tests.browsing import Browser, words
from tests.web.auth.second import App

PASSWORD = "the heron waits"


@pytest.fixture
def standing(services, template, environment):
    """An app on a fresh copy of the database, with one confirmed seeker; and a way to ask the database."""
    with own_database(services, template) as urls, own_app(settings_on(environment, urls)) as app:
        yield from _standing(app, urls)


def _standing(app, urls):
    browser = Browser(app)
    browser.get("/sign-up")
    given = {
        "name": "Noor Haddad",
        "email": "noor@example.org",
        "password": PASSWORD,
        "zone": "America/Toronto",
    } | read_privacy()
    assert browser.post("/sign-up", given, follow=False).status_code == 303
    engine = create_engine(urls.owner_url)
    with engine.begin() as connection:
        connection.execute(text("update persons set confirmed_at = now()"))

    def ask(sql: str) -> list:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    yield app, ask
    engine.dispose()


def _enter(browser, password):
    browser.get("/sign-in")
    return browser.post("/sign-in", {"email": "noor@example.org", "password": password}, follow=False)


def test_failed_sign_ins_stay_counted_and_logged_without_an_address(standing):
    app, ask = standing
    browser = Browser(app)
    assert _enter(browser, "wrong wrong").status_code == 422
    assert ask("select count from failed_attempts") == [(1,)]
    assert _enter(browser, PASSWORD).status_code == 303
    assert ask("select count from failed_attempts") == []
    logged = ask("select event, actor_key, details::text from audit_events order by at")
    assert [row[0] for row in logged][-2:] == ["sign_in.failed", "sign_in"]
    assert "noor" not in str(logged)


def test_twenty_guesses_at_once_are_not_more_than_five(standing):
    app, ask = standing

    def guess(n: int) -> bool:
        with app.app_context():
            return signing_in.check("noor@example.org", f"wrong wrong {n}").wait_until is None

    with ThreadPoolExecutor(8) as pool:
        looked_at = sum(pool.map(guess, range(20)))
    assert looked_at == 5
    assert ask("select count from failed_attempts") == [(5,)]


def test_guessing_at_the_old_password_is_counted_like_a_sign_in(standing):
    app, _ask = standing
    browser = Browser(app)
    _enter(browser, PASSWORD)
    browser.get("/settings/sign-in")
    new = "seven geese over the canal"
    for _ in range(5):
        assert browser.post("/settings/password", {"old": "wrong wrong", "new": new}).status_code == 422
    assert "Too many attempts" in words(browser.post("/settings/password", {"old": PASSWORD, "new": new}))


def test_guessing_where_one_is_asked_again_is_counted_too(standing):
    app, _ask = standing
    browser = Browser(app)
    _enter(browser, PASSWORD)
    browser.get("/settings/sign-in")
    for _ in range(5):
        assert browser.post("/prove", {"proof-to": "/today", "proof-password": "wrong"}).status_code == 422
    assert "Too many attempts" in words(browser.post("/prove", {"proof-to": "/today", "proof-password": PASSWORD}))


def test_guessing_codes_must_wait_whatever_becomes_of_redis_and_a_right_password_frees_nothing(standing):
    app, ask = standing
    with app.app_context():
        second = App(actor_by_email("noor@example.org"))
    browser = Browser(app)
    assert _enter(browser, PASSWORD).location == "/sign-in/second"
    for _ in range(5):
        assert "does not fit" in words(_code(browser, "000000"))
    app.extensions["rebound.limits"].redis.storage.storage.flushall()
    assert "wait 1 minute" in words(_code(browser, second.at(1)))
    assert _enter(browser, PASSWORD).location == "/sign-in/second"
    assert "wait 1 minute" in words(_code(browser, second.at(1)))
    assert ask("select event from audit_events order by at desc limit 1") == [("second_factor.failed",)]


def test_a_code_typed_twice_at_once_lets_one_in(standing):
    app, _ask = standing
    with app.app_context():
        person = actor_by_email("noor@example.org")
        code = App(person).at(1)

    def type_it(_n: int) -> bool:
        with app.app_context():
            took = app_codes.use(person.person_id, code)
            db.session.commit()
            return took

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(type_it, range(6))) == 1


def _code(browser, code):
    browser.get("/sign-in/second")
    return browser.post("/sign-in/second", {"code": code}, follow=False)
