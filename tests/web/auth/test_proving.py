"""Dear acts ask again who sits there, and go on with what was typed."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.core.accounts.models import AddressChange, Invitation, SignInSession
from coach_platform.core.portability.models import Export
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import Browser, words
from tests.web.auth.conftest import PASSWORD
from tests.web.auth.second import App


@pytest.fixture
def later():
    """Eleven minutes after everybody signed in."""
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        yield


@pytest.fixture
def sam(with_passwords, browser_of):
    return browser_of(with_passwords.sam)


def _fields(response) -> dict[str, str]:
    """What the page carries along."""
    form = response.text.split('action="/prove"')[1].split("</form>")[0]
    return {n: unescape(v) for n, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def _prove(browser, response, password=PASSWORD, **more):
    """Send it as a browser does: a 307 sends the same words on to where they were meant."""
    body = {**_fields(response), "proof-password": password, **more}
    answer = browser.post("/prove", body, follow=False)
    return browser.post(answer.location, body) if answer.status_code == 307 else answer


def test_an_export_is_asked_for_again_and_then_made(sam, request):
    request.getfixturevalue("later")
    asked = sam.post("/settings/data/exports")
    assert asked.status_code == 403
    assert "Is it still you?" in words(asked)
    assert db.session.scalars(select(Export)).all() == []
    done = _prove(sam, asked)
    assert "Being made since" in words(done)
    assert len(db.session.scalars(select(Export)).all()) == 1
    assert sam.post("/settings/two-factors/app", follow=False).status_code == 303, "the proof lasts ten minutes"


def test_nothing_typed_is_lost_through_a_wrong_password_and_a_right_one(sam, request):
    request.getfixturevalue("later")
    asked = sam.post("/settings/address", {"address": "sam+é&<new>@example.org"})
    wrong = _prove(sam, asked, "not it")
    assert wrong.status_code == 422
    assert "not your present password" in words(wrong)
    assert _fields(wrong)["address"] == "sam+é&<new>@example.org"
    refused = _prove(sam, wrong)
    assert refused.status_code == 422
    assert "does not look like an email address" in words(refused)
    assert "sam+é&amp;&lt;new&gt;@example.org" in refused.text


def test_a_page_that_was_only_opened_is_opened_afterwards(sam, with_passwords, request):
    row = Export(person_id=with_passwords.sam.person_id, state="ready", asked_at=clock.now(), ready_at=clock.now())
    row.ends_at, row.body = clock.now() + timedelta(days=1), b""
    db.session.add(row)
    db.session.commit()
    request.getfixturevalue("later")
    asked = sam.get(f"/settings/data/exports/{row.id}")
    assert asked.status_code == 403
    assert _fields(asked)["proof-method"] == "GET"
    went = sam.post("/prove", {**_fields(asked), "proof-password": PASSWORD}, follow=False)
    assert (went.status_code, went.location) == (303, f"/settings/data/exports/{row.id}")


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/settings/address", {"address": "new@example.org"}),
        ("/settings/data/exports", {}),
        ("/settings/sessions/end", {}),
        ("/settings/two-factors/app", {}),
        ("/settings/two-factors/app/confirm", {"code": "123456"}),
        ("/settings/two-factors/app/remove", {}),
        ("/settings/two-factors/passkeys", {}),
        ("/settings/two-factors/passkeys/question", {}),
        ("/settings/two-factors/codes", {}),
    ],
)
def test_each_dear_act_of_an_account_is_asked_about(sam, request, path, form):
    request.getfixturevalue("later")
    assert "Is it still you?" in words(sam.post(path, form))
    assert db.session.scalars(select(AddressChange)).all() == []


def test_an_operator_who_gives_a_role_is_asked_too(with_passwords, browser_of, request):
    root = browser_of(with_passwords.root)
    request.getfixturevalue("later")
    asked = root.post("/operator/invitations", {"email": "lea@example.org", "locale": "fr"})
    assert asked.status_code == 403
    assert db.session.scalars(select(Invitation)).all() == []
    _prove(root, asked)
    assert db.session.scalars(select(Invitation.email)).all() == ["lea@example.org"]


def test_with_a_second_factor_the_password_alone_is_not_enough(app, with_passwords):
    second = App(with_passwords.sam)
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        sam = Browser(app)
        sam.get("/sign-in")
        sam.post("/sign-in", {"email": "sam@example.org", "password": PASSWORD})
        sam.post("/sign-in/second", {"code": second.at()})
    with time_machine.travel(clock.now() + timedelta(minutes=13), tick=False):
        asked = sam.post("/settings/two-factors/app/remove")
        wrong = _prove(sam, asked)
        assert wrong.status_code == 422
        assert "does not fit" in words(wrong)
        assert "The app is removed." in words(_prove(sam, asked, **{"proof-code": second.at()}))


def test_the_way_on_leads_nowhere_else(sam, request):
    request.getfixturevalue("later")
    fields = {"proof-to": "//evil.example.com/", "proof-method": "POST", "proof-password": PASSWORD}
    assert sam.post("/prove", fields, follow=False).location == "/today"


def test_a_proof_is_of_one_browser_only(sam, with_passwords, browser_of, request):
    elsewhere = browser_of(with_passwords.sam)
    request.getfixturevalue("later")
    _prove(sam, sam.post("/settings/data/exports"))
    assert elsewhere.post("/settings/data/exports").status_code == 403
    fresh = select(SignInSession.id).where(SignInSession.proved_at > clock.now() - timedelta(minutes=1))
    assert len(db.session.scalars(fresh).all()) == 1
