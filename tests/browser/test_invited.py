"""A coach invites somebody by mail, walked in a browser over real processes; axe reads each page behind a link."""

import pytest

from tests.browser import coach as coaches
from tests.browser.person import PASSWORD, Person
from tests.browser.test_axe import read_through

pytestmark = [pytest.mark.browser, pytest.mark.workers, pytest.mark.xdist_group("story")]
NAMES = {"en": ("Kofi Mensah", "Odette Lavoie"), "fr": ("Léa Fournier", "Bao Ngo")}
OTHER = {"en": "fr", "fr": "en"}


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_an_invited_person_comes_in_and_shares_what_they_choose(site, person, locale):
    seeker, coach_name = NAMES[locale]
    me = person(site, locale=locale, name=seeker, email=f"invited-{locale}@example.org")
    coach = person(site, locale=OTHER[locale], name=coach_name, email=f"inviter-{locale}@example.org")
    coaches.comes_by_invitation(coach, "America/Toronto")
    invites(coach, me)
    comes_in(me, coach)
    decides(me, coach)
    coach.go("/coach/seekers")
    coach.reads(me.name)
    assert me.trouble == []
    assert coach.trouble == []


def invites(coach: Person, me: Person) -> None:
    """Looks at the list, then sends it."""
    coach.go("/coach/seekers")
    coach.follow("Invite seekers")
    coach.fill("people", f"{me.name} <{me.email}>, {me.locale}\nnonsense")
    coach.fill("message", "It was good to meet you on Tuesday.")
    for section in ("story", "plan"):
        coach.choose("sections", section)
    coach.choose("cases", "all_future_too")
    coach.press("Look before sending")
    coach.reads(coach.t("No email address found here."))
    assert read_through(coach.page) == []
    coach.page.get_by_role("button", name=coach.n("Send %(num)s invitation", "Send %(num)s invitations", 1)).click()
    coach.reads(coach.n("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", 1))
    assert read_through(coach.page) == []


def comes_in(me: Person, coach: Person) -> None:
    """By the letter's link, with an account that needs no further letter."""
    letter = me.mailbox.next(me.t("%(coach)s invites you to Rebound", coach=coach.name))
    assert "It was good to meet you on Tuesday." in letter.text
    me.go(letter.link("/invited/"))
    me.reads("It was good to meet you on Tuesday.")
    assert read_through(me.page) == []
    me.fill("password", PASSWORD)
    me.choose("agreed", "y")
    me.press("Make my account and decide")
    me.page.wait_for_url("**/sharing/invited/*")


def decides(me: Person, coach: Person) -> None:
    """Takes one section away, forgets the box, and is asked; then it counts."""
    assert read_through(me.page) == []
    me.choose("sections", "story")
    me.press("Accept and share this")
    me.page.get_by_role("link", name=me.t("Please tick this if you agree; nothing is shared otherwise.")).click()
    assert not me.page.locator("input[value=story]").is_checked()
    me.page.locator("input[name=agreed]").check()
    me.press("Accept and share this")
    me.page.wait_for_url("**/sharing")
    said = me.t(
        "%(coach)s is your coach now, and sees what you chose. You can change or stop it here.", coach=coach.name
    )
    me.reads(said)
    assert read_through(me.page) == []
