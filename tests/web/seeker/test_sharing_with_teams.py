"""Sharing with a team, viewing as one, and keeping a case out, as a seeker does it: without scripts."""

import re

from coach_platform.core.access.sight import sight_of
from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.coaching.sharing import one_coaching
from coach_platform.core.coaching.teams import changing
from coach_platform.core.practice.models import PracticeItem
from coach_platform.core.relations.models import Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.agreed import agreed
from tests.browsing import words
from tests.core.assessments.stories import a_case
from tests.web.coach.world import CANARY


def page_of(cast, team) -> str:
    return f"/sharing/{cast.coaching_id}/team/{team.id}"


def mark_in(response) -> str:
    return re.search(r'name="team_list" value="([^"]+)"', response.text).group(1)


def yes(response) -> dict[str, str]:
    return {"agreed": "y", "agreement": agreed(key="team_grant"), "team_list": mark_in(response)}


def test_the_form_names_who_is_on_the_list_and_supposes_nothing(cast, team, browser_of, world):
    page = browser_of(cast.sam).get(page_of(cast, team))
    assert " checked" not in page.text
    assert "Casey Tremblay" in words(page)
    assert "Jo Martin" in words(page)


def test_sections_and_all_but_one_case_are_shared_with_the_team_and_said_in_words(cast, team, browser_of, world):
    browser = browser_of(cast.sam)
    form = browser.get(page_of(cast, team))
    sent = {"sections": ["story"], "cases": "all_future_too", "not_ids": [str(world.canary)], **yes(form)}
    page = words(browser.post(page_of(cast, team), sent))
    assert "The team sees: Story. All your cases, and every case you open later, but not: " in page
    assert sight_of(team.jo, cast.sam.person_id).cases([world.nordlys, world.canary]) == [world.nordlys]
    again = browser.get(page_of(cast, team)).text
    assert re.search(rf'name="not_ids"[^>]*value="{world.canary}"[^>]* checked', again)


def test_a_list_that_changed_under_ones_eyes_is_asked_again_with_everything_kept(cast, team, browser_of, world):
    browser = browser_of(cast.sam)
    form = browser.get(page_of(cast, team))
    changing.remove_member(cast.dana, team.id, team.jo.person_id)
    db.session.commit()
    refused = browser.post(page_of(cast, team), {"sections": ["plan"], **yes(form)})
    assert refused.status_code == 422
    assert "The list of this team has changed meanwhile." in words(refused)
    assert re.search(r'value="plan"[^>]* checked', refused.text)
    assert not re.search(r'name="agreed"[^>]* checked', refused.text)


def test_the_page_tells_of_the_team_of_its_changes_and_stops_with_one_tap(cast, team, browser_of, colleague):
    team.share(Section.PLAN)
    changing.add_member(cast.dana, team.id, colleague("Lea Roy").person_id)
    db.session.commit()
    browser = browser_of(cast.sam)
    page = words(browser.get("/sharing"))
    assert "On its list now: Casey Tremblay, Jo Martin" in page
    assert "Lea Roy joined" in page
    assert "They also see what you share with Ottawa team" in page
    browser.post(f"{page_of(cast, team)}/revoke")
    assert one_coaching(cast.sam, cast.coaching_id).teams[0].granted is None


def test_stopping_with_a_coach_says_when_a_team_still_shows_them_something(cast, team, browser_of):
    cast.grant(Section.STORY)
    team.share(Section.PLAN)
    page = words(browser_of(cast.sam).post(f"/sharing/{cast.coaching_id}/revoke"))
    assert "They still see what you share with Ottawa team" in page


def test_view_as_the_team_is_what_somebody_on_its_list_sees_and_no_look_is_kept(cast, team, browser_of, world, counted):
    cast.grant(Section.DEEPER, Section.CONFIDENCE, future=True)  # Casey's own is not the team's
    team.share(Section.STORY, Section.PLAN, not_ids=[world.canary])
    sam, jo = browser_of(cast.sam), browser_of(team.jo)
    seeker = f"/coach/seekers/{cast.sam.person_id}"
    mine = f"{page_of(cast, team)}/view"
    for as_team, as_jo in ((mine, seeker), (f"{mine}/plan", f"{seeker}/plan")):
        with counted() as of_sam:
            shown = sam.get(as_team)
        with counted() as of_jo:
            seen = jo.get(as_jo)
        assert [any("INSERT INTO looks" in one for one in of) for of in (of_sam, of_jo)] == [False, True]
        assert shown.status_code == seen.status_code == 200
        assert CANARY not in shown.text
        assert figures(shown) == figures(seen)
        assert figures(shown)
    assert sam.get(f"{mine}/cases/{world.nordlys}").status_code == 200
    assert sam.get(f"{mine}/cases/{world.canary}").status_code == 404


