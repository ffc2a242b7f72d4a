"""What the seeker of the story does, act by act."""

import json
from pathlib import Path

from playwright.sync_api import expect

from coach_platform.content.vocabulary import Mark, label
from tests.browser.person import PASSWORD, Person
from tests.browser.site import wait_for
from tests.browser.words import Words


def signs_up(me: Person, zone: str) -> None:
    """And comes in by the letter, which confirms the address."""
    me.go("/sign-up")
    me.fill("name", me.name)
    me.fill("email", me.email)
    me.fill("password", PASSWORD)
    me.page.locator("#zone").select_option(zone)
    me.choose("agreed", "y")
    me.press("Sign up")
    expect(me.page).to_have_url(f"{me.site.url}/sign-up/sent")
    letter = me.mailbox.next(me.t("Please confirm your address"))
    me.go(letter.link("/confirm/"))
    me.press("Yes, confirm it")
    expect(me.page).to_have_url(f"{me.site.url}/today")


def logs_a_no(me: Person, company: str, role: str, stage: str) -> None:
    """From where they stand, in at most five interactions; then two sentences are said."""
    me.interactions = 0
    me.page.get_by_role("link", name=me.t("Log a no")).first.click()
    me.fill("company", company)
    me.fill("role", role)
    me.choose("stage", stage)
    me.press("Log it")
    assert me.interactions + 1 <= 5
    said = me.page.locator(".after-no-words").inner_text()
    assert said.count(".") + said.count("!") + said.count("?") >= 2, said


def opens_the_case(me: Person) -> str:
    """And stands before its first two minutes. The case's path."""
    me.page.locator('form[action$="/after/assess"] button').click()
    me.page.wait_for_url("**/cases/*/first")
    return me.page.url.removeprefix(me.site.url).removesuffix("/first")


def assesses_first(me: Person, case: str, words: Words) -> None:
    """Types, closes the tab, comes back to what was typed, and finishes."""
    me.go(f"{case}/first")
    me.fill("what_happened.words", words.what_happened)
    me.choose("clarity.value", "2")
    me.fill("clarity.words", words.clarity)
    expect(me.page.locator('[data-saved-state][data-state="saved"]')).to_be_visible()
    me.page.close()
    me.new_tab()
    me.go(f"{case}/first")
    expect(me.page.locator('[name="what_happened.words"]')).to_have_value(words.what_happened)
    expect(me.page.locator('[name="clarity.words"]')).to_have_value(words.clarity)
    expect(me.page.locator('[name="clarity.value"][value="2"]')).to_be_checked()
    me.choose("timing.value", "early")
    me.choose("performance.stages.interview.value", "2")
    me.choose("off_track.value", "interview")
    me.press("Finish")
    me.page.wait_for_url(f"**{case}")
    me.reads(words.what_happened)


def notes_what_the_posting_asks(me: Person, application: str, words: Words) -> None:
    me.go(f"{application}/requirements")
    me.page.locator("#line-1").fill(words.requirement)
    me.press("Keep these lines")
    me.reads(words.requirement)


def assesses_deeper(me: Person, case: str, words: Words) -> None:
    """A line of the posting they had and did not show; a question that surprised."""
    me.go(f"{case}/deeper")
    me.choose("match.value", "2")
    line = me.page.locator("fieldset", has_text=words.requirement)
    line.get_by_text(label(Mark.HAD_NOT_SHOWN, me.locale), exact=True).click()
    me.choose("rapport.value", "4")
    me.choose("preparation.value", "1")
    me.fill("preparation.words", words.preparation)
    me.choose("research.value", "dont_know")
    me.choose("answers.value", "2")
    me.choose("surprises.value", "1")
    me.fill("surprises.items.0.question", words.question)
    me.press("Finish")
    me.page.wait_for_url(f"**{case}")
    me.reads(words.preparation)


def practises(me: Person, words: Words) -> None:
    """The surprise is there as something to practise; a better answer is kept."""
    me.go("/practice")
    item = me.page.locator("article", has_text=words.question)
    expect(item).to_be_visible()
    item.get_by_role("link", name=words.question, exact=True).click()
    me.fill("better_answer", words.better)
    me.press("Keep this answer")
    me.reads(me.t("Your answer is kept."))
    me.follow("Practice", within=me.page.locator("main"))
    me.reads(words.better)


