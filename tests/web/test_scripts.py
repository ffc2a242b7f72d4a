"""What scripts add, in a real browser: saving while typing, suggestions, keys, theme, warnings."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def saved(gallery) -> list[dict[str, str]]:
    """What autosave sent during this test."""
    gallery.extensions["saved"].clear()
    return gallery.extensions["saved"]


def test_what_is_typed_is_saved_and_says_so(open_page, saved):
    page = open_page("/gallery")
    page.locator("#note").fill("They asked about pricing.")
    expect(page.locator("[data-saved-state]")).to_have_text("Saved")
    assert [sent["note"] for sent in saved] == ["They asked about pricing."]
    assert saved[0]["revision"] == "1"


def test_the_sign_stands_at_the_field_just_written_and_is_spoken(open_page):
    page = open_page("/gallery")
    page.locator("#note").fill("They asked about pricing.")
    expect(page.locator(".field:has(#note) > [data-saved-state]")).to_have_text("Saved")
    expect(page.locator("#script-live[aria-live=polite]")).to_have_text("Saved")
    page.locator('#research input[value="2"]').check(force=True)
    expect(page.locator("#research > [data-saved-state]")).to_have_text("Saved")
    expect(page.locator("[data-saved-state]")).to_have_count(1)


def test_nothing_moves_while_the_sign_comes_and_goes(open_page):
    page = open_page("/gallery")
    before = _between(page)
    page.locator("#note").press_sequentially("Quiet")
    expect(page.locator("[data-saved-state]")).to_have_text("Saved")
    assert _between(page) == before


def _between(page) -> float:
    """From the field that is written to the next one."""
    return page.locator("#research").bounding_box()["y"] - page.locator("#note").bounding_box()["y"]


def test_the_next_save_carries_the_revision_of_the_last(open_page, saved):
    page = open_page("/gallery")
    page.locator("#note").fill("one")
    expect(page.locator("[data-saved-state]")).to_have_text("Saved")
    page.locator('#research input[value="2"]').check(force=True)
    expect(page.locator('#draft [name="revision"]')).to_have_value("3")
    assert [sent["revision"] for sent in saved] == ["1", "2"]
    assert saved[1]["research"] == "2"


def test_an_error_appears_beside_its_field_and_goes_when_it_is_mended(open_page):
    page = open_page("/gallery")
    page.locator("#note").fill("x")
    expect(page.locator("#note-error")).to_have_text("Too short to be of use later.")
    expect(page.locator("#note")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#note")).to_have_attribute("aria-describedby", "note-error")
    page.locator("#note").fill("Longer now.")
    expect(page.locator("#note-error")).to_have_text("")
    expect(page.locator("#note")).not_to_have_attribute("aria-invalid", "true")


def test_without_network_it_says_not_saved_and_tries_again(open_page, saved):
    page = open_page("/gallery?lang=fr")
    page.context.set_offline(True)
    page.locator("#note").fill("Dans le métro")
    expect(page.locator(".field:has(#note) > [data-saved-state]")).to_contain_text("Pas encore enregistré")
    expect(page.locator("#script-live")).to_contain_text("laissez-la ouverte")
    assert saved == []
    page.context.set_offline(False)
    expect(page.locator("[data-saved-state]")).to_have_text("Enregistré")
    assert saved[-1]["note"] == "Dans le métro"


def test_another_tab_is_not_overwritten_but_both_are_offered(open_page, saved):
    page = open_page("/gallery")
    page.locator("#note").fill("conflict")
    expect(page.locator("[data-saved-state] a")).to_have_attribute("href", re.compile("/both$"))
    page.locator("#note").fill("typed after the conflict")
    page.wait_for_timeout(1200)
    assert len(saved) == 1


def test_leaving_warns_only_when_something_is_unsaved(open_page, gallery):
    page = open_page("/gallery")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#note").press_sequentially("kept")
    expect(page.locator("[data-saved-state]")).to_have_text("Saved")
    page.goto(gallery.address + "/error")
    assert asked == []
    page.goto(gallery.address + "/gallery")
    page.locator("#role").press_sequentially("half a form")
    page.goto(gallery.address + "/error")
    assert asked == ["beforeunload"]


def test_typing_finds_what_exists_by_keyboard_alone(open_page):
    page = open_page("/gallery")
    company = page.locator("#company")
    company.fill("")
    company.press_sequentially("nor")
    expect(page.locator('[role="option"]')).to_have_count(2)
    expect(company).to_have_attribute("aria-expanded", "true")
    company.press("ArrowDown")
    company.press("ArrowDown")
    expect(page.locator('[aria-selected="true"]')).to_contain_text("Northwind")
    company.press("Enter")
    expect(company).to_have_value("Northwind")
    expect(page.locator("#role")).to_have_value("Product owner")
    expect(company).to_have_attribute("aria-expanded", "false")


def test_choosing_an_existing_application_opens_it(open_page):
    page = open_page("/gallery")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#company").fill("")
    page.locator("#company").press_sequentially("nordl")
    page.locator('[role="option"]').click()
    page.wait_for_url("**/home")


def test_one_key_reaches_the_quick_log_but_not_while_typing(open_page):
    page = open_page("/gallery")
    page.locator("#role").press("l")
    assert not page.url.endswith("#log")
    page.locator("h1").click()
    page.keyboard.press("l")
    expect(page).to_have_url(re.compile("#log$"))


def test_question_mark_lists_the_keys_and_escape_closes_the_list(open_page):
    page = open_page("/gallery")
    page.keyboard.press("?")
    dialog = page.locator("dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Log a no")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_the_theme_is_kept_by_the_server(open_page, gallery):
    page = open_page("/gallery")
    toggle = page.locator("[data-theme-toggle]")
    toggle.click()
    toggle.click()
    expect(toggle).to_have_text("Theme: dark")
    page.goto(gallery.address + "/home")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(22, 24, 29)"


def test_an_error_summary_has_the_focus_and_leads_to_its_field(open_page):
    page = open_page("/gallery?errors=1")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.locator('[data-error-summary] a[href="#company"]').click()
    expect(page.locator("#company")).to_be_focused()


def test_the_scale_works_by_keyboard(open_page):
    page = open_page("/gallery")
    page.locator('#research input[value="4"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator('#research input[value="5"]')).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.locator('#research input[value="dont_know"]')).to_be_checked()


def test_without_scripts_the_form_still_answers_beside_its_field(open_page):
    page = open_page("/gallery", scripts=False)
    page.locator("#company").fill("")
    page.get_by_role("button", name="Save").click()
    assert page.locator("#company-error").inner_text().strip() == "Which company was it?"
    assert page.locator('input[name="sections"][value="plan"]').is_checked()
