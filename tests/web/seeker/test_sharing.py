"""Coach & sharing as its seeker uses it, without scripts; the directory; the coach's own small pages; the organisation."""

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.content.agreements import latest_agreement
from coach_platform.core.coaching import asking
from coach_platform.core.coaching.profiles import my_profile
from coach_platform.core.coaching.sharing import one_coaching
from coach_platform.core.relations.models import Coaching, CoachingState, Look, Section
from coach_platform.kit.db import db
from tests.agreed import agreed, yes_to
from tests.browsing import words
from tests.core.coaching.test_asking import listed
from tests.web.coach.world import CANARY

YES = {"agreed": "y", "agreement": agreed()}


def granted(cast):
    return one_coaching(cast.sam, cast.coaching_id).granted


def sharing(cast) -> str:
    return f"/sharing/{cast.coaching_id}"


def state(coaching_id) -> CoachingState:
    return db.session.get(Coaching, coaching_id, populate_existing=True).state


def test_the_page_says_that_nothing_is_shared_yet(cast, browser_of):
    page = words(browser_of(cast.sam).get("/sharing"))
    assert "Casey Tremblay" in page
    assert "They see nothing of yours." in page


def test_the_form_supposes_nothing_and_shows_the_whole_text(cast, browser_of, world):
    page = browser_of(cast.sam).get(sharing(cast))
    assert " checked" not in page.text
    for part in latest_agreement("coaching_grant").paragraphs:
        assert part.in_("en") in words(page)


def test_sections_of_a_chosen_case_are_shared_and_said_in_words(cast, browser_of, world):
    browser = browser_of(cast.sam)
    sent = {"sections": ["story", "plan"], "cases": "listed", "case_ids": [str(world.nordlys)], **YES}
    page = words(browser.post(sharing(cast), sent))
    assert granted(cast).sections == (Section.STORY, Section.PLAN)
    assert granted(cast).case_ids == (world.nordlys,)
    assert "One case: Nordlys (Project coordinator). Until you end it." in page


