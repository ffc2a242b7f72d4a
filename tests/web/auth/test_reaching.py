"""“We could not reach you”: on every page, with one letter to try the address and the link in it."""

from sqlalchemy import select

from coach_platform.core.accounts import reaching
from coach_platform.core.mail.models import Message, Suppression
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.i18n import using
from tests.browsing import words

NOTICE = "We could not reach you"


def refuse(address="sam@example.org"):
    db.session.add(Suppression(address=address, reason="bounced", status="5.1.1", since_at=clock.now()))
    db.session.commit()


def test_every_page_says_it_to_whom_it_concerns_and_to_nobody_else(cast, browser_of, counted):
    sam = browser_of(cast.sam)
    with counted() as before:
        assert NOTICE not in words(sam.get("/settings/mail"))
    refuse()
    with counted() as after:
        assert NOTICE in words(sam.get("/settings/mail"))
    assert len(before) == len(after)
    assert NOTICE in words(sam.get("/applications"))
    assert NOTICE not in words(browser_of(cast.casey).get("/coach"))
    assert "Nous n’avons pas pu vous joindre" in words(french(cast, browser_of))


def french(cast, browser_of):
    refuse("nina@example.org")
    return browser_of(cast.nina).get("/settings/mail")


def test_one_letter_a_day_is_sent_there_on_demand(cast, browser_of):
    sam = browser_of(cast.sam)
    assert "Nothing is in the way of your mail any more." in words(sam.post("/settings/mail/reach", {}))
    refuse()
    assert "One letter is on its way." in words(sam.post("/settings/mail/reach", {}))
    assert "Tomorrow another one can go." in words(sam.post("/settings/mail/reach", {}))
    assert db.session.scalars(select(Message.kind)).all() == ["confirm_again"]


def test_the_link_asks_first_then_lifts_it(cast, app, client):
    refuse()
    with app.app_context():
        path = reaching.reach_url(cast.sam.person_id, "sam@example.org").removeprefix("http://rebound.test")
    said = words(client.get(path))
    assert "Does mail reach you here? sam@example.org" in said
    assert db.session.scalars(select(Suppression.address)).all() == ["sam@example.org"]
    assert "Does mail reach you here? sam@example.org" in words(
        client.get(path + "?done=1")
    )  # saying so does not make it so
    assert "We reach you again" in words(client.post(path, {}))
    assert db.session.scalars(select(Suppression.address)).all() == []
    assert client.get(path[:-1]).status_code in (404, 410)
    assert client.post(path[:-1], {}).status_code in (404, 410)


def test_the_letter_is_written_in_both_languages(cast, app):
    from coach_platform.core.mail.preview import preview

    for locale, said in (
        ("en", "Does our mail reach you again?"),
        ("fr", "Nos courriels vous parviennent-ils de nouveau?"),
    ):
        with using(locale):
            mail = preview("confirm_again", cast.sam.person_id, locale=locale, anyhow=True)
        assert mail["Subject"] == said
        assert mail["List-Unsubscribe"] is None
