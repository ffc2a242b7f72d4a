"""What the coach of the story does, act by act."""

from playwright.sync_api import Locator, expect

from tests.browser.person import PASSWORD, Person
from tests.browser.words import Words


def comes_by_invitation(me: Person, zone: str) -> None:
    """The operator invites them from the shell; the letter leads to an account."""
    me.site.run("invite", me.email, "--role", "coach", "--locale", me.locale)
    letter = me.mailbox.next(me.t("You are invited to coach on Rebound"))
    me.go(letter.link("/invitation/"))
    me.fill("name", me.name)
    me.fill("password", PASSWORD)
    me.page.locator("#zone").select_option(zone)
    me.choose("agreed", "y")
    me.press("Accept")
    me.page.wait_for_url("**/coach")


def shows_themselves(me: Person, words: Words) -> None:
    """Fills in the profile and lists it."""
    me.go("/coach/profile")
    me.fill("headline", words.headline)
    me.choose("languages", "en")
    me.choose("languages", "fr")
    me.choose("listed", "y")
    me.press("Save")
    me.reads(me.t("Saved. You are in the directory."))


def accepts(me: Person, seeker: Person, words: Words) -> None:
    """The letter says who asks, not what they wrote; the page says both."""
    letter = me.mailbox.next(me.t("%(other)s asks you to coach them", other=seeker.name))
    assert words.message not in letter.words
    me.go(letter.link("/coach/requests"))
    me.reads(words.message)
    me.press("Accept: %(name)s", name=seeker.name)


def is_asked(me: Person, seeker: Person, words: Words) -> None:
    """By a letter without a word of what the seeker wrote."""
    letter = me.mailbox.next(me.t("%(seeker)s asks you to look at their plan", seeker=seeker.name))
    for written in words.of_the_seeker():
        assert written not in letter.words
    assert letter.link("/coach/seekers/")


def finds_it_in_today(me: Person, seeker: Person, words: Words) -> str:
    """The seeker's path on the coach's side."""
    me.go("/coach")
    line = me.page.locator("li", has=me.page.get_by_role("link", name=seeker.name, exact=True))
    expect(line).to_contain_text(words.note)
    me.does_not_read(*words.not_granted())
    line.locator("a", has_text=me.t("Review")).click()
    me.page.wait_for_url("**/plan#answer")
    return me.page.url.removeprefix(me.site.url).partition("/plan")[0]


def reads_what_was_granted(me: Person, seeker_path: str, words: Words) -> str:
    """Case and plan, exactly (the suggestion in the coach's own language); the case's path."""
    expect(me.page.locator("ol.points > li")).to_have_count(2)
    for written in (words.action, words.note):
        me.reads(written)
    me.does_not_read(*words.not_granted())
    me.go(seeker_path)
    me.does_not_read(*words.not_granted(), words.better)
    me.page.locator("main").get_by_role("link", name=words.company).click()
    me.page.wait_for_url("**/cases/*")
    # No choice to answer blind here: why the plan's action is there was read with the plan, and rests on deeper answers.
    for written in (words.what_happened, words.clarity, words.requirement, words.preparation, words.question):
        me.reads(written)
    me.does_not_read(*words.not_granted(), words.better)
    return me.page.url.removeprefix(me.site.url).partition("?")[0]


def answers_where_it_stands(me: Person, case: str, seeker_path: str, words: Words) -> None:
    """Comments on an answer, on an action and on the plan; proposes one; hands the turn back."""
    me.go(case)
    _comment(me, me.page.locator("#thread-answer-deeper-preparation"), words.on_answer)
    me.go(f"{seeker_path}/plan")
    own = me.page.locator(".point", has=me.page.get_by_role("heading", name=words.action))
    _comment(me, own.locator(".talk"), words.on_action)
    _comment(me, me.page.locator("#thread-plan"), words.on_plan)
    me.follow("Propose an action")
    me.fill("what", words.proposal)
    me.press("Propose it")
    me.reads(words.proposal)
    me.fill("answer", words.answer)
    me.press("Answer and hand back")
    me.reads(words.answer)


def _comment(me: Person, thread: Locator, body: str) -> None:
    if thread.get_attribute("open") is None:
        thread.locator("summary").click()
    me.fill("body", body, within=thread)
    me.press("Send comment", within=thread)
    expect(me.page.get_by_text(body)).to_be_attached()