@pytest.mark.parametrize(("cases", "future"), [("all_so_far", False), ("all_future_too", True)])
def test_all_so_far_and_all_to_come_are_two_answers(cast, browser_of, world, cases, future):
    browser_of(cast.sam).post(sharing(cast), {"sections": ["story"], "cases": cases, **YES})
    assert granted(cast).future_too is future
    assert set(granted(cast).case_ids) == (set() if future else {world.nordlys, world.canary})


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"sections": ["story"], **YES}, "Choose which cases"),
        ({"sections": ["story"], "cases": "listed", **YES}, "Choose at least one case"),
        ({"cases": "listed", **YES}, "Choose at least one section"),
        ({"sections": ["plan"]}, "Please tick this"),
        ({"sections": ["plan"], "until_on": "2020-01-01", **YES}, "This day is over"),
        ({"sections": ["plan"], "until_on": "tomorrow", **YES}, "Write the day like this"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_shared(cast, browser_of, world, sent, said):
    answer = browser_of(cast.sam).post(sharing(cast), sent)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert granted(cast) is None


def test_a_refused_form_keeps_what_was_chosen(cast, browser_of, world):
    sent = {"sections": ["plan", "story"], "cases": "listed", "case_ids": [str(world.nordlys)]}
    page = browser_of(cast.sam).post(sharing(cast), sent).text
    assert page.count(" checked") == 4


def test_a_text_that_changed_while_it_was_read_is_shown_anew_and_asked_again(cast, browser_of, world):
    sent = {"sections": ["plan"], "agreed": "y", "agreement": "0.en.earlier"}
    answer = browser_of(cast.sam).post(sharing(cast), sent)
    assert (answer.status_code, granted(cast)) == (422, None)
    assert "The text above has changed meanwhile" in words(answer)
    assert f'name="agreement" value="{agreed()}"' in answer.text
    assert answer.text.count(" checked") == 1  # the section; the yes is asked again


def test_a_form_read_in_french_and_sent_back_later_keeps_the_french_text(cast, browser_of, world):
    browser_of(cast.sam).post(sharing(cast), {"sections": ["plan"], "agreed": "y", "agreement": agreed("fr")})
    assert granted(cast).locale == "fr"
    assert granted(cast).text == latest_agreement("coaching_grant").text("fr")


def test_a_plan_alone_is_shared_without_a_word_about_cases(cast, browser_of, world):
    browser_of(cast.sam).post(sharing(cast), {"sections": ["plan"], **YES})
    assert granted(cast).sections == (Section.PLAN,)


def test_one_tap_stops_it_and_the_history_keeps_the_text(cast, browser_of, world):
    browser = browser_of(cast.sam)
    browser.post(sharing(cast), {"sections": ["plan"], **YES})
    assert "They see nothing of yours." in words(browser.post(f"{sharing(cast)}/revoke"))
    page = words(browser.get(f"{sharing(cast)}/history"))
    assert "Ended: " in page
    assert "The text you agreed to (version 1)" in page


def test_view_as_my_coach_shows_exactly_what_the_coach_sees_and_is_no_look(cast, browser_of, world, counted):
    browser = browser_of(cast.sam)
    sent = {"sections": ["story", "plan"], "cases": "listed", "case_ids": [str(world.nordlys)], **YES}
    browser.post(sharing(cast), sent)
    view = f"{sharing(cast)}/view"
    overview, case, plan = (browser.get(path) for path in (view, f"{view}/cases/{world.nordlys}", f"{view}/plan"))
    assert "This is what Casey Tremblay sees" in words(overview)
    assert "Closer to our stack" in words(case)
    assert "Too shy" not in words(case)
    assert "Practise aloud" in words(plan)
    for page in (overview, case, plan):
        assert CANARY not in page.text
    assert browser.get(f"{view}/cases/{world.canary}").status_code == 404
    with counted() as statements:
        browser.get(view)
    assert not [one for one in statements if "insert into looks" in one.lower()]
    assert db.session.scalars(select(Look)).all() == []


def test_view_as_and_the_coachs_page_are_the_same_reading(cast, browser_of, world):
    browser = browser_of(cast.sam)
    browser.post(sharing(cast), {"sections": [s.value for s in Section], "cases": "all_future_too", **YES})
    mine = browser.get(f"{sharing(cast)}/view").text
    theirs = browser_of(cast.casey).get(f"/coach/seekers/{cast.sam.person_id}").text
    headings = ["plan-title", "cases-title", "pipeline-title", "practice-title", "confidence-title", "activity-title"]
    for heading in headings:
        assert f'id="{heading}"' in mine
        assert f'id="{heading}"' in theirs


@pytest.mark.parametrize("who", ["nina", "casey", "omar", "dana"])
def test_nobody_else_opens_a_persons_sharing(cast, browser_of, world, who):
    browser = browser_of(getattr(cast, who))
    for path in (sharing(cast), f"{sharing(cast)}/history", f"{sharing(cast)}/view", f"{sharing(cast)}/view/plan"):
        assert browser.get(path).status_code == 404, path
    browser.get("/settings")
    for verb in ("", "/revoke", "/accept", "/decline", "/end"):
        assert browser.post(f"{sharing(cast)}{verb}", {"sections": ["plan"], **YES}).status_code == 404, verb
    assert state(cast.coaching_id) is CoachingState.ACTIVE


def test_an_offer_is_accepted_or_declined_on_the_page(cast, browser_of):
    offered = [asking.invite(cast.omar, cast.nina.person_id), asking.invite(cast.casey, cast.nina.person_id)]
    db.session.commit()
    browser = browser_of(cast.nina)
    assert "Omar Haddad offre de vous accompagner" in words(browser.get("/sharing"))
    browser.post(f"/sharing/{offered[0]}/accept", yes_to("coaching", "fr"))
    browser.post(f"/sharing/{offered[1]}/decline")
    assert [state(one) for one in offered] == [CoachingState.ACTIVE, CoachingState.DECLINED]


def test_after_a_coachs_no_the_page_says_from_when_one_may_ask_again_and_refuses_until_then(cast, browser_of):
    listed(cast.omar)
    with time_machine.travel("2026-11-23T15:00:00Z", tick=False):
        asking.decline(cast.omar, asking.ask(cast.nina, cast.omar.person_id))
        db.session.commit()
        browser = browser_of(cast.nina)
        page = browser.get(f"/coaches/{cast.omar.person_id}")
        assert "Vous pourrez redemander à partir du 7 décembre 2026." in words(page)
        assert "<textarea" not in page.text
        assert browser.post(f"/coaches/{cast.omar.person_id}", {"message": ""}).status_code == 409


def test_a_coach_is_found_asked_and_the_request_taken_back(cast, browser_of):
    listed(cast.omar, headline="I help newcomers", places_candidates=True, city="Montréal")
    db.session.commit()
    browser = browser_of(cast.sam)
    found = words(browser.get("/coaches?city=montreal&language=en"))
    assert "I help newcomers" in found
    assert "Also places candidates" in found
    assert "Nobody fits all of that" in words(browser.get("/coaches?city=Toronto"))
    page = words(browser.get(f"/coaches/{cast.omar.person_id}"))
    assert "Omar Haddad also places candidates with employers." in page
    assert "How long an answer takes is not known yet" in page
    too_long = browser.post(f"/coaches/{cast.omar.person_id}", {"message": "x" * 2001})
    assert (too_long.status_code, "x" * 2001 in too_long.text) == (422, True)
    assert "You asked Omar Haddad" in words(
        browser.post(f"/coaches/{cast.omar.person_id}", {"message": "Hello", **yes_to("coaching")})
    )
    coaching_id = db.session.scalar(select(Coaching.id).where(Coaching.coach_id == cast.omar.person_id))
    coach = browser_of(cast.omar)
    assert "Hello" in words(coach.get("/coach/requests"))
    browser.post(f"/sharing/{coaching_id}/end")
    assert "Hello" not in words(coach.get("/coach/requests"))


def test_a_coach_accepts_on_the_page_of_requests(cast, browser_of):
    listed(cast.omar)
    coaching_id = asking.ask(cast.sam, cast.omar.person_id)
    db.session.commit()
    browser = browser_of(cast.omar)
    assert "Sam Okafor" in words(browser.get("/coach"))
    browser.post(f"/coach/requests/{coaching_id}/accept")
    assert "Sam Okafor" in words(browser.get("/coach/seekers"))


def test_a_coach_fills_in_a_profile_and_is_found(cast, browser_of):
    browser = browser_of(cast.casey)
    refused = browser.post("/coach/profile", {"about": "Kept words", "listed": "y"})
    assert (refused.status_code, "Kept words" in refused.text) == (422, True)
    sent = {"headline": "I listen", "languages": ["en", "fr"], "fields": ["any"], "remote": "y", "listed": "y"}
    browser.post("/coach/profile", sent)
    mine = my_profile(cast.casey)
    assert (mine.headline, mine.listed, mine.places_candidates, len(mine.languages), len(mine.fields)) == (
        "I listen",
        True,
        False,
        2,
        1,
    )
    assert "I listen" in words(browser_of(cast.nina).get("/coaches"))


def test_the_library_lists_the_guides(cast, browser_of):
    assert "/guides/research" in browser_of(cast.casey).get("/coach/library").text


def test_an_admin_reads_members_and_offices_and_adds_one(cast, browser_of, world):
    browser = browser_of(cast.dana)
    page = browser.get("/organisation")
    assert "Casey Tremblay" in words(page)
    for private in ("Sam Okafor", CANARY, "Nordlys"):
        assert private not in page.text
    refused = browser.post(f"/organisation/{cast.agency_id}/offices", {"name": "ottawa"})
    assert (refused.status_code, "There is an office of that name already." in words(refused)) == (422, True)
    assert "Gatineau" in words(browser.post(f"/organisation/{cast.agency_id}/offices", {"name": "Gatineau"}))


def test_these_pages_take_at_most_eight_statements_each(cast, browser_of, world, counted):
    listed(cast.omar)
    browser_of(cast.sam).post(sharing(cast), {"sections": [s.value for s in Section], "cases": "all_future_too", **YES})
    visits = {
        cast.sam: [
            "/sharing",
            sharing(cast),
            f"{sharing(cast)}/history",
            "/sharing/looks",
            "/coaches",
            f"/coaches/{cast.omar.person_id}",
        ],
        cast.casey: ["/coach", "/coach/seekers", "/coach/requests", "/coach/profile", "/coach/library"],
        cast.dana: ["/organisation"],
    }
    numbers = {}
    for actor, paths in visits.items():
        browser = browser_of(actor)
        for path in paths:
            with counted() as statements:
                assert browser.get(path).status_code == 200
            numbers[path] = len(statements)
    assert max(numbers.values()) <= 8, numbers
