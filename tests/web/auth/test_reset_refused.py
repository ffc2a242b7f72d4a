"""Whoever forgot the password and whose mailbox refused our letters once: told whom to write to, and nobody can guess."""

from dataclasses import replace

import pytest

from coach_platform.core.mail.models import Suppression
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import Browser, words


@pytest.mark.parametrize("privacy", ["", "officer@example.org"])
def test_the_page_says_to_everybody_whom_to_write_to(app, cast, monkeypatch, privacy):
    db.session.add(Suppression(address="sam@example.org", reason="bounced", since_at=clock.now()))
    db.session.commit()
    config = replace(app.extensions["rebound.config"], privacy_contact=privacy)
    monkeypatch.setitem(app.extensions, "rebound.config", config)
    pages = set()
    for email in ("sam@example.org", "casey@example.org", "nobody@example.org"):
        browser = Browser(app, language="en-CA")
        browser.get("/reset")
        pages.add(words(browser.post("/reset", {"email": email})))
    [said] = pages
    assert "none goes to that address any more" in said
    assert f"write to {privacy or config.operator_contact} ," in said
    french = Browser(app, language="fr-CA").get("/reset/sent")
    assert f"Écrivez alors à {privacy or config.operator_contact} ," in words(french)
