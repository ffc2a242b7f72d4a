"""Private writing in a real browser: every request is written down, and none carries a word of it; nothing stores it."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.browser.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
SECRETS = ("zinnober-lantern", "quittenmond", "ofenkranich", "safranwolke")
STORED = """async () => JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}, location.href, document.title,
  history.state, window.name, await indexedDB.databases(), await caches.keys()])"""
FIELDS = "[data-private]"
NOTHING_KEPT = (
    "This page can keep nothing at all for you here. "
    "To keep your text, copy it into a document of your own before you leave."
)


@pytest.fixture(params=[("sam", "en"), ("luce", "fr")], ids=["en", "fr"])
def writer(request, sample_site, person):
    who, locale = request.param
    one = person(sample_site, locale=locale, name=who, email=f"{who}@example.org")
    sign_in(one, who)
    return one


def test_no_request_and_no_storage_carries_what_is_written(writer, tmp_path):
    me, asked = writer, _recorded(writer.context)
    me.go("/today")
    me.follow("Write privately for twenty minutes")
    _writes(me.page)
    me.press("Start the twenty minutes")
    me.press("Pause the time")
    me.press("Let the time go on")
    file = _saves(me, tmp_path)
    assert [secret in file for secret in SECRETS] == [True] * 4
    stored = me.page.evaluate(STORED)
    me.press("Let it go")
    me.press("Yes, let it go")
    expect(me.page.locator("[data-say]")).to_have_text(me.t("It is gone."))
    assert _typed(me.page) == ""
    _writes(me.page)
    me.page.once("dialog", lambda dialog: dialog.accept())
    me.page.locator("a[href$='/plan']:visible").first.click()
    me.page.wait_for_url("**/plan")
    stored += me.page.evaluate(STORED)
    me.page.go_back()
    assert _typed(me.page) == ""
    me.page.reload()
    assert _typed(me.page) == ""
    assert len(asked) > 4 and any("/writing" in one for one in asked)  # the walk saw what it checks
    everything = "\n".join([*asked, stored, str(me.context.storage_state())])
    assert [secret for secret in SECRETS if secret in everything] == []
    assert me.trouble == []


def test_leaving_asks_when_something_would_be_lost_and_not_after_it_was_saved(writer, tmp_path):
    me, asked = writer, []
    me.go("/writing")
    me.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    _writes(me.page)
    me.page.locator("a[href$='/plan']:visible").first.click()
    expect(me.page.locator(FIELDS).first).to_have_value(SECRETS[0])
    assert asked == ["beforeunload"]
    _saves(me, tmp_path)
    me.page.locator("a[href$='/plan']:visible").first.click()
    me.page.wait_for_url("**/plan")
    assert asked == ["beforeunload"]


def test_without_scripts_the_page_says_that_it_keeps_nothing_and_offers_no_empty_button(sample_site, chromium, writer):
    context = chromium.new_context(java_script_enabled=False, storage_state=writer.context.storage_state())
    page = context.new_page()
    page.goto(f"{sample_site.url}/writing")
    expect(page.get_by_text(writer.t(NOTHING_KEPT))).to_be_visible()
    for words in ("Start the twenty minutes", "Save as a file", "Let it go"):
        expect(page.get_by_text(writer.t(words), exact=True)).to_be_hidden()
    page.locator(FIELDS).first.fill(SECRETS[0])
    asked = _recorded(context)
    page.locator(FIELDS).first.press("Control+Enter")
    page.goto(f"{sample_site.url}/plan")
    assert asked and not any(SECRETS[0] in one for one in asked)
    context.close()


def _recorded(context: BrowserContext) -> list[str]:
    """Each request from now on, as one text: address, headers, body; and whatever a socket sends."""
    asked: list[str] = []

    def note(request: Request) -> None:
        body = (request.post_data_buffer or b"").decode("utf-8", "replace")
        asked.append("\n".join([request.url, str(request.headers), body]))

    context.on("request", note)
    context.on("page", lambda page: page.on("websocket", lambda socket: asked.append(f"websocket {socket.url}")))
    return asked


def _writes(page: Page) -> None:
    for field, secret in zip(page.locator(FIELDS).all(), SECRETS, strict=True):
        field.press_sequentially(secret)


def _saves(me, folder: Path) -> str:
    with me.page.expect_download() as download:
        me.press("Save as a file")
    assert download.value.suggested_filename == me.t("my-writing.txt")
    download.value.save_as(folder / "saved.txt")
    return (folder / "saved.txt").read_text("utf-8")


def _typed(page: Page) -> str:
    page.wait_for_selector(FIELDS)
    return "".join(field.input_value() for field in page.locator(FIELDS).all())
