"""Addresses that take no mail: the operator's list."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coach_platform.core.mail.models import Suppression
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import words


def refuse(address, reason="bounced", status="5.1.1", days=0):
    since = clock.now() - timedelta(days=days)
    db.session.add(Suppression(address=address, reason=reason, status=status, since_at=since))
    db.session.commit()


@pytest.fixture
def root(cast, browser_of):
    return browser_of(cast.root)


def test_each_with_its_reason_the_newest_first(cast, root):
    assert "None: every address that was written to took its mail." in words(root.get("/operator/addresses"))
    refuse("sam@example.org")
    refuse("new@example.org", "complained", "abuse", days=2)
    said = words(root.get("/operator/addresses"))
    assert said.index("sam@example.org") < said.index("new@example.org without an account")
    assert "A letter came back: the address does not exist any more. (5.1.1)" in said
    assert "Its mailbox reported a letter as unwanted. (abuse)" in said


def test_one_is_lifted(cast, root):
    refuse("sam@example.org")
    refuse("nina@example.org")
    said = words(root.post("/operator/addresses/lift", {"address": "sam@example.org"}))
    assert "Lifted: letters go there again." in said
    assert db.session.scalars(select(Suppression.address)).all() == ["nina@example.org"]
    again = root.post("/operator/addresses/lift", {"address": "sam@example.org"})
    assert "That address is not on the list any more." in words(again)


def test_many_come_in_pages_and_no_address_stands_in_one(cast, root, counted):
    refuse("one@example.org")
    with counted() as few:
        root.get("/operator/addresses")
    for number in range(120):
        refuse(f"number{number}@example.org")
    with counted() as many:
        first = root.get("/operator/addresses")
    assert len(few) == len(many) <= 8
    seen, page = [], first
    for _ in range(3):
        seen += [word for word in words(page).split() if word.startswith(("number", "one@"))]
        links = [a for a in page.text.split('href="') if a.startswith("/operator/addresses?page=")]
        assert all("example" not in link.split('"')[0] for link in links)
        following = [
            link.split('"')[0].replace("&amp;", "&") for link in links if "%3E" in link or ">" in link.split('"')[0]
        ]
        if not following:
            break
        page = root.get(following[-1])
    assert len(seen) == len(set(seen)) == 121