def test_insights_and_practice_through_the_team_are_what_somebody_on_its_list_sees(
    cast, team, browser_of, world, counted
):
    cast.grant(*Section, future=True)  # Casey's own is not the team's
    team.share(Section.STORY, Section.DEEPER, Section.PIPELINE, Section.PRACTICE, not_ids=[world.canary])
    items = {case_id: asked_in(cast, case_id) for case_id in (world.nordlys, world.canary)}
    sam, jo = browser_of(cast.sam), browser_of(team.jo)
    seeker, mine = f"/coach/seekers/{cast.sam.person_id}", f"{page_of(cast, team)}/view"
    for path in ("insights", f"practice/{items[world.nordlys]}"):
        with counted() as of_sam:
            shown = sam.get(f"{mine}/{path}")
        with counted() as of_jo:
            seen = jo.get(f"{seeker}/{path}")
        assert shown.status_code == seen.status_code == 200
        assert figures(shown) == figures(seen) != []
        assert [any("INSERT INTO looks" in one for one in of) for of in (of_sam, of_jo)] == [False, True]
        assert CANARY not in shown.text
    for page in (sam.get(f"{mine}/practice/{items[world.canary]}"), jo.get(f"{seeker}/practice/{items[world.canary]}")):
        assert page.status_code == 404
    team.share(Section.PLAN)
    for path in ("insights", f"practice/{items[world.nordlys]}"):
        assert sam.get(f"{mine}/{path}").status_code == jo.get(f"{seeker}/{path}").status_code == 404


def asked_in(cast, case_id):
    """A question of that case, with a better answer."""
    facts = {"seeker_id": cast.sam.person_id, "locale": "en", "created_at": clock.now(), "source_key": str(case_id)}
    item = PracticeItem(question="Why here?", case_id=case_id, **facts)
    db.session.add(item)
    db.session.commit()
    return item.id


def figures(response) -> list[str]:
    """What the shared template drew: the words of each section, without what one may do there."""
    body = re.sub(r"<form.*?</form>|<details.*?</details>|<nav.*?</nav>", " ", response.text, flags=re.S)
    parts = re.findall(r'<section class="section"[^>]*>(.*?)</section>', body, flags=re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", part).split()) for part in parts]


def test_view_as_a_coach_shows_what_a_team_opens_to_them_as_well(cast, team, browser_of, world):
    team.share(Section.STORY)
    page = browser_of(cast.sam).get(f"/sharing/{cast.coaching_id}/view")
    assert "Nordlys" in page.text


def test_nothing_is_there_of_a_team_one_does_not_share_with(cast, team, browser_of):
    assert browser_of(cast.sam).get(f"{page_of(cast, team)}/view").status_code == 404
    assert browser_of(cast.nina).get(page_of(cast, team)).status_code == 404


def test_a_new_case_says_who_will_see_it_and_one_tap_keeps_it_out(cast, team, browser_of, world):
    team.share(Section.STORY)
    cast.grant(Section.STORY, future=True)
    later = a_case(cast.sam, company="Later")
    db.session.commit()
    browser = browser_of(cast.sam)
    page = words(browser.get(f"/cases/{later}"))
    assert "Casey Tremblay and Ottawa team will see this case" in page
    page = words(browser.post(f"/cases/{later}/shared/keep-out"))
    assert "will see this case" not in page
    assert "Nobody but you." in page
    assert not sight_of(cast.casey, cast.sam.person_id).case(later)
    assert sight_of(cast.casey, cast.sam.person_id).case(world.nordlys)


def test_a_case_is_kept_out_for_one_and_shared_again(cast, browser_of, world):
    grant = cast.grant(Section.STORY, future=True)
    browser = browser_of(cast.sam)
    browser.post(f"/cases/{world.canary}/shared/keep-out", {"grant": str(grant.id)})
    assert not sight_of(cast.casey, cast.sam.person_id).case(world.canary)
    browser.post(f"/cases/{world.canary}/shared/let-in", {"grant": str(grant.id)})
    assert sight_of(cast.casey, cast.sam.person_id).case(world.canary)
    assert browser.post(f"/cases/{world.canary}/shared/let-in", {"grant": "x"}).status_code == 404


def test_the_log_of_looks_names_the_team(cast, team, browser_of, world):
    team.share(Section.STORY)
    case_page(team.jo, world.nordlys)
    db.session.commit()
    assert "Jo Martin, for Ottawa team" in words(browser_of(cast.sam).get("/sharing/looks"))