def plans(me: Person, words: Words) -> None:
    """Says yes to suggestions, takes one in and writes an action of their own."""
    me.go("/plan")
    expect(me.page.locator(".point.suggested")).to_have_count(0)
    me.press("Yes, suggest")
    suggestion = me.page.locator(".point.suggested").first
    title = suggestion.locator("h3").inner_text()
    suggestion.locator('form[action$="/accept"] button').click()
    me.reads(me.t("It is in your plan now, at the end."))
    expect(me.page.locator("#points h3", has_text=title)).to_be_visible()
    me.follow("Add an action")
    me.fill("what", words.action)
    me.press("Keep it")
    expect(me.page.locator("#points h3")).to_have_text([title, words.action])


def asks_the_coach(me: Person, coach: Person, words: Words) -> None:
    """Finds them in the directory, and asks."""
    me.go("/coaches")
    me.follow(coach.name)
    me.reads(words.headline)
    me.fill("message", words.message)
    me.press("Ask")


def shares(me: Person, coach: Person, words: Words) -> None:
    """Story, deeper assessment and plan, of this one case."""
    me.mailbox.next(me.t("%(other)s will coach you", other=coach.name))
    me.go("/sharing")
    me.follow("Choose what to share")
    for section in ("story", "deeper", "plan"):
        me.choose("sections", section)
    me.choose("cases", "listed")
    me.page.locator("label:has(input[name='case_ids'])", has_text=words.company).click()
    me.page.locator("label:has(input[name='agreed'])").click()
    me.press("Share this")
    me.page.wait_for_url("**/sharing")


def asks_for_a_review(me: Person, words: Words) -> None:
    me.go("/plan")
    me.fill("note", words.note)
    me.press("Ask for a review")
    me.reads(me.t("Sent. Your coach is told by mail, and you will be told when there is an answer."))


def hears_back(me: Person, coach: Person) -> None:
    """One letter that the review was answered, and one for the three comments together, ten minutes later."""
    answered = me.mailbox.next(me.t("%(coach)s answered on your plan", coach=coach.name))
    assert answered.link("/plan")
    me.site.sql("update messages set due_at = now() where kind = 'comments' and state = 'queued'")  # ten minutes pass
    me.site.wake("mail.sweep")
    subject = me.n("%(author)s left you a comment", "%(author)s left you %(num)s comments", 3, author=coach.name)
    me.mailbox.next(subject)
    assert me.mailbox.count(subject) == 1
    assert me.mailbox.count(answered.subject) == 1


def takes_in_and_agrees(me: Person, words: Words) -> None:
    """The coach's words are all there; the proposal is taken in, then the plan agreed to."""
    me.go("/plan")
    for said in (words.answer, words.on_plan, words.on_action):
        me.reads(said)
    proposed = me.page.locator("section", has=me.page.locator("#proposed-title"))
    expect(proposed.get_by_role("heading", name=words.proposal)).to_be_visible()
    proposed.locator('form[action$="/accept"] button').click()
    expect(me.page.locator("#points h3", has_text=words.proposal)).to_be_visible()
    me.press("I agree")
    me.reads(me.t("Agreed. From here on it is about doing the first action, and nothing else."))


def stops_sharing(me: Person, coach: Person) -> None:
    me.go("/sharing")
    me.press("Stop sharing with %(coach)s", coach=coach.name)
    me.reads(me.t("They see nothing of yours."))


def takes_everything_out(me: Person, folder: Path) -> str:
    """The file, made by the worker."""
    me.go("/settings/data")
    me.press("Make my file")
    link = me.page.locator('a[href*="/exports/"]')

    def made() -> bool:
        if not link.count():
            me.go("/settings/data")
        return bool(link.count())

    wait_for(made, "the file was not made")
    with me.page.expect_download() as download:
        link.click()
    file = folder / "rebound.json"
    download.value.save_as(file)
    whole = file.read_text()
    assert json.loads(whole)
    return json.dumps(json.loads(whole), ensure_ascii=False)


def erases_everything(me: Person) -> None:
    """For good: the account is gone, and so is the way in."""
    me.go("/settings/data")
    me.fill("password", PASSWORD)
    me.press("Erase everything now")
    wait_for(lambda: not me.site.sql("select 1 from persons where email = %s", me.email), "the account was not erased")
    me.sign_in()
    expect(me.page.locator(".error-summary")).to_be_visible()
    expect(me.page).to_have_url(f"{me.site.url}/sign-in")
