"""Two views of one case: the coach answers blind, the seeker answers, both read both; a gap gets a thread and an action."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import sign_in
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
WHO = {"en": ("sam", "casey"), "fr": ("luce", "maude")}
THEIRS = {"en": "Counted every chair twice", "fr": "Elle a compté chaque chaise deux fois"}
MINE = {"en": "Only its name, I believe", "fr": "Leur nom seulement, je crois"}
ASKED = {"en": "Where did you see that?", "fr": "Où l’avez-vous vu?"}


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_two_views_are_shown_together_and_a_gap_becomes_an_action(sample_site, person, locale):
    seeker, coach = (
        person(sample_site, locale=locale, name=login, email=f"{login}@example.org") for login in WHO[locale]
    )
    case_id, seeker_id = nobody_has_answered(seeker, coach)
    for each in (seeker, coach):
        sign_in(each, each.name)
    case, on_the_other_side = f"/cases/{case_id}", f"/coach/seekers/{seeker_id}/cases/{case_id}"
    answers_blind(coach, on_the_other_side, THEIRS[locale])
    answers(seeker, case, MINE[locale], unseen=THEIRS[locale])
    makes_an_action(seeker, case, ASKED[locale])
    reads_both(coach, on_the_other_side, MINE[locale], ASKED[locale])
    assert seeker.trouble == [] and coach.trouble == []


def nobody_has_answered(seeker: Person, coach: Person) -> tuple[str, str]:
    """A case of which the coach is shown the deeper section, as it was before anybody answered or looked."""
    ((case_id, seeker_id),) = seeker.site.sql(
        "select v.case_id, v.seeker_id from calibrations v join persons s on s.id = v.seeker_id and s.email = %s"
        " join persons c on c.id = v.coach_id and c.email = %s order by v.id limit 1",
        seeker.email,
        coach.email,
    )
    for table in ("assessment_responses", "calibrations", "looks", "practice_items"):
        seeker.site.sql(f"delete from {table} where case_id = %s", case_id)
    return str(case_id), str(seeker_id)


def answers_blind(me: Person, case: str, words: str) -> None:
    """Chooses to answer first; what was typed is there after the tab was closed; an answer without its basis comes back."""
    me.go(case)
    me.press("Answer blind first")
    me.choose("research.value", "4")
    me.fill("research.words", words)
    expect(me.page.locator('[data-saved-state][data-state="saved"]')).to_be_visible()
    me.page.close()
    me.new_tab()
    me.go(case)
    me.follow("Go on with my view")
    expect(me.page.locator('[name="research.words"]')).to_have_value(words)
    me.press("Hand in my view")
    expect(me.page.locator('[id="research.basis-error"]')).to_have_text(
        me.t("Say what this rests on, or that you cannot judge.")
    )
    me.choose("research.basis.mock_interview", "y")
    me.choose("preparation.value", "5")
    me.choose("preparation.basis.resume", "y")
    me.choose("rapport.value", "cant_judge")
    me.press("Hand in my view")
    me.reads(me.t("You have handed in your view. Both are shown here, to both of you, once both of you have answered."))


def answers(me: Person, case: str, words: str, *, unseen: str) -> None:
    """Knows nothing of the other view until their own is there."""
    me.go(case)
    me.does_not_read(unseen)
    me.go(f"{case}/deeper")
    me.choose("research.value", "1")
    me.fill("research.words", words)
    me.choose("preparation.value", "4")
    me.choose("rapport.value", "3")
    me.press("Finish")
    me.page.wait_for_url(f"**{case}")
    me.follow("Both views side by side, the widest gap first")
    me.reads(unseen)
    me.reads(me.t("answered blind, without having seen the other view"))
    order = [each.get_attribute("id") for each in me.page.locator("section.gap").all()]
    assert order == ["research", "preparation", "rapport"]


def makes_an_action(me: Person, case: str, said: str) -> None:
    """Asks where the gap is, and plans something for it."""
    gap = me.page.locator("#research")
    gap.locator("details.talk summary").click()
    me.fill("body", said, within=gap)
    me.press("Send comment", within=gap)
    me.go(f"{case}/views")
    me.page.locator("#research a.button").click()
    expect(me.page.locator('[name="area"]')).to_have_value("research")
    me.fill("what", "20 min.")
    me.page.locator("main .form-actions button").first.click()
    me.go(f"{case}/views")
    me.reads(me.t("It became an action of the plan."))


def reads_both(me: Person, case: str, words: str, said: str) -> None:
    """The same gap first, the seeker's words, the question, and what became of it."""
    me.go(f"{case}/view/compare")
    assert me.page.locator("section.gap").first.get_attribute("id") == "research"
    me.reads(words)
    me.reads(said)
    me.reads(me.t("It became an action of the plan."))
