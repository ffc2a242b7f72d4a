"""The progress report: made of what is granted, read by its seeker first, printed as just that; in both languages."""

import re

import pytest

from coach_platform.content.vocabulary import Section
from coach_platform.core.reports.gathering import OFFERED
from tests.browser.pages import sign_in
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
WHO = {"en": ("sam", "casey"), "fr": ("luce", "maude")}
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
HEADINGS = {  # in the order of the paper
    Section.STORY: "Cases",
    Section.DEEPER: "Assessments",
    Section.FEEDBACK: "Employers’ answers",
    Section.PIPELINE: "Applications",
    Section.PLAN: "Plan",
    Section.PRACTICE: "Practice",
    Section.CONFIDENCE: "Confidence",
}
WORDS = "article.paper > :not(footer)"  # the foot tells of the yes itself
ON_PAPER = "main h3:visible"


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_a_report_goes_out_only_as_its_seeker_read_it(sample_site, person, locale):
    seeker, coach = (
        person(sample_site, locale=locale, name=login, email=f"{login}@example.org") for login in WHO[locale]
    )
    for each in (seeker, coach):
        sign_in(each, each.name)
    home = f"/coach/seekers/{_id_of(seeker)}/reports"
    granted = without_confidence(seeker, coach)
    report = makes_one(coach, home, granted, leave_out=Section.PRACTICE)
    chosen = [section for section in HEADINGS if section in granted - {Section.PRACTICE}]
    assert coach.go(f"{home}/{report}?for=print") == 403
    coach.go(f"{home}/{report}")
    assert paper(coach, "screen")[1:] == [coach.t(HEADINGS[section]) for section in chosen]
    assert paper(coach, "print") == []  # on paper there is nothing before the yes

    seeker.go("/today")
    while not seeker.page.url.endswith(f"/reports/{report}"):  # an earlier one waits as well: that one is refused
        if "/reports/" in seeker.page.url:
            seeker.press("No, not this")
            seeker.go("/today")
        seeker.page.locator('main a[href^="/reports/"]').first.click()
    read = seeker.page.locator(WORDS).all_inner_texts()
    seeker.press("Agree to this version")
    seeker.reads(seeker.t("Agreed, to just this version. You can take it back at any time."))

    coach.go(f"{home}/{report}")
    coach.follow("Print")
    assert coach.page.locator(WORDS).all_inner_texts() == read
    assert paper(coach, "print")[1:] == [coach.t(HEADINGS[section]) for section in chosen]
    assert 1 <= len(PAGE.findall(coach.page.pdf(format="Letter"))) <= 3
    looks = sample_site.sql(
        "select distinct section from looks where surface = 'print' and seeker_id = %s", _id_of(seeker)
    )
    assert {section for (section,) in looks} == {section.value for section in chosen}

    seeker.press("Take my yes back")
    assert coach.go(f"{home}/{report}?for=print") == 403
    assert seeker.trouble == [] and coach.trouble == []


def without_confidence(me: Person, coach: Person) -> set[Section]:
    """Takes one section back from what they share, on the page of it; what is left."""
    mine = "g.seeker_id = %s and g.revoked_at is null and g.coach_id = (select id from persons where email = %s)"
    ((coaching, sections),) = me.site.sql(
        f"select g.coaching_id, g.sections from grants g where {mine}", _id_of(me), coach.email
    )
    if Section.CONFIDENCE in sections:
        me.go(f"/sharing/{coaching}")
        me.choose("sections", "confidence")
        me.choose("agreed", "y")
        me.page.locator("main form .form-actions button").first.click()
        ((sections,),) = me.site.sql(f"select g.sections from grants g where {mine}", _id_of(me), coach.email)
        assert Section.CONFIDENCE not in sections
    return {Section(section) for section in sections}


def makes_one(me: Person, home: str, granted: set[Section], *, leave_out: Section) -> str:
    """Of everything but one of the sections that are offered, which are those that are granted; its id."""
    me.go(f"{home}/new")
    offered = [box.get_attribute("value") for box in me.page.locator('input[name="sections"]').all()]
    assert offered == [section.value for section in OFFERED if section in granted]
    me.fill("audience", "Fonds Rideau Fund")
    for section in offered:
        if section != leave_out:
            me.choose("sections", section)
    me.fill("words", "Short answers now.")
    me.press("Make it, and send it to them")
    me.page.wait_for_url(re.compile(r"/reports/[0-9a-f-]{36}$"))
    return me.page.url.rpartition("/")[2]


def paper(me: Person, media: str) -> list[str]:
    """What heads each part of the page on the screen, or of the sheet that comes out of the printer."""
    me.page.emulate_media(media=media)
    found = me.page.locator(ON_PAPER).all_inner_texts()
    visible = {name: me.page.locator(f"{name}:visible").count() for name in ("header.side", ".button", "footer.foot")}
    me.page.emulate_media(media="screen")
    if media == "print":
        assert not any(visible.values()), visible
    return found


def _id_of(me: Person) -> str:
    return str(me.site.sql("select id from persons where email = %s", me.email)[0][0])
