"""A hand-over in three browsers: the coach asks, the seeker says yes and chooses, the colleague sees exactly that."""

import pytest

from tests.browser.pages import sign_in
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
NOTE = "My Fridays are gone until spring, Maude has hers."


@pytest.fixture
def people(sample_site, person) -> dict[str, Person]:
    """Jolene, whom Casey coaches, and Maude, his colleague. Each in a browser of their own."""
    locales = {"jolene": "en", "casey": "en", "maude": "fr"}
    found = {who: person(sample_site, locale=loc, name=who, email=f"{who}@example.org") for who, loc in locales.items()}
    for who, each in found.items():
        sign_in(each, who)
    return found


def test_a_seeker_is_handed_over_and_decides_what_moves(sample_site, people):
    jolene, casey, maude = (people[who] for who in ("jolene", "casey", "maude"))
    me = sample_site.sql("select id from persons where email = 'jolene@example.org'")[0][0]
    [(coaching, note_id, note)] = sample_site.sql(
        "select k.id, n.id, n.body from coachings k join coach_notes n on n.coaching_id = k.id "
        "where k.seeker_id = %s and k.state = 'active' order by n.id limit 1",
        me,
    )
    seeker = f"/coach/seekers/{me}"

    casey.go(f"/coach/handing/{coaching}")
    maude_id = sample_site.sql("select id from persons where email = 'maude@example.org'")[0][0]
    casey.page.locator("#to").select_option(str(maude_id))
    casey.fill("note", NOTE)
    casey.choose("notes", str(note_id))
    casey.press("Ask them")
    casey.reads(casey.t("Asked. You are told what they answer; until then everything stays as it is."))
    assert maude.go(seeker) == 404  # asking opens nothing

    jolene.go("/sharing")
    jolene.follow("Read and answer")
    jolene.reads(NOTE)
    jolene.choose("end_old", "yes")
    jolene.page.locator("form[action$='/accept'] button").click()
    jolene.page.wait_for_url("**/sharing/*")
    assert maude.go(seeker) == 200  # a name, and nothing else
    maude.does_not_read(*_companies(sample_site, me))
    assert maude.go(f"{seeker}/plan") == 404
    assert casey.go(seeker) == 404  # the former coach, from this moment

    assert jolene.page.locator("input[name=sections]:checked").count() == 0
    jolene.choose("sections", "plan")
    jolene.choose("agreed", "y")
    jolene.press("Share this")
    assert maude.go(f"{seeker}/plan") == 200
    maude.go(seeker)
    maude.does_not_read(*_companies(sample_site, me))
    maude.go(f"{seeker}/notes")
    maude.reads(NOTE)
    maude.reads(note.strip()[:40])
    assert casey.go(f"{seeker}/plan") == 404


def _companies(site, seeker_id) -> list[str]:
    return [row[0] for row in site.sql("select company from applications where seeker_id = %s", seeker_id)]
