"""A turn that a team shares, on the coach's pages: seen, taken, let go, never answered twice, nothing typed lost."""

import pytest

from coach_platform.core.plans import claims, reviews
from coach_platform.core.plans.models import Review
from coach_platform.core.relations.models import Section
from coach_platform.kit.db import db
from tests.browsing import words


@pytest.fixture
def asked(cast, team, world):
    team.share(Section.PLAN)
    review_id = reviews.ask_review(cast.sam, cast.coaching_id, note="Please look")
    db.session.commit()
    return review_id


def plan(cast) -> str:
    return f"/coach/seekers/{cast.sam.person_id}/plan"


def test_today_shows_it_to_each_of_the_team_and_one_takes_it(cast, team, asked, browser_of):
    casey, jo = browser_of(cast.casey), browser_of(team.jo)
    for browser in (casey, jo):
        assert "your team shares it" in words(browser.get("/coach"))
    page = words(casey.post(f"{plan(cast)}/reviews/{asked}/claim"))
    assert "You are on it until" in page
    assert "Casey Tremblay is on it until" in words(jo.get("/coach"))
    assert "Casey Tremblay is on it until" in words(jo.get(plan(cast)))
    assert "Casey Tremblay is on it until" in words(jo.post(f"{plan(cast)}/reviews/{asked}/claim"))
    casey.post(f"{plan(cast)}/reviews/{asked}/release")
    assert "your team shares it" in words(jo.get("/coach"))


def test_an_answer_while_another_is_on_it_is_refused_kindly_and_kept(cast, team, asked, browser_of):
    claims.claim(cast.casey, asked)
    db.session.commit()
    refused = browser_of(team.jo).post(f"{plan(cast)}/reviews/{asked}", {"answer": "My long answer"})
    assert refused.status_code == 409
    assert "Casey Tremblay is on it until" in words(refused)
    assert "My long answer</textarea>" in refused.text
    assert db.session.get(Review, asked, populate_existing=True).answered_at is None


def test_an_answer_that_comes_second_is_shown_back_to_its_writer(cast, team, asked, browser_of):
    jo = browser_of(team.jo)
    jo.get(plan(cast))
    reviews.answer_review(cast.casey, asked, answer="Mine")
    db.session.commit()
    refused = jo.post(f"{plan(cast)}/reviews/{asked}", {"answer": "My long answer"})
    assert refused.status_code == 409
    assert "My long answer" in words(refused)
    assert db.session.get(Review, asked, populate_existing=True).answer == "Mine"


def test_what_is_typed_is_kept_and_holds_the_turn(cast, team, asked, browser_of):
    casey, jo = browser_of(cast.casey), browser_of(team.jo)
    url = f"{plan(cast)}/reviews/{asked}/draft"
    assert casey.post(url, {"answer": "Half an answer", "revision": "0"}).json == {"revision": 1, "errors": {}}
    assert claims.live_claim(asked).coach == "Casey Tremblay"
    assert "Half an answer</textarea>" in casey.get(plan(cast)).text
    kept = jo.post(url, {"answer": "Me too", "revision": "0"})
    assert kept.status_code == 200
    assert "Casey Tremblay is on it until" in kept.json["errors"]["answer"]
    assert casey.post(url, {"answer": "An older tab", "revision": "0"}).status_code == 409


def test_a_coach_alone_is_asked_nothing_about_claims(cast, world, browser_of):
    cast.grant(Section.PLAN)
    reviews.ask_review(cast.sam, cast.coaching_id)
    db.session.commit()
    browser = browser_of(cast.casey)
    assert "your team" not in words(browser.get("/coach"))
    assert "Your team" not in words(browser.get(plan(cast)))


def test_a_teams_seeker_is_nobodys_to_end(cast, team, asked, browser_of):
    page = browser_of(team.jo).get(f"/coach/seekers/{cast.sam.person_id}")
    assert "Shared with your team Ottawa team; Casey Tremblay coaches them." in words(page)
    assert "End this coaching" not in page.text
    assert "End this coaching" in browser_of(cast.casey).get(f"/coach/seekers/{cast.sam.person_id}").text
