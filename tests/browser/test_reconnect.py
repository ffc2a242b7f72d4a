"""A pause, a message, a card answered by somebody without an account, the answer beside what was believed."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.pages import sign_in
from tests.browser.person import Person
from tests.browser.test_axe import read_through

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
WHO = {
    "en": ("sam", "Northgrove Clinics", "Colm Fitzgibbon"),
    "fr": ("luce", "Coopérative Le Sarment", "Étienne Lavigueur"),
}
SAID = {"en": "Somebody had signed for a budget 😀", "fr": "Quelqu’un avait déjà réglé un conflit 😀"}


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_an_answer_comes_back_from_somebody_without_an_account(sample_site, person, locale):
    login, company, contact = WHO[locale]
    me = person(sample_site, locale=locale, name=login, email=f"{login}@example.org")
    sign_in(me, login)
    case = pauses(me, company)
    link = writes(me, case, contact)
    theirs = person(sample_site, locale=locale, name=contact, email="manager@example.org")
    answers(theirs, link, SAID[locale])
    reads_it(me, case, contact, SAID[locale])
    assert theirs.context.cookies() == []
    assert me.trouble == [] and theirs.trouble == []


def pauses(me: Person, company: str) -> str:
    """First thing of the step where nothing was sent yet; then it is taken up again. Gives the path of `company`'s case."""
    me.go("/cases")
    case = me.page.get_by_role("link", name=company, exact=True).get_attribute("href") or ""
    waiting = me.site.sql(
        "select c.id from cases c join persons p on p.id = c.seeker_id where p.email = %s"
        " and not 'reconnect' = any(c.steps_done) and c.paused_until is null limit 1",
        me.email,
    )[0][0]
    me.go(f"/cases/{waiting}/reconnect")
    me.page.get_by_role("button", name=me.n("Pause for %(num)s day", "Pause for %(num)s days", 1), exact=True).click()
    expect(me.page).to_have_url(f"{me.site.url}/cases/{waiting}/reconnect")
    me.press("Take it up again now")
    me.reads(me.t("First, a pause"))
    return case


def writes(me: Person, case: str, contact: str) -> str:
    """In their own words; the file that is saved says the same. Gives the link of the card."""
    me.go(f"{case}/reconnect")
    me.page.get_by_role("link", name=contact, exact=True).click()
    text = me.page.locator('[name="text"]')
    mine = text.input_value().replace(me.t("With thanks"), "") + "\nP.-S. Été & co."
    text.fill(mine)
    expect(me.page.locator("#ready-text")).to_be_visible()  # the autosave brings it, with the card's link in its place
    ready = me.page.locator("#ready-text").input_value()
    assert "/card/" in ready and ready.endswith("P.-S. Été & co.")
    assert read_through(me.page) == []
    with me.page.expect_download() as saved:
        me.page.locator('a[href$="message.eml"]').click()
    draft = message_from_bytes(Path(saved.value.path()).read_bytes(), policy=policy.default)
    assert draft["X-Unsent"] == "1" and draft.get_content().splitlines() == ready.splitlines()
    link = next(word for word in ready.split() if "/card/" in word)
    me.press("I sent it")
    me.reads(me.t("Written to %(who)s", who=contact))
    return link


def answers(theirs: Person, link: str, said: str) -> None:
    """By keyboard, in the language of the message; axe reads the page before and after."""
    assert theirs.go(link) == 200
    assert read_through(theirs.page) == []
    theirs.page.locator("#reasons-0").focus()
    theirs.page.keyboard.press("Space")
    theirs.page.locator("#next_time").fill(said)
    theirs.page.wait_for_timeout(2_500)  # nobody reads it in less
    theirs.press("Send")
    expect(theirs.page.get_by_role("heading", name=theirs.t("Thank you"), exact=True)).to_be_visible()
    assert read_through(theirs.page) == []
    theirs.page.go_back()
    theirs.page.reload()
    expect(theirs.page.get_by_role("heading", name=theirs.t("Thank you"), exact=True)).to_be_visible()


def reads_it(me: Person, case: str, contact: str, said: str) -> None:
    """Beside what they thought themselves."""
    me.go(f"{case}#feedback")
    me.reads(said)
    beside = me.page.locator("[data-beside]")
    expect(beside).to_contain_text(me.t("You thought"))
    expect(beside).to_contain_text(
        "Someone else was stronger" if me.locale == "en" else "Une autre candidature était plus forte"
    )
    me.reads(me.t("identity not verified"))
