"""A sign-in from a browser that was not seen before is told by mail; the first one, and the next ones there, are not."""

from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from coach_platform.core.access import audit
from coach_platform.core.accounts.attempts import address_key
from coach_platform.core.accounts.models import KnownBrowser
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import Browser, words
from tests.web.auth.conftest import PASSWORD
from tests.web.auth.mailbox import kinds_for, letter

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def _enter(browser, email="sam@example.org", **more):
    browser.headers["User-Agent"] = FIREFOX
    browser.get("/sign-in")
    response = browser.post("/sign-in", {"email": email, "password": PASSWORD, **more}, follow=False)
    assert response.status_code == 303
    return response


def _leave(browser):
    browser.get("/settings")
    browser.post("/sign-out")


def test_the_first_sign_in_is_no_news_and_neither_is_the_next_in_that_browser(client, with_passwords):
    for _ in range(3):
        _enter(client)
        _leave(client)
    assert kinds_for("sam@example.org") == []


def test_another_browser_is_news_once(app, client, with_passwords):
    _enter(client)
    other = Browser(app)
    _enter(other)
    written = letter("sign_in_alert", "sam@example.org")
    assert "Firefox, Linux" in written.text
    assert "http://rebound.test/settings/sign-in" in written.text
    assert "127.0.0.1" not in written.text + written.html, "no address of a network, no place"
    _leave(other)
    _enter(other)
    assert kinds_for("sam@example.org") == ["sign_in_alert"]


def test_two_people_at_one_computer_are_two_and_nothing_connects_them(client, with_passwords):
    _enter(client)
    _leave(client)
    _enter(client, "nina@example.org")
    hashes = db.session.scalars(select(KnownBrowser.token_hash)).all()
    assert len(set(hashes)) == 2


def test_a_shared_computer_is_left_as_it_was_found(client, with_passwords):
    answer = _enter(client, shared="y")
    assert not any(cookie.startswith("browser=") for cookie in answer.headers.getlist("Set-Cookie"))
    session = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session="))
    assert "Expires" not in session
    assert db.session.scalar(select(func.count()).select_from(KnownBrowser)) == 0


def test_ones_own_computer_keeps_the_sign_in_when_the_browser_is_closed(client, with_passwords):
    session = next(c for c in _enter(client).headers.getlist("Set-Cookie") if c.startswith("session="))
    assert "Expires" in session


def test_no_later_answer_sets_the_cookie_again(client, with_passwords):
    _enter(client)
    client.get("/today")
    later = [client.get(path) for path in ("/today", "/settings/sign-in")]
    assert [answer.headers.getlist("Set-Cookie") for answer in later] == [[], []]


def test_a_changed_password_is_told(client, with_passwords):
    _enter(client)
    client.get("/settings/sign-in")
    client.post("/settings/password", {"old": PASSWORD, "new": "seven geese over the canal"})
    assert "Your password was changed." in letter("account_changed", "sam@example.org").text


def test_the_letter_speaks_its_readers_language(app, client, with_passwords):
    _enter(client, "nina@example.org")
    _enter(Browser(app), "nina@example.org")
    assert "Quelqu’un s’est connecté" in letter("sign_in_alert", "nina@example.org").text


def test_what_happened_is_listed_for_its_person_and_nobody_else(app, client, with_passwords):
    _enter(client)
    failed = f"address:{address_key('sam@example.org')}"
    audit.note(failed, "sign_in.failed")
    page = words(client.get("/settings/history"))
    assert "Signed in, with the password (Firefox, Linux)" in page
    assert "A wrong password was typed for this address" in page
    nina = Browser(app)
    _enter(nina, "nina@example.org")
    theirs = words(nina.get("/settings/history"))
    assert "avec le mot de passe" in theirs
    assert "mauvais mot de passe" not in theirs


def test_the_list_goes_on_by_pages_in_a_constant_number_of_statements(client, with_passwords, counted):
    _enter(client)
    numbers = []
    for count in (3, 60):
        for n in range(count):
            with time_machine.travel(clock.now() + timedelta(seconds=n), tick=False):
                audit.note(with_passwords.sam.person_id, "export.asked")
        with counted() as statements:
            page = client.get("/settings/history")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 8
    assert page.text.count("<time ") == 50
    following = page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(following)
    assert rest.text.count("<time ") == 14
    assert client.get("/settings/history?page=nonsense").status_code == 200


def test_an_operator_reads_it_without_a_name(client, with_passwords, browser_of):
    _enter(client)
    page = browser_of(with_passwords.root).get("/operator/history")
    said = words(page)
    assert "Signed in, with the password" in said
    for name in ("Sam Okafor", "sam@example.org", str(with_passwords.sam.person_id)):
        assert name not in page.text
