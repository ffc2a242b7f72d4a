"""The page of what I agreed to, and how a newer text is told."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from coach_platform.content import agreements as texts
from coach_platform.content.agreements import latest_agreement
from coach_platform.content.reading import Both
from coach_platform.core.agreements import keeping
from coach_platform.core.agreements.models import AgreementKept
from coach_platform.core.agreements.page import PRIVACY
from coach_platform.core.relations.models import Person
from coach_platform.kit.db import db
from tests.agreed import agreed, read_privacy, yes_to
from tests.browsing import words

NEW = {"name": "Noor", "email": "noor@example.org", "password": "the heron waits", "zone": "America/Toronto"}


def kept(email: str) -> list[tuple[str, int, str]]:
    query = select(AgreementKept).join(Person, Person.id == AgreementKept.person_id).where(Person.email == email)
    return [(row.key, row.version, row.locale) for row in db.session.scalars(query.order_by(AgreementKept.id))]


def test_signing_up_keeps_the_text_that_was_ticked(client):
    page = words(client.get("/sign-up"))
    for part in latest_agreement(PRIVACY).paragraphs:
        assert part.in_("en") in page
    assert client.post("/sign-up", NEW | read_privacy(), follow=False).status_code == 303
    assert kept("noor@example.org") == [(PRIVACY, latest_agreement(PRIVACY).version, "en")]


@pytest.mark.parametrize("given", [{}, {"agreed": "y", "agreement": "0.en.earlier"}])
def test_without_the_tick_or_under_another_text_there_is_no_account(client, given):
    client.get("/sign-up")
    answer = client.post("/sign-up", NEW | given)
    assert (answer.status_code, kept("noor@example.org")) == (422, [])
    assert 'id="agreed-error"' in answer.text


def test_the_page_says_version_language_time_and_the_text(cast, browser_of):
    keeping.keep(cast.sam.person_id, PRIVACY, agreed("fr", PRIVACY))
    db.session.commit()
    page = browser_of(cast.sam).get("/settings/agreements")
    assert "Version 1, read in French," in words(page)
    assert latest_agreement(PRIVACY).paragraphs[0].fr in words(page)
    assert "holds" in words(page)


def test_a_yes_to_words_in_mails_is_kept_with_what_stood_above_the_button(cast, browser_of):
    browser = browser_of(cast.sam)
    assert "What was mailed cannot be called back." in words(browser.get("/sharing"))
    where = f"/sharing/{cast.coaching_id}/mail-words"
    assert "Nothing was changed" in words(browser.post(where, {"allowed": "yes"}))
    assert kept("sam@example.org") == []
    browser.post(where, {"allowed": "yes", **yes_to("mail_words")})
    assert kept("sam@example.org") == [("mail_words", 1, "en")]


def test_a_newer_text_is_told_on_every_page_with_what_changed_until_it_is_read(cast, browser_of, monkeypatch, counted):
    keeping.keep(cast.sam.person_id, PRIVACY, agreed(key=PRIVACY))
    db.session.commit()
    browser = browser_of(cast.sam)
    assert "has a new version" not in words(browser.get("/plan"))
    with counted() as before:
        browser.get("/plan")
    present, found = latest_agreement(PRIVACY), dict(texts.all_agreements())
    later = replace(present, version=2, changed=Both(en="We keep logs for a shorter time.", fr="Moins longtemps."))
    found[PRIVACY, 2] = later
    monkeypatch.setattr(texts, "all_agreements", lambda: found)
    monkeypatch.setattr("coach_platform.core.agreements.holding.all_agreements", lambda: found)
    with counted() as after:
        page = words(browser.get("/plan"))
    assert "We keep logs for a shorter time." in page
    assert len(after) == len(before)
    assert "there is a newer version" in words(browser.get("/settings/agreements"))
    assert browser.post("/settings/agreements", {"agreed": "y", "agreement": "1.en.x"}).status_code == 422
    browser.post("/settings/agreements", {"agreed": "y", "agreement": later.mark("en")})
    assert "has a new version" not in words(browser.get("/plan"))
    assert kept("sam@example.org") == [(PRIVACY, 1, "en"), (PRIVACY, 2, "en")]
