"""Two phone calls: what the coach wrote down waits for the seeker, who makes one of it their own and leaves the other out."""

import pytest

from tests.browser.pages import sign_in
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
WHO = {"en": ("maya", "casey"), "fr": ("luce", "maude")}
ROLE = "Night planner"
OWN_WORDS = {"en": "They chose somebody from inside.", "fr": "Ils ont choisi quelqu’un de la maison."}


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_a_no_said_on_the_phone_becomes_the_seekers_own(sample_site, person, locale):
    seeker, coach = (
        person(sample_site, locale=locale, name=login, email=f"{login}@example.org") for login in WHO[locale]
    )
    for each in (seeker, coach):
        sign_in(each, each.name)
    lets_them_note(seeker, coach)
    notes = f"/coach/seekers/{_id_of(seeker)}/phone"
    kept, left_out = f"Quayside {locale}", f"Millpond {locale}"
    for company in (kept, left_out):
        notes_a_no(coach, notes, company)
    assert applications(seeker, kept) == applications(seeker, left_out) == []

    confirms(seeker, kept)
    takes_out(seeker, left_out)
    ((application, furthest, outcome),) = applications(seeker, kept)
    assert (furthest, outcome) == ("interview", "rejected")
    assert applications(seeker, left_out) == []
    assert seeker.page.url.endswith("/today")
    seeker.go("/noted")
    seeker.page.locator(f'main a[href="/applications/{application}"]').click()
    seeker.reads(OWN_WORDS[locale])

    coach.go(notes)
    out = coach.page.locator("main li").filter(has_text=left_out).locator(".chip")
    assert out.inner_text() == coach.t("they left it out")
    became = coach.page.locator("main li .chip").all_inner_texts()
    assert coach.t("confirmed") in became
    coach.does_not_read(kept)  # the words stand in the application now, and there alone
    assert seeker.trouble == [] and coach.trouble == []


def lets_them_note(me: Person, coach: Person) -> None:
    """Turns it on, having read what it means, where it is not on yet."""
    ((coaching, on),) = me.site.sql(
        "select k.id, k.by_phone from coachings k join persons c on c.id = k.coach_id and c.email = %s"
        " where k.seeker_id = %s and k.state = 'active'",
        coach.email,
        _id_of(me),
    )
    if on:
        return
    me.go("/sharing")
    form = me.page.locator(f'form[action="/sharing/{coaching}/by-phone"]')
    me.page.locator("details").filter(has=form).last.locator("> summary").click()
    form.locator("button").click()
    me.reads(me.t("No more notes by phone"))


def notes_a_no(me: Person, home: str, company: str) -> None:
    """From the page beside the phone; it says that nothing counts yet."""
    me.go(home)
    me.follow("A no")
    me.fill("company", company)
    me.fill("role", ROLE)
    me.choose("stage", "interview")
    me.fill("own_words", OWN_WORDS[me.locale])
    me.press("Note it")
    line = me.page.locator("main li").filter(has_text=company)
    assert line.locator(".chip").inner_text() == me.t("not confirmed yet")


def confirms(me: Person, company: str) -> None:
    """On Today, marked with who wrote it; one tap, and a way to what it became."""
    me.go("/today")
    entry = me.page.locator("li.point").filter(has_text=company)
    assert me.t("entered by %(name)s on %(day)s, by phone", name="", day="").split()[0] in entry.inner_text()
    assert OWN_WORDS[me.locale] in entry.inner_text()
    me.press("Confirm: %(what)s", entry, what=_title(me, company))
    me.follow("See it where it stands")
    me.reads(company)


def takes_out(me: Person, company: str) -> None:
    """No reason is asked."""
    me.go("/today")
    me.press("Take out: %(what)s", me.page.locator("li.point").filter(has_text=company), what=_title(me, company))
    me.reads(me.t("Taken out. It can come back for 30 days."))


def applications(me: Person, company: str) -> list[tuple[str, str, str]]:
    """The seeker's, at that company."""
    return me.site.sql(
        "select id, furthest_stage, outcome from applications where seeker_id = %s and company = %s",
        _id_of(me),
        company,
    )


def _title(me: Person, company: str) -> str:
    return me.t("%(kind)s: %(name)s", kind=me.t("A no"), name=f"{company}, {ROLE}")


def _id_of(me: Person) -> str:
    return str(me.site.sql("select id from persons where email = %s", me.email)[0][0])
