"""A seeker's account, and the proof of its mailbox."""

from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from coach_platform.core.accounts.models import Credential
from coach_platform.core.digests.models import DigestSchedule, Face
from coach_platform.core.mail.letters import Letter
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Membership, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.agreed import read_privacy
from tests.browsing import Browser, words
from tests.web.auth.mailbox import kinds_for, letter, link

PASSWORD = "the heron waits"


def _sign_up(browser, **changed):
    page = browser.get("/sign-up").text
    given = read_privacy("fr" if '<html lang="fr' in page else "en") | {
        "name": "Noor Haddad",
        "email": "noor@example.org",
        "password": PASSWORD,
        "zone": "America/Vancouver",
    }
    return browser.post("/sign-up", {**given, **changed}, follow=False)


def _noor() -> Person:
    return db.session.scalars(
        select(Person).where(Person.email == "noor@example.org").execution_options(populate_existing=True)
    ).one()


def test_a_new_seeker_has_an_account_a_role_a_digest_and_a_letter(client):
    response = _sign_up(client, email="Noor@Example.org")
    assert response.status_code == 303
    noor = _noor()
    assert (noor.name, noor.locale, noor.zone, noor.confirmed_at) == ("Noor Haddad", "en", "America/Vancouver", None)
    assert db.session.scalars(select(Membership.role).where(Membership.person_id == noor.id)).all() == [Role.SEEKER]
    assert db.session.scalars(select(DigestSchedule.face).where(DigestSchedule.person_id == noor.id)).all() == [
        Face.SEEKER
    ]
    assert kinds_for("noor@example.org") == ["confirm_address"]
    kept = db.session.scalar(select(Credential.password_hash).where(Credential.person_id == noor.id))
    assert kept.startswith("$argon2id$")


def test_a_known_address_gets_the_same_answer_and_only_its_mailbox_learns_more(app, cast):
    known, new = Browser(app), Browser(app)
    answers = [
        (r.status_code, r.location, words(b.get(r.location)))
        for b, r in ((known, _sign_up(known, email="sam@example.org")), (new, _sign_up(new)))
    ]
    assert answers[0] == answers[1]
    assert kinds_for("sam@example.org") == ["already_have_account"]
    assert db.session.scalar(select(Person.name).where(Person.email == "sam@example.org")) == "Sam Okafor"
    written = letter("already_have_account", "sam@example.org")
    assert isinstance(written, Letter)
    assert "http://rebound.test/reset" in written.text


def test_the_language_of_the_page_becomes_the_persons(app, session):
    _sign_up(Browser(app, language="fr-CA"))
    assert _noor().locale == "fr"
    written = letter("confirm_address", "noor@example.org")
    assert isinstance(written, Letter)
    assert written.subject == "Confirmez votre adresse"


def test_an_unknown_zone_becomes_torontos(client):
    _sign_up(client, zone="Mars/Olympus")
    assert _noor().zone == "America/Toronto"


def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_made(client):
    response = _sign_up(client, name="x" * 121, email="not an address", password="motdepasse")
    assert response.status_code == 422
    said = words(response)
    assert "at most 120 characters" in said
    assert "does not look like an email address" in said
    assert "lists that attackers try first" in said
    assert 'value="not an address"' in response.text
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_line_breaks_in_a_name_or_an_address_are_refused(client):
    assert _sign_up(client, name="Noor\r\nBcc: all@example.org").status_code == 422
    assert _sign_up(client, email="noor@example.org\r\nBcc: all@example.org").status_code == 422
    assert _sign_up(client, name="Noor\0").status_code == 422


def _enter(browser, email="noor@example.org", password=PASSWORD):
    browser.get("/sign-in")
    return browser.post("/sign-in", {"email": email, "password": password}, follow=False)


def test_signing_in_after_signing_up_says_nothing_about_the_address(app, with_passwords, counted):
    answers = []
    for email in ("sam@example.org", "noor@example.org"):
        browser = Browser(app)
        _sign_up(browser, email=email)
        browser.get("/sign-in")
        with counted() as statements:
            response = browser.post("/sign-in", {"email": email, "password": PASSWORD}, follow=False)
        said = words(response).replace(email, "ADDRESS")
        answers.append((response.status_code, said, [each.split(" WHERE ")[0] for each in statements]))
    assert answers[0] == answers[1]
    assert "first use the link in the letter" in answers[0][1]


def test_the_link_opens_the_account_and_the_password_works_from_then_on(app, client):
    _sign_up(client)
    assert _enter(client).status_code == 422
    response = client.post(link("confirm_address", "noor@example.org"), follow=False)
    assert response.location == "/today"
    assert "Welcome, Noor Haddad" in words(client.get("/today"))
    assert _enter(Browser(app)).status_code == 303


def test_signing_up_again_before_confirming_counts_anew_and_ends_the_older_link(app, client):
    _sign_up(client, name="A Stranger", password="known to the stranger")
    older = link("confirm_address", "noor@example.org")
    _sign_up(client)
    assert kinds_for("noor@example.org") == ["confirm_address", "confirm_address"]
    assert client.post(older, follow=False).status_code == 410
    client.post(link("confirm_address", "noor@example.org"))
    assert _noor().name == "Noor Haddad"
    assert _enter(Browser(app), password="known to the stranger").status_code == 422
    assert _enter(Browser(app)).status_code == 303


def test_opening_the_link_changes_nothing_and_the_button_works_once(client):
    _sign_up(client)
    path = link("confirm_address", "noor@example.org")
    for _ in range(2):
        assert "noor@example.org" in words(client.get(path))
    assert _noor().confirmed_at is None
    assert client.post(path, follow=False).status_code == 303
    assert _noor().confirmed_at is not None
    assert client.get(path).status_code == 410
    assert client.post(path, follow=False).status_code == 410
    assert letter("confirm_address", "noor@example.org") is Reason.NO_LONGER_DUE


def test_a_link_is_too_old_after_seven_days(client):
    _sign_up(client)
    path = link("confirm_address", "noor@example.org")
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=False):
        assert client.get(path).status_code == 410
        assert client.post(path, follow=False).status_code == 410
    assert _noor().confirmed_at is None


def test_a_link_for_one_purpose_is_none_for_another(client):
    _sign_up(client)
    token = link("confirm_address", "noor@example.org").rsplit("/", 1)[1]
    assert client.get(f"/reset/{token}").status_code == 410
    assert client.get(f"/invitation/{token}").status_code == 410


def test_a_stranger_cannot_fill_a_mailbox(app, cast):
    statuses = [_sign_up(Browser(app), email="sam@example.org").status_code for _ in range(7)]
    assert statuses == [303] * 6 + [429]


def test_the_pages_speak_french(app, session):
    browser = Browser(app, language="fr-CA")
    assert "Fuseau horaire" in words(browser.get("/sign-up"))
    assert "Regardez votre boîte courriel" in words(_sign_up(browser, follow=True) and browser.get("/sign-up/sent"))
