"""A coach puts a snippet into a comment by the keyboard alone, while writing; the seeker's page shows what became of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
SHARED = """select g.seeker_id, c.id, a.company, p.name from grants g join persons k on k.id = g.coach_id
join persons p on p.id = g.seeker_id join cases c on c.seeker_id = g.seeker_id join applications a on a.id = c.application_id
where k.email = '{}@example.org' and p.email = '{}@example.org' and g.revoked_at is null and 'story' = any(g.sections)
and (g.case_scope = 'future_too' or exists (select 1 from grant_cases l where l.grant_id = g.id and l.case_id = c.id))
order by c.id limit 1"""


@pytest.mark.parametrize(
    ("who", "seeker", "locale", "typed", "rest"),
    [("casey", "sam", "en", "why this", "say in three sentences"), ("maude", "luce", "fr", "avant l", "90 secondes")],
)
def test_a_snippet_is_put_in_by_keyboard_while_writing(sample_site, person, who, seeker, locale, typed, rest):
    seeker_id, case_id, company, name = sample_site.sql(SHARED.format(who, seeker))[0]
    me = person(sample_site, locale=locale, name=who, email=f"{who}@example.org")
    sign_in(me, who)
    me.go(f"/coach/seekers/{seeker_id}/cases/{case_id}")
    thread, keys = me.page.locator("#thread-case"), me.page.keyboard
    if thread.get_attribute("open") is None:
        thread.locator("summary").focus()
        keys.press("Enter")
    box = me.page.locator("#thread-case-body")
    box.focus()
    keys.type("1.")
    keys.press("Tab")
    keys.type(typed)
    expect(thread.get_by_role("option").first).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    # The words stand behind what was typed, filled in; the cursor is behind them, so that one goes on writing.
    first = name.split()[0]
    expect(box).to_be_focused()
    said = box.input_value()
    assert said.startswith(f"1. {first}, ") and company in said and rest in said and "{" not in said
    keys.type(" 2.")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Tab")  # the field for snippets, its button, then this one
    keys.press("Enter")
    comment = me.page.locator(".comment-body", has_text=rest).last
    expect(comment).to_contain_text("1. ")
    # The path of a guide in it leads to the guide.
    expect(comment.locator('a[href^="/guides/"]')).to_be_attached()
    assert me.trouble == []
