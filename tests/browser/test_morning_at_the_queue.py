"""A coach clears the morning's queue with the keyboard alone, and two real browsers fight over one claim."""

import pytest
from playwright.sync_api import Page, expect

from coach_platform.core.accounts.actors import actor_by_email
from coach_platform.core.coaching.teams import changing
from coach_platform.core.plans.models import Review
from coach_platform.core.relations.models import Person as Somebody
from coach_platform.kit.db import db
from tests.apart import own_app, settings_on
from tests.browser.pages import sign_in
from tests.browser.person import Person
from tests.core.today.queue.mornings import morning

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
TWENTY = 20


@pytest.fixture
def twenty(sample_site, environment) -> list[str]:
    """Names of twenty people who need Casey this morning; all of them share with a team that Maude is in as well."""
    with own_app(settings_on(environment, sample_site.database)) as app, app.app_context():
        casey, maude, dana = (actor_by_email(f"{who}@example.org") for who in ("casey", "maude", "dana"))
        (agency_id,) = casey.organisation_ids
        team_id = changing.create_team(dana, agency_id, name="Morning team")
        for coach in (casey, maude):
            changing.add_member(dana, team_id, coach.person_id)
        made = [actor.person_id for actor in morning(casey, TWENTY, team_id=team_id)]
        names = [db.session.get_one(Somebody, one).name for one in made]
        db.session.commit()
    return names


@pytest.fixture
def casey(sample_site, person) -> Person:
    found = person(sample_site, locale="en", name="casey", email="casey@example.org")
    sign_in(found, "casey")
    return found


def here(page: Page) -> str:
    """The name on the line that has the focus; "" where none has."""
    return page.evaluate(
        "document.activeElement?.closest('[data-queue] > li')?.querySelector('.who')?.textContent.trim() ?? ''"
    )


def count(page: Page) -> int:
    return page.locator("[data-queue] > li").count()


def gone(page: Page, name: str) -> None:
    expect(page.locator("[data-queue] > li", has=page.get_by_role("link", name=name, exact=True))).to_have_count(0)


def test_a_morning_at_the_queue_by_keyboard_alone(sample_site, casey, twenty):
    page, keys = casey.page, casey.page.keyboard
    casey.go("/coach")
    before = count(page)
    assert before >= TWENTY
    expect(page).to_have_title(f"({before}) Today · Rebound")

    keys.press("?")  # what the keys are, and away again
    expect(page.get_by_role("dialog", name="Keys on this page")).to_contain_text("Snooze")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    done = said = slept = handed = 0
    for step in range(before):
        if not here(page):
            keys.press("j")
        name = here(page)
        assert name, "the focus is always on a line"
        keys.press("Enter" if step % 2 else "o")  # opened in place, and the focus stays
        line = page.locator("[data-queue] > li", has=page.get_by_role("link", name=name, exact=True))
        expect(line.locator("[data-opened]")).to_be_visible()
        assert here(page) == name
        waits = line.get_by_text("the plan waits").count()
        if waits and name in twenty and not handed:
            keys.press("h")
            expect(line.locator("select[name=to]")).to_be_focused()
            keys.press("M")  # Maude
            keys.press("Tab")
            keys.type("dsjk ? you know logistics")  # letters, not keys
            keys.press("Tab")
            keys.press("Enter")
            handed += 1
        elif waits or (slept < 2 and not step % 3):
            keys.press("s")
            keys.press("Enter")  # until tomorrow
            slept += 1
        elif name in twenty and said < 3:
            keys.press("c")
            field = line.locator("textarea[name=body]")
            expect(field).to_be_focused()
            keys.type(f"Well done, {name}. jkdso?")
            expect(line.locator("[data-saved-state]")).to_have_text("Saved")
            keys.press("Tab")
            keys.press("Enter")
            expect(line.get_by_text(f"Sent to {name}.")).to_be_visible()
            assert here(page) == name
            keys.press("d")
            said += 1
        else:
            keys.press("d")
            done += 1
        gone(page, name)
        left = before - step - 1
        expect(page).to_have_title(f"({left}) Today · Rebound" if left else "Today · Rebound")
        if step == 0:  # undone and put aside once more
            keys.press("u")
            expect(page.locator("[data-queue] > li")).to_have_count(before)
            expect(page).to_have_title(f"({before}) Today · Rebound")
            expect(line.locator("[data-open]")).to_be_focused()
            keys.press("s" if waits or slept else "d")
            if waits or slept:
                keys.press("Enter")
            gone(page, name)
    assert (said, handed) == (3, 1)
    assert min(done, slept) > 3
    page.reload()
    expect(page.get_by_text("Nothing new, as far as it is shared with you.")).to_be_visible()
    assert casey.trouble == []


def test_a_claim_fought_over_by_two_real_browsers(sample_site, casey, person, environment):
    with own_app(settings_on(environment, sample_site.database)) as app, app.app_context():
        ours, maude_, dana = (actor_by_email(f"{who}@example.org") for who in ("casey", "maude", "dana"))
        team_id = changing.create_team(dana, next(iter(ours.organisation_ids)), name="Fighting team")
        for coach in (ours, maude_):
            changing.add_member(dana, team_id, coach.person_id)
        asking = morning(ours, 2, team_id=team_id, named="Fought")[1]
        db.session.commit()
        review_id = db.session.query(Review.id).filter_by(seeker_id=asking.person_id).scalar()
    maude = person(sample_site, locale="fr", name="maude", email="maude@example.org")
    sign_in(maude, "maude")
    fighters = (casey, maude)
    for one in fighters:
        one.go(f"/coach?of={team_id}")
        expect(one.page.locator("[data-queue] > li")).not_to_have_count(0)
    # Pressed in both before either answer is read: playwright's calls are one after another, so the browsers press.
    press = """form => { form.requestSubmit ? form.requestSubmit() : form.submit() }"""
    for one in fighters:
        form = one.page.locator(f'form[action$="/reviews/{review_id}/claim"]')
        expect(form).to_have_count(1)
        form.evaluate(f"form => setTimeout(() => ({press})(form), 300)")
    for one in fighters:
        one.page.wait_for_url("**/plan#answer")
    said = [one.page.locator("#flashes").inner_text() for one in fighters]
    mine = ("yours until", "à vous jusqu")
    won = [one for one, words in zip(fighters, said, strict=True) if any(word in words for word in mine)]
    assert len(won) == 1, said
    holder = sample_site.sql(
        "select p.email from review_claims c join persons p on p.id = c.coach_id where c.review_id = %s", review_id
    )
    assert holder == [(won[0].email,)]
    (lost,) = [one for one in fighters if one is not won[0]]
    lost.go("/coach")
    name = sample_site.sql("select name from persons where email = %s", won[0].email)[0][0]
    expect(lost.page.locator(f"#line-{asking.person_id}")).to_contain_text(name)
    assert [one.trouble for one in fighters] == [[], []]
