"""The organisation's pages of teams: made, filled, renamed, ended; and nothing of a seeker on them."""

from coach_platform.core.access.sight import sight_of
from coach_platform.core.coaching.teams.listing import teams_of
from coach_platform.core.relations.models import Section
from tests.browsing import words


def test_a_team_is_made_filled_renamed_and_ended(cast, colleague, browser_of):
    jo, browser = colleague("Jo Martin"), browser_of(cast.dana)
    page = browser.post(f"/organisation/{cast.agency_id}/teams", {"name": "Ottawa team"})
    ((team,),) = [organisation.teams for organisation in teams_of(cast.dana)]
    url = f"/organisation/teams/{team.id}"
    assert "Put coaches on its list." in words(page)
    for coach in (cast.casey, jo):
        browser.post(f"{url}/add", {"person": str(coach.person_id)})
    assert "Casey Tremblay and Jo Martin" in words(browser.get("/organisation/teams"))
    browser.post(f"{url}/remove", {"person": str(jo.person_id)})
    browser.post(url, {"name": "Evening team"})
    page = words(browser.get("/organisation/teams"))
    assert "Evening team Casey Tremblay" in page
    browser.post(f"{url}/end")
    assert "Evening team Casey" not in words(browser.get("/organisation/teams"))
    assert browser.get(url).status_code == 404


def test_a_name_that_is_taken_stands_beside_its_field_with_what_was_typed(cast, team, browser_of):
    refused = browser_of(cast.dana).post(f"/organisation/{cast.agency_id}/teams", {"name": "ottawa TEAM"})
    assert refused.status_code == 422
    assert "There is a team of that name already." in words(refused)
    assert 'value="ottawa TEAM"' in refused.text


def test_nobody_but_a_coach_of_the_organisation_can_be_put_on_a_list(cast, team, browser_of):
    browser = browser_of(cast.dana)
    for person in (str(cast.omar.person_id), "x", ""):
        assert browser.post(f"/organisation/teams/{team.id}/add", {"person": person}).status_code == 404


def test_an_admin_reads_nothing_of_who_shares_with_a_team(cast, team, browser_of):
    team.share(*Section)
    assert sight_of(team.jo, cast.sam.person_id).sections
    browser = browser_of(cast.dana)
    for page in ("/organisation/teams", f"/organisation/teams/{team.id}"):
        assert "Sam Okafor" not in browser.get(page).text
