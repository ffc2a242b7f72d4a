"""Each change of consent takes effect on a coach's open page at the next request: one session walks through all of them."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import sign_in
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
TEAM = "Walking team"


@pytest.fixture
def people(sample_site, person) -> dict[str, Person]:
    """Maya, whom Casey coaches; Maude, his colleague; Dana, who keeps the teams. Each in a browser of their own."""
    locales = {"maya": "en", "casey": "en", "maude": "fr", "dana": "en"}
    found = {who: person(sample_site, locale=loc, name=who, email=f"{who}@example.org") for who, loc in locales.items()}
    for who, each in found.items():
        sign_in(each, who)
    return found


def test_what_a_seeker_or_an_admin_changes_is_so_on_the_next_page_a_coach_opens(sample_site, people):
    maya, casey, maude, dana = (people[who] for who in ("maya", "casey", "maude", "dana"))
    me = sample_site.sql("select id from persons where email = 'maya@example.org'")[0][0]
    seeker = f"/coach/seekers/{me}"
    coaching = _coaching(sample_site, me)
    case_id, company = _case(sample_site, me)

    _shares(maya, f"/sharing/{coaching}", "story", "plan")
    assert casey.go(seeker) == 200
    casey.reads(company)

    maya.go(f"/cases/{case_id}")  # one case excluded
    maya.press("Not this one for %(coach)s", coach=_name(sample_site, "casey"))
    assert casey.page.reload().status == 200
    casey.does_not_read(company)
    assert casey.go(f"{seeker}/cases/{case_id}") == 404

    assert casey.go(f"{seeker}/plan") == 200  # a section removed
    _shares(maya, f"/sharing/{coaching}", "story", drop=["plan"])
    assert casey.page.reload().status == 404

    assert casey.go(seeker) == 200  # the end date passed
    expect(casey.page.get_by_text(casey.t("Cases")).first).to_be_visible()
    sample_site.sql("update grants set ends_at = now() - interval '1 second' where coaching_id = %s", coaching)
    assert casey.page.reload().status == 200
    casey.does_not_read(*_companies(sample_site, me))

    _shares(maya, f"/sharing/{coaching}", "story")  # revoked
    assert casey.page.reload().status == 200
    casey.reads(_companies(sample_site, me)[0])
    maya.go("/sharing")
    maya.press("Stop sharing with %(coach)s", coach=_name(sample_site, "casey"))
    casey.page.reload()
    casey.does_not_read(*_companies(sample_site, me))

    team_id = _team(sample_site, dana, "casey", "maude")  # a team: shared with, left, entered again, ended
    assert maude.go(seeker) == 404
    _shares(maya, f"/sharing/{coaching}/team/{team_id}", "story")
    assert maude.page.reload().status == 200
    dana.go(f"/organisation/teams/{team_id}")
    dana.press("Take %(name)s off the list", name=_name(sample_site, "maude"))
    assert maude.page.reload().status == 404
    _adds(sample_site, dana, "maude")
    assert maude.page.reload().status == 200
    dana.page.get_by_text(dana.t("End this team")).click()
    dana.press("End it now")
    assert maude.page.reload().status == 404

    assert casey.go(seeker) == 200  # the coaching ended
    maya.go("/sharing")
    maya.page.get_by_text(maya.t("End this coaching")).first.click()
    maya.press("End it now")
    assert casey.page.reload().status == 404
    assert [each.trouble for each in people.values()] == [[]] * 4


def _shares(me: Person, path: str, *sections: str, drop: list[str] | None = None) -> None:
    """All cases and every later one, of these sections (less `drop`)."""
    me.go(path)
    for section in sections:
        me.page.locator(f'input[name="sections"][value="{section}"]').set_checked(True, force=True)
    for box in me.page.locator('input[name="sections"]').all():
        if box.get_attribute("value") not in sections:
            box.set_checked(False, force=True)
    assert not set(drop or ()) & set(sections)
    me.choose("cases", "all_future_too")
    me.page.locator('input[name="agreed"]').set_checked(True, force=True)
    me.press("Share this")
    me.page.wait_for_url("**/sharing*")


def _coaching(site, me) -> str:
    query = (
        "select k.id from coachings k join persons p on p.id = k.coach_id where k.seeker_id = %s and k.state = 'active'"
    )
    return str(site.sql(query + " and p.email = 'casey@example.org'", me)[0][0])


def _case(site, me) -> tuple[str, str]:
    return site.sql(
        "select c.id, a.company from cases c join applications a on a.id = c.application_id where c.seeker_id = %s"
        " and a.deleted_at is null order by c.opened_at desc limit 1",
        me,
    )[0]


def _companies(site, me) -> list[str]:
    rows = site.sql(
        "select a.company from cases c join applications a on a.id = c.application_id where c.seeker_id = %s"
        " and a.deleted_at is null order by c.opened_at desc",
        me,
    )
    return [company for (company,) in rows]


def _name(site, who: str) -> str:
    return site.sql("select name from persons where email = %s", f"{who}@example.org")[0][0]


def _team(site, dana: Person, *members: str) -> str:
    dana.go("/organisation/teams")
    dana.fill("name", TEAM)
    dana.press("Make the team")
    for who in members:
        _adds(site, dana, who)
    return str(site.sql("select id from teams where name = %s", TEAM)[0][0])


def _adds(site, dana: Person, who: str) -> None:
    dana.page.locator('select[name="person"]').select_option(label=_name(site, who))
    dana.press("Put on the list")
    dana.reads(dana.t("On the list. Seekers who share with the team are told."))
