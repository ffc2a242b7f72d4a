"""The public card: no cookie, no script, no account; nothing changes by looking, and nothing typed is lost."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.contacts import add_contact
from coach_platform.core.applications.log import log_no
from coach_platform.core.reconnect import cards, message, sending
from coach_platform.core.reconnect.models import CardRefusal, Feedback, FeedbackCard
from coach_platform.kit.db import db
from tests.browsing import words

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
MARK = re.compile(r'name="mark" value="([^"]+)"')


@pytest.fixture
def hand():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def link(cast, hand) -> str:
    """The path of Ines's card, as it stands in the message Sam sent her."""
    no = log_no(cast.sam, company="Nordlys", role="Data analyst", stage=Stage.INTERVIEW, outcome=Outcome.REJECTED)
    ines = add_contact(cast.sam, no, name="Ines Dufour", stage=Stage.INTERVIEW, email="ines@nordlys.example.org")
    case = open_case(cast.sam, no)
    shown = message.message_page(cast.sam, case, ines)
    message.save_message(cast.sam, case, ines, shown.wish, shown.written, message.Tab())
    sending.mark_sent(cast.sam, case, ines)
    db.session.commit()
    card = message.message_page(cast.sam, case, ines).card
    assert card is not None
    return card.url.removeprefix("http://rebound.test")


class Manager:
    """Whoever opens the link, with a browser that has never been here."""

    def __init__(self, app, link: str, hand) -> None:
        self.client, self.link, self.hand = app.test_client(), link, hand
        self.mark = ""  # of the page that was opened last with a form on it; it may have lain there for days

    def opens(self, query: str = ""):
        return self.client.get(self.link + query, headers={"Accept-Language": "de"})

    def sends(self, act: str = "answer", seconds: float = 30, follow: bool = True, **form):
        """As the form would, after reading it for a while."""
        if found := MARK.search(self.opens().text):
            self.mark = found.group(1)
        self.hand.move_to(datetime.now(UTC) + timedelta(seconds=seconds))
        data = {"mark": self.mark, "more_about": "", **form}
        return self.client.post(f"{self.link}/{act}", data=data, follow_redirects=follow)


@pytest.fixture
def ines(app, session, link, hand) -> Manager:
    return Manager(app, link, hand)


def kept() -> list[Feedback]:
    db.session.expire_all()
    return list(db.session.scalars(select(Feedback)))


def test_it_says_everything_that_must_be_said_without_a_cookie(ines):
    page = ines.opens()
    said = words(page)
    for sentence in (
        "Sam Okafor applied to Nordlys for “Data analyst”",
        "Sam Okafor gets your answer and may show it to a coach.",
        "A plain reply to the message is just as welcome.",
        "Please name no reason that has to do with a ground the law protects",
        "What weighed most in the decision?",
        "What would help most next time?",
        "Sam Okafor may write to me again",
        "identity not verified",
    ):
        assert sentence in said, sentence
    assert page.text.count('name="reasons"') <= 9
    assert "Set-Cookie" not in page.headers
    assert page.headers["X-Robots-Tag"].startswith("noindex") and 'content="noindex' in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_it_speaks_the_managers_language_and_can_be_switched(ines, session):
    card = session.scalars(select(FeedbackCard)).one()
    card.locale = "fr"
    session.commit()
    assert "Pourquoi c’était un non" in words(ines.opens())
    assert "Why it was a no" in words(ines.opens("?lang=en"))
    assert "Set-Cookie" not in ines.opens("?lang=en").headers
    assert "Merci" in words(ines.sends(reasons="other", lang="fr"))


def test_a_scanner_that_opens_every_link_of_every_page_changes_nothing(ines):
    for _ in range(3):
        page = ines.opens()
        for path in set(re.findall(r'(?:href|action)="(/[^"]*)"', page.text)):
            ines.client.get(path)
            ines.client.head(path)
    assert kept() == []
    assert db.session.scalars(select(FeedbackCard)).one().declined_at is None


def test_an_answer_arrives_once_however_often_it_is_clicked(ines):
    first = ines.sends(reasons=["someone_stronger", "other"], said=["The example.", ""], next_time="Fewer buses.")
    assert "Thank you" in words(first) and "Set-Cookie" not in first.headers
    ines.sends(reasons=["someone_stronger", "other"], said=["The example.", ""], next_time="Fewer buses.")
    [row] = kept()
    assert (row.reasons, row.next_time, row.may_contact) == (["someone_stronger", "other"], "Fewer buses.", None)
    assert row.verified is False


def test_the_back_button_leads_to_a_page_that_says_how_it_stands(ines):
    answer = ines.sends(reasons="other", follow=False)
    assert answer.status_code == 303  # loading the page again sends nothing
    assert "Thank you" in words(ines.opens())


