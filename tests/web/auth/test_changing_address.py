"""An account moves to another mailbox only when that one says so and the old one does not say no."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from coach_platform.core.accounts import changing_address, half_way
from coach_platform.core.accounts.factors import recovery
from coach_platform.core.accounts.models import SignInSession
from coach_platform.core.mail.letters import Letter
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import Browser, words
from tests.web.auth.conftest import PASSWORD
from tests.web.auth.mailbox import kinds_for, letter
from tests.web.auth.second import App

OLD, NEW = "sam@example.org", "sam.new@example.org"


@pytest.fixture
def sam(with_passwords, browser_of):
    return browser_of(with_passwords.sam)


def _ask(browser, address=NEW):
    return browser.post("/settings/address", {"address": address})


def _link(kind: str, address: str) -> str:
    written = letter(kind, address)
    assert isinstance(written, Letter), written
    found = re.search(r"http://rebound\.test(/address/\S+)", written.text)
    assert found
    assert found[0] in written.html
    return found[1]


def _address(cast) -> str:
    return db.session.scalar(select(Person.email).where(Person.id == cast.sam.person_id))


def _enter(app, email, password=PASSWORD):
    browser = Browser(app)
    browser.get("/sign-in")
    return browser.post("/sign-in", {"email": email, "password": password}, follow=False)


def test_both_mailboxes_are_written_to_and_nothing_changes_yet(sam, with_passwords):
    assert "Two letters are on their way" in words(_ask(sam))
    assert kinds_for(OLD) == ["old_address"]
    assert kinds_for(NEW) == ["new_address"]
    assert NEW in letter("old_address", OLD).text
    assert _address(with_passwords) == OLD


def test_the_new_one_confirms_and_only_then_it_holds(app, client, sam, with_passwords, browser_of):
    elsewhere = browser_of(with_passwords.sam)
    _ask(sam)
    link = _link("new_address", NEW)
    assert NEW in words(sam.get(link))
    assert _address(with_passwords) == OLD, "opening the link changes nothing"
    assert "holds from now on" in words(sam.post(link))
    assert _address(with_passwords) == NEW
    assert sam.get("/settings").request.path == "/settings"
    assert elsewhere.get("/settings").request.path == "/sign-in"
    assert _enter(app, NEW).status_code == 303
    assert _enter(app, OLD).status_code == 422
    assert sam.get(link).status_code == 410, "it works once"


def test_the_address_before_is_told_and_can_still_stop_it_three_days_long(app, sam, client, with_passwords):
    _ask(sam)
    sam.post(_link("new_address", NEW))
    assert kinds_for(OLD) == ["old_address", "old_address"]
    stop = _link("old_address", OLD)
    with time_machine.travel(clock.now() + timedelta(hours=71), tick=False):
        assert "moved to sam.new@example.org" in words(client.get(stop))
        assert "It is stopped" in words(client.post(stop))
    assert _address(with_passwords) == OLD
    assert db.session.scalars(select(SignInSession.id).where(SignInSession.revoked_at.is_(None))).all() == []
    assert _enter(app, OLD).status_code == 422, "whoever asked knew the password"
    assert kinds_for(OLD)[-1] == "reset_password"


@pytest.mark.parametrize(("added", "stays"), [(timedelta(days=-30), True), (timedelta(hours=-1), False)])
def test_stopping_it_takes_off_what_somebody_else_may_have_added(sam, client, with_passwords, added, stays):
    with time_machine.travel(clock.now() + added, tick=False):
        App(with_passwords.sam)
    changing_address.ask(with_passwords.sam, NEW)
    db.session.commit()
    stop = _link("old_address", OLD)
    client.get(stop)
    client.post(stop)
    assert half_way.needs_second(with_passwords.sam.person_id) is stays
    assert (recovery.left(with_passwords.sam.person_id) == 10) is stays


def test_after_three_days_nobody_can_take_it_back(sam, client, with_passwords):
    _ask(sam)
    sam.post(_link("new_address", NEW))
    with time_machine.travel(clock.now() + timedelta(hours=73), tick=False):
        assert client.get(_link("old_address", OLD)).status_code == 410
    assert _address(with_passwords) == NEW


def test_the_old_one_stops_it_before(sam, client, with_passwords):
    _ask(sam)
    confirm, stop = _link("new_address", NEW), _link("old_address", OLD)
    client.get(stop)
    client.post(stop)
    assert client.get(confirm).status_code == 410
    assert client.post(confirm).status_code == 410
    assert _address(with_passwords) == OLD
    assert letter("new_address", NEW) is Reason.NO_LONGER_DUE


def test_the_answer_is_the_same_for_an_address_that_has_an_account(sam, with_passwords):
    free = words(_ask(sam)).replace(NEW, "X")
    known = words(_ask(sam, "nina@example.org")).replace("nina@example.org", "X")
    assert free == known
    assert kinds_for("nina@example.org") == ["address_is_known"]
    assert "Elle a déjà un compte, le vôtre" in " ".join(letter("address_is_known", "nina@example.org").text.split())


def test_a_stranger_who_signed_up_with_it_and_never_confirmed_is_not_in_the_way(sam, with_passwords):
    db.session.execute(
        update(Person).where(Person.id == with_passwords.nina.person_id).values(email=NEW, confirmed_at=None)
    )
    db.session.commit()
    _ask(sam)
    sam.post(_link("new_address", NEW))
    assert _address(with_passwords) == NEW


def test_somebody_who_confirmed_it_meanwhile_keeps_it(sam, with_passwords):
    _ask(sam)
    link = _link("new_address", NEW)
    db.session.execute(update(Person).where(Person.id == with_passwords.nina.person_id).values(email=NEW))
    db.session.commit()
    assert sam.post(link).status_code == 409
    assert _address(with_passwords) == OLD


def test_thinking_better_of_it_makes_the_link_worthless(sam, client, with_passwords):
    _ask(sam)
    link = _link("new_address", NEW)
    assert NEW in words(sam.get("/settings/address"))
    assert NEW not in words(sam.post("/settings/address/drop"))
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("wrong", ["", "sam", OLD, "SAM@example.org", "a@b\r\nBcc: c@example.org"])
def test_what_is_no_new_address_is_said_beside_the_field(sam, wrong):
    response = _ask(sam, wrong)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text


def test_a_link_for_one_thing_does_nothing_else(sam, client):
    _ask(sam)
    token = _link("new_address", NEW).rsplit("/", 1)[1]
    assert client.get(f"/address/stop/{token}").status_code == 410
    assert changing_address.to_confirm("forged") is None
