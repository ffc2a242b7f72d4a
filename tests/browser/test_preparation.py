"""The evening before: from Today to the sheet, a note that outlives its tab, two pages of paper, one answer said aloud."""

import re

import pytest
from playwright.sync_api import expect

from coach_platform.kit import i18n
from tests.browser.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.mark.parametrize(("who", "locale"), [("sam", "en"), ("luce", "fr")])
def test_a_sheet_is_written_on_printed_and_rehearsed_from(sample_site, person, who, locale):
    me = person(sample_site, locale=locale, name=who, email=f"{who}@example.org")
    sign_in(me, who)
    me.go("/today")
    me.page.locator('a[href$="/preparation"]').first.click()
    here = me.page.url
    # A note is on the sheet as soon as it is typed, also on paper.
    me.fill("notes", "North gate, blue door")
    expect(me.page.locator('[data-saved-state][data-state="saved"]')).to_be_visible()
    assert len(PAGE.findall(me.page.pdf(format="Letter"))) <= 2
    me.page.emulate_media(media="print")
    expect(me.page.locator('[data-print-of="notes"] p')).to_have_text("North gate, blue door")
    for gone in ("header.side", "form", ".button", "footer"):
        assert me.page.locator(f"{gone}:visible").count() == 0, gone
    me.page.emulate_media(media="screen")
    me.page.close()
    me.new_tab()
    me.go(here)
    expect(me.page.locator('textarea[name="notes"]')).to_have_value("North gate, blue door")
    # One question aloud, with the timer.
    me.follow("Rehearse them")
    question = me.page.locator("h1").inner_text()
    me.press("Start")
    expect(me.page.locator("[data-timer-time]")).to_have_text("0:01")
    me.press("Pause")
    stood = me.page.locator("[data-timer-time]").inner_text()
    me.press("Go on")
    expect(me.page.locator("[data-timer-time]")).not_to_have_text(stood)
    me.press("I said it aloud")
    with i18n.using(locale):
        me.reads(i18n.ngettext("Rehearsed once.", "Rehearsed %(num)s times by now.", 1))
    assert me.page.locator("h1").inner_text() != question
    spoken = sample_site.sql("select seconds from rehearsals order by rehearsed_at desc limit 1")
    assert spoken[0][0] >= 1
    assert me.trouble == []