def test_it_is_corrected_withdrawn_and_answered_anew_with_the_same_link(ines):
    ines.sends(reasons="other")
    ines.sends(reasons="role_closed", may_contact="y")
    assert kept()[0].reasons == ["role_closed"] and kept()[0].may_contact is True
    assert "its words are deleted" in words(ines.sends("withdraw"))
    assert kept() == []
    ines.sends(reasons="other")
    assert len(kept()) == 1


def test_after_a_day_it_says_so_and_offers_to_withdraw(ines, hand):
    ines.sends(reasons="other")
    hand.move_to(NOON + timedelta(hours=30))
    late = ines.sends(reasons="role_closed")
    assert late.status_code == 409 and "it can no longer be changed" in words(late)
    assert kept()[0].reasons == ["other"]
    assert "Take my answer back" in words(ines.opens())


def test_one_tap_declines_and_a_slip_is_undone(ines):
    assert "You have declined" in words(ines.sends("decline"))
    assert ines.sends(reasons="other").status_code == 409 and kept() == []
    assert "Why it was a no" in words(ines.sends("reopen"))


def test_never_again_asks_for_an_address_and_keeps_none(ines):
    ines.sends("decline")
    wrong = ines.sends("never", address="nobody")
    assert wrong.status_code == 422 and 'value="nobody"' in wrong.text
    assert "no card will ask you again" in words(ines.sends("never", address="ines@nordlys.example.org"))
    assert [row.address_key for row in db.session.scalars(select(CardRefusal))] != ["ines@nordlys.example.org"]


@pytest.mark.parametrize(
    "form",
    [
        {"reasons": "other", "more_about": "http://spam.example"},
        {"reasons": "other", "mark": ""},
        {"reasons": "other", "mark": "forged"},
    ],
)
def test_a_program_is_dropped_without_a_word(ines, form):
    answer = ines.sends(**form)
    assert answer.status_code == 200 and kept() == []


def test_who_is_too_quick_finds_everything_still_typed(ines):
    answer = ines.sends(seconds=1, reasons="other", next_time="Typed in a second.")
    assert kept() == [] and "Typed in a second." in answer.text and 'value="other" checked' in answer.text


def test_a_hundred_kilobytes_are_refused_in_words_and_nothing_is_lost(ines):
    text = "é" * 100_000
    answer = ines.sends(reasons="other", next_time=text)
    assert answer.status_code == 422 and "Nothing you typed was lost" in words(answer)
    assert text in answer.text and 'value="other" checked' in answer.text and kept() == []


def test_an_empty_form_is_asked_for_one_tick(ines):
    assert "Tick one of these, or write a few words" in words(ines.sends())


@pytest.mark.parametrize("text", ["😀😀", "שלום \u202eevil", "a\0b\r\nBcc: x", "<b>{{ 7*7 }}</b>"])
def test_any_script_of_the_world_is_shown_as_it_is(ines, text):
    page = ines.sends(next_time=text)
    assert page.status_code == 200 and len(kept()) == 1
    assert "<b>" not in page.text.split("<main")[1] and 'dir="auto"' in page.text


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_dead_link_says_that_it_is_closed_and_takes_nothing(ines, cast, hand, how):
    card = db.session.scalars(select(FeedbackCard)).one()
    ines.mark = MARK.findall(ines.opens().text)[0]
    if how == "revoked":
        cards.revoke_card(cast.sam, card.case_id, card.to_id)
        db.session.commit()
    else:
        hand.move_to(NOON + timedelta(days=61))
    assert "This card is closed" in words(ines.opens())
    assert ines.sends(reasons="other").status_code == 409 and kept() == []


def test_a_forged_link_is_over(app, session):
    for path in ("/card/AAAA", "/card/" + "A" * 56):
        assert app.test_client().get(path).status_code == 410
        assert app.test_client().post(f"{path}/answer", data={}).status_code == 410


def test_whoever_holds_a_cut_off_link_is_told_nothing_of_accounts(app, session):
    page = words(app.test_client().get("/card/AAAA"))
    assert "simply reply to the message" in page
    assert "password" not in page


def test_its_own_seeker_is_told_whose_page_it_is(ines, cast, browser_of):
    assert "This is your own card" in words(browser_of(cast.sam).get(ines.link))
    assert "This is your own card" not in words(ines.opens())


def test_it_takes_at_most_eight_statements(ines, counted):
    with counted() as statements:
        ines.opens()
    assert len(statements) <= 8
    with counted() as statements:
        ines.sends(reasons="other", follow=False)
    assert len(statements) <= 8 + 8  # the page is read before it is sent


def test_too_many_answers_from_one_place_wait(ines):
    for _ in range(31):
        answer = ines.sends(reasons="other")
    assert answer.status_code == 429 and "too many attempts" in words(answer)
    assert len(kept()) == 1
