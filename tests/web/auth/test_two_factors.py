"""A password and something more: setting it up, coming in with it, losing it, and who must have it."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.accounts.factors.models import AuthenticatorApp, Passkey, RecoveryCode
from coach_platform.core.accounts.factors.standing import new_codes
from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.operators_help import reset_two_factors
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.sealing import Sealer
from coach_platform.kit.settings import settings
from tests.browsing import Browser, words
from tests.web.auth.conftest import PASSWORD
from tests.web.auth.mailbox import kinds_for, letter
from tests.web.auth.second import App


@pytest.fixture
def app_of_sam(with_passwords):
    return App(with_passwords.sam)


@pytest.fixture
def required(app):
    """As in production: coaches, admins and operators need a second factor."""
    kept = app.extensions["rebound.config"]
    app.extensions["rebound.config"] = replace(kept, mfa_required=True)
    yield
    app.extensions["rebound.config"] = kept


def _password(browser, email="sam@example.org", **more):
    browser.get("/sign-in")
    return browser.post("/sign-in", {"email": email, "password": PASSWORD, **more}, follow=False)


def _code(browser, code):
    browser.get("/sign-in/second", follow=False)
    return browser.post("/sign-in/second", {"code": code}, follow=False)


def test_a_right_password_is_half_way_and_the_apps_code_the_rest(client, app_of_sam):
    assert _password(client, next="/plan").location == "/sign-in/second"
    assert client.get("/today", follow=False).location.startswith("/sign-in")
    assert _code(client, app_of_sam.at(1)).location == "/plan"
    assert client.get("/today", follow=False).status_code == 200


def test_a_code_is_taken_once(client, app, app_of_sam):
    _password(client)
    code = app_of_sam.at(1)
    assert _code(client, code).status_code == 303
    second = Browser(app)
    _password(second)
    assert _code(second, code).status_code == 422


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (2, 422), (1, 303)])
def test_a_code_counts_one_half_minute_around_now(client, app_of_sam, steps, status):
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        _password(client)
        assert _code(client, app_of_sam.at(steps)).status_code == status


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "a" * 61, "abcd-efgh-jkmn-pqrs"])
def test_what_is_no_code_is_said_beside_the_field(client, app_of_sam, typed):
    _password(client)
    response = _code(client, typed)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text


def test_a_code_from_paper_works_once_however_it_is_typed(client, app, app_of_sam):
    _password(client)
    assert _code(client, app_of_sam.codes[3].upper().replace("-", " ")).status_code == 303
    assert "One of your recovery codes was used" in letter("account_changed", "sam@example.org").text
    second = Browser(app)
    _password(second)
    assert _code(second, app_of_sam.codes[3]).status_code == 422
    assert _code(second, app_of_sam.codes[4]).status_code == 303


def test_no_code_of_paper_lies_readable_in_the_database(app_of_sam):
    for code in app_of_sam.codes:
        rest = code.replace("-", "")[4:]
        assert rest not in str(db.session.execute(select(RecoveryCode.start, RecoveryCode.rest_hash)).all())


def test_new_codes_make_the_old_ones_worthless(client, with_passwords, app_of_sam):
    fresh = new_codes(with_passwords.sam)
    db.session.commit()
    _password(client)
    assert _code(client, app_of_sam.codes[0]).status_code == 422
    assert _code(client, fresh[0]).status_code == 303


def test_half_a_sign_in_is_worth_nothing_after_ten_minutes_or_a_new_password(client, with_passwords, app_of_sam):
    _password(client)
    client.get("/sign-in/second")
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        response = client.post("/sign-in/second", {"code": app_of_sam.at()})
    assert response.request.path == "/sign-in"
    assert "Please begin again" in words(response)
    _password(client)
    db.session.execute(update(Credential).values(link_version=Credential.link_version + 1))
    db.session.commit()
    assert client.get("/sign-in/second").request.path == "/sign-in"


def test_an_older_cookie_of_a_sign_in_that_is_done_is_worth_nothing(client, app, app_of_sam):
    _password(client)
    client.get("/sign-in/second")
    half, back = client.client.get_cookie("session").value, Browser(app)
    back._token = client._token
    assert _code(client, app_of_sam.at(1)).status_code == 303
    back.client.set_cookie("session", half)
    again = back.post("/sign-in/second", {"code": app_of_sam.codes[0]}, follow=False)
    assert (again.status_code, again.location) == (303, "/sign-in/second")
    assert "Set-Cookie" not in again.headers  # the slower of two clicks signs nobody out
    assert back.get("/sign-in/second").request.path == "/sign-in"


def test_two_browsers_may_stand_half_way_at_once(client, app, app_of_sam):
    second = Browser(app)
    _password(client)
    _password(second)
    assert _code(client, app_of_sam.codes[0]).location == "/today"
    assert _code(second, app_of_sam.codes[1]).location == "/today"


def test_the_secret_is_sealed_for_its_row_and_sealed_anew_when_keys_change(app, client, with_passwords, app_of_sam):
    row = db.session.get(AuthenticatorApp, with_passwords.sam.person_id)
    before = row.sealed_secret
    assert app_of_sam.secret.encode() not in before
    kept = app.extensions["rebound.config"]
    new = "another-key-9876543210-zyxwvutsrqponmlkjihgf"
    app.extensions["rebound.config"] = replace(kept, secret_keys=[new, *kept.secret_keys])
    try:
        _password(client)
        assert _code(client, app_of_sam.at(1)).status_code == 303
        db.session.refresh(row)
        opened = Sealer([new], "authenticator app").open(row.sealed_secret, row.person_id)
        assert (opened.text, opened.outdated) == (app_of_sam.secret, False)
    finally:
        app.extensions["rebound.config"] = kept


def test_setting_up_an_app_takes_its_code_and_gives_ten_codes_once(with_passwords, browser_of):
    sam, elsewhere = browser_of(with_passwords.sam), browser_of(with_passwords.sam)
    assert sam.post("/settings/two-factors/app", follow=False).location == "/settings/two-factors/app"
    assert "signs you out in every other browser" in words(sam.get("/settings/two-factors"))
    page = sam.get("/settings/two-factors/app")
    assert "<svg" in page.text
    assert "style=" not in page.text
    assert sam.post("/settings/two-factors/app/confirm", {"code": "000000"}).status_code == 422
    assert not db.session.scalar(select(AuthenticatorApp.confirmed_at))
    secret = page.text.split('class="letters"')[1].split("<")[0].split(">")[1].replace(" ", "")
    import pyotp

    done = sam.post("/settings/two-factors/app/confirm", {"code": pyotp.TOTP(secret).now()})
    assert done.text.count("<li><code>") == 10
    assert sam.get("/settings/two-factors").text.count("<li><code>") == 0
    assert "Every other browser was signed out" in words(done)
    assert elsewhere.get("/today").request.path == "/sign-in"
    assert sam.get("/today").request.path == "/today"
    assert "An authenticator app was added" in letter("account_changed", "sam@example.org").text


def test_a_secret_that_was_never_confirmed_is_shown_for_half_an_hour_and_counts_for_nothing(
    client, with_passwords, browser_of
):
    sam = browser_of(with_passwords.sam)
    sam.post("/settings/two-factors/app")
    assert _password(client).location != "/sign-in/second"
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert sam.get("/settings/two-factors/app").request.path == "/settings/two-factors"


def test_removing_the_last_factor_of_somebody_who_may_forgets_the_codes(with_passwords, browser_of, app_of_sam):
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        sam = Browser(browser_of(with_passwords.sam).client.application)
        _password(sam)
        _code(sam, app_of_sam.at())
        sam.get("/settings/two-factors")
        assert "The app is removed." in words(sam.post("/settings/two-factors/app/remove"))
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    assert "was removed" in letter("account_changed", "sam@example.org").text


def test_a_coach_without_one_sees_nothing_but_the_page_that_sets_it_up(required, with_passwords, browser_of):
    casey = browser_of(with_passwords.casey)
    for path in ("/coach", "/settings", "/settings/data", "/coach/seekers"):
        assert casey.get(path).request.path == "/settings/two-factors", path
    page = casey.get("/settings/two-factors")
    assert "One more lock on this door" in words(page)
    assert "/coach/" not in page.text, "no menu leads past it"
    assert casey.post("/settings", {"name": "C"}, follow=False).status_code == 403
    App(actor_for(with_passwords.casey.person_id))
    assert casey.get("/coach").request.path == "/sign-in", "another browser's app is asked for here too"


def test_after_setting_it_up_the_work_is_there(required, with_passwords, browser_of):
    import pyotp

    casey = browser_of(with_passwords.casey)
    casey.post("/settings/two-factors/app")
    text = casey.get("/settings/two-factors/app").text
    secret = text.split('class="letters"')[1].split("<")[0].split(">")[1].replace(" ", "")
    codes = casey.post("/settings/two-factors/app/confirm", {"code": pyotp.TOTP(secret).now()})
    assert 'href="/coach"' in codes.text
    assert casey.get("/coach", follow=False).status_code == 200


def test_the_last_one_stays_where_it_is_required(required, client, with_passwords):
    app = App(with_passwords.casey)
    _password(client, "casey@example.org")
    _code(client, app.at(1))
    assert "Remove the app" not in client.get("/settings/two-factors").text
    assert client.post("/settings/two-factors/app/remove").status_code == 409
    assert db.session.scalar(select(AuthenticatorApp.confirmed_at)) is not None


def test_a_seeker_is_offered_one_and_needs_none(required, with_passwords, browser_of):
    sam = browser_of(with_passwords.sam)
    assert sam.get("/today").request.path == "/today"
    assert "Set it up" in words(sam.get("/settings/sign-in"))


def test_an_operators_command_takes_it_off_and_tells_the_person(client, with_passwords, app_of_sam):
    reset_two_factors("Sam@Example.org")
    db.session.commit()
    assert "An operator of this site removed" in letter("account_changed", "sam@example.org").text
    assert _password(client).location == "/today"
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0


@pytest.mark.parametrize("path", ["/sign-in/passkey", "/settings/two-factors/passkeys", "/prove/passkey"])
@pytest.mark.parametrize("answer", ["", "x", "{}", '{"rawId": 1}', '{"rawId":"AAAA","response":{}}', "[" * 3000])
def test_an_answer_that_no_device_gave_opens_nothing(with_passwords, browser_of, client, path, answer):
    browser = client if path.startswith("/sign-in") else browser_of(with_passwords.sam)
    browser.post(f"{path}/question")
    browser.get("/sign-in" if browser is client else "/settings/two-factors")
    response = browser.post(path, {"passkey_answer": answer, "proof-passkey_answer": answer})
    assert response.status_code == (200 if (path.endswith("passkeys") and not answer) else 422)
    assert db.session.scalar(select(func.count()).select_from(Passkey)) == 0


def test_a_question_to_a_passkey_says_nothing_of_any_account(client, app, with_passwords):
    asked = client.post("/sign-in/passkey/question").json
    assert asked["allowCredentials"] == []
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "rebound.test"


def test_the_page_takes_few_statements_and_speaks_french(with_passwords, browser_of, counted):
    nina = browser_of(with_passwords.nina)
    with counted() as statements:
        page = nina.get("/settings/two-factors")
    assert len(statements) <= 8
    assert "Clés d’accès" in words(page)


def test_no_letter_about_it_can_be_turned_off(with_passwords, browser_of):
    page = browser_of(with_passwords.sam).get("/settings/mail")
    assert not {"sign_in_alert", "account_changed", "old_address"} & set(page.text.split('"'))
    assert settings().mfa_required is False
    assert kinds_for("sam@example.org") == []
