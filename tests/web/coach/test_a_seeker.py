"""A seeker on the coach's side: what was granted, and nothing that tells of the rest."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.coaching import asking, grants
from coach_platform.core.coaching.grants import Cases
from coach_platform.core.coaching.looks_log import looks_page
from coach_platform.core.coaching.notes import notes_page
from coach_platform.core.plans import comments, reviews
from coach_platform.core.plans.models import Action, ActionState, Comment, Plan, Turn
from coach_platform.core.plans.targets import PLAN
from coach_platform.core.relations.models import Section
from coach_platform.core.today.coach import coach_today
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.agreed import agreed
from tests.browsing import words
from tests.web.coach.world import CANARY

SECTIONS = [section for section in Section if section is not Section.FEEDBACK]


def home(cast) -> str:
    return f"/coach/seekers/{cast.sam.person_id}"


def pages(cast, world) -> list[str]:
    return [
        home(cast),
        f"{home(cast)}/plan",
        f"{home(cast)}/cases/{world.nordlys}",
        f"{home(cast)}/cases/{world.canary}",
    ]


def share(cast, *sections, cases=Cases.LISTED, case_ids=()):
    grants.grant(cast.sam, cast.coaching_id, sections=sections, cases=cases, case_ids=case_ids, agreed_to=agreed())
    db.session.commit()


def test_without_a_grant_the_person_exists_and_nothing_else(cast, browser_of, world):
    browser = browser_of(cast.casey)
    assert "Nothing is shared at the moment." in words(browser.get(home(cast)))
    assert [browser.get(path).status_code for path in pages(cast, world)[1:]] == [404, 404, 404]


def test_a_coach_reads_exactly_the_granted_sections_of_the_granted_case(cast, browser_of, world):
    share(cast, Section.STORY, Section.PLAN, case_ids=[world.nordlys])
    browser = browser_of(cast.casey)
    case = words(browser.get(f"{home(cast)}/cases/{world.nordlys}"))
    assert "Closer to our stack" in case
    assert "Too shy" not in case
    assert "Nordlys" in words(browser.get(home(cast)))
    assert "Practise aloud" in words(browser.get(f"{home(cast)}/plan"))
    assert browser.get(f"{home(cast)}/cases/{world.canary}").status_code == 404


def test_the_canary_of_an_ungranted_case_is_on_no_page_of_the_coach(cast, browser_of, world):
    share(cast, *SECTIONS, case_ids=[world.nordlys])
    browser = browser_of(cast.casey)
    for path in ["/coach", "/coach/seekers", "/coach/requests", *pages(cast, world)]:
        assert CANARY not in browser.get(path).text, path


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_alone_opens_its_own_part_of_the_page(cast, browser_of, world, section):
    share(cast, section, case_ids=[world.nordlys])
    page = browser_of(cast.casey).get(home(cast)).text
    shown = {
        Section.STORY: "cases-title",
        Section.PLAN: "plan-title",
        Section.PIPELINE: "pipeline-title",
        Section.PRACTICE: "practice-title",
        Section.CONFIDENCE: "confidence-title",
        Section.ACTIVITY: "activity-title",
    }
    assert {one for one, heading in shown.items() if f'id="{heading}"' in page} == {section} & shown.keys()


def test_a_case_shared_without_its_story_shows_the_deeper_answers_and_no_company(cast, browser_of, world):
    share(cast, Section.DEEPER, case_ids=[world.nordlys])
    page = words(browser_of(cast.casey).get(f"{home(cast)}/cases/{world.nordlys}?read=deeper"))
    assert "Too shy" in page
    assert "Nordlys" not in page
    assert "Closer to our stack" not in page


@pytest.mark.parametrize("who", ["omar", "nina", "dana", "root", "sam"])
def test_nobody_else_opens_a_page_of_the_coach(cast, browser_of, world, who):
    share(cast, *SECTIONS, cases=Cases.ALL_FUTURE_TOO)
    browser = browser_of(getattr(cast, who))
    for path in [*pages(cast, world), f"{home(cast)}/notes"]:
        answer = browser.get(path)
        assert answer.status_code == 404, path
        assert CANARY not in answer.text


def test_an_anonymous_visitor_is_sent_to_sign_in(cast, client):
    assert client.get(home(cast), follow=False).status_code == 302


def test_a_revoked_grant_closes_the_page_at_the_next_request(cast, browser_of, world):
    share(cast, *SECTIONS, cases=Cases.ALL_SO_FAR)
    browser = browser_of(cast.casey)
    assert browser.get(f"{home(cast)}/plan").status_code == 200
    browser_of(cast.sam).post(f"/sharing/{cast.coaching_id}/revoke")
    assert [browser.get(path).status_code for path in pages(cast, world)] == [200, 404, 404, 404]
    assert "Nordlys" not in browser.get(home(cast)).text


def test_an_ended_coaching_closes_everything_at_the_next_request(cast, browser_of, world):
    share(cast, *SECTIONS, cases=Cases.ALL_SO_FAR)
    browser = browser_of(cast.casey)
    browser_of(cast.sam).post(f"/sharing/{cast.coaching_id}/end")
    paths = [*pages(cast, world), f"{home(cast)}/notes"]
    assert [browser.get(path).status_code for path in paths] == [404] * 5
    for path in ("/coach", "/coach/seekers"):
        assert "Sam" not in words(browser.get(path))


def test_looks_at_pages_and_the_queue_are_in_the_seekers_log(cast, world, browser_of):
    share(cast, Section.STORY, Section.PLAN, case_ids=[world.nordlys])
    coach_today(cast.casey)
    case_page(cast.casey, world.nordlys)
    lines = [(line.surface, line.seen) for line in looks_page(cast.sam).lines]
    assert lines == [("page", ((Section.STORY, (world.nordlys,)),)), ("queue", ((Section.STORY, (world.nordlys,)),))]
    db.session.commit()
    page = words(browser_of(cast.sam).get("/sharing/looks"))
    assert "Casey Tremblay" in page
    assert "Story (Nordlys)" in page
    assert "in their list" in page


def test_every_page_that_shows_granted_words_writes_a_look(cast, browser_of, world, counted):
    share(cast, *SECTIONS, case_ids=[world.nordlys])
    browser = browser_of(cast.casey)
    for path in ["/coach", "/coach/seekers", *pages(cast, world)[:3]]:
        with counted() as statements:
            browser.get(path)
        assert [one for one in statements if one.startswith("INSERT INTO looks")], path


def test_a_coach_comments_on_plan_action_case_and_answer_and_edits_and_removes(cast, browser_of, world):
    share(cast, *SECTIONS, case_ids=[world.nordlys])
    browser = browser_of(cast.casey)
    url = f"{home(cast)}/comments"
    for thread, case_id in (
        ("plan", ""),
        (f"action:{world.action}", ""),
        ("case", world.nordlys),
        ("answer:deeper:research", world.nordlys),
    ):
        answer = browser.post(url, {"thread": thread, "case_id": case_id, "body": f"About {thread}"})
        assert answer.status_code == 200
    assert "About answer:deeper:research" in words(browser.get(f"{home(cast)}/cases/{world.nordlys}?read=deeper"))
    assert "About plan" in words(browser_of(cast.sam).get("/plan"))
    first = db.session.scalars(select(Comment.id).order_by(Comment.id)).first()
    browser.post(f"{url}/{first}/edit", {"body": "Better words"})
    assert "Better words" in words(browser.get(f"{home(cast)}/plan"))
    removed = browser.post(f"{url}/{first}/delete")
    assert "Comment removed" in words(removed)
    assert "Better words" not in words(browser.get(f"{home(cast)}/plan"))


@pytest.mark.parametrize("thread", ["plan", "case", "answer:deeper:research"])
def test_a_coach_cannot_comment_where_they_may_not_read(cast, browser_of, world, thread):
    share(cast, Section.CONFIDENCE)
    browser = browser_of(cast.casey)
    browser.get("/coach")
    said = {"thread": thread, "case_id": world.canary, "body": "x"}
    assert browser.post(f"{home(cast)}/comments", said).status_code == 404


def test_an_empty_comment_keeps_its_place_and_says_what_is_missing(cast, browser_of, world):
    share(cast, Section.PLAN)
    answer = browser_of(cast.casey).post(f"{home(cast)}/comments", {"thread": "plan", "body": " "})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_comments_are_marked_as_read_by_the_coach(cast, browser_of, world):
    share(cast, Section.PLAN)
    comment_id = comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="What do you think?")
    db.session.commit()
    browser_of(cast.casey).post(f"{home(cast)}/comments/read", {"comment": str(comment_id)})
    assert db.session.get(Comment, comment_id, populate_existing=True).read_at is not None


def test_a_review_is_answered_and_handed_back_on_the_plans_page(cast, browser_of, world):
    share(cast, Section.PLAN)
    review_id = reviews.ask_review(cast.sam, cast.coaching_id, note="Too much?")
    db.session.commit()
    browser = browser_of(cast.casey)
    assert "Too much?" in words(browser.get(f"{home(cast)}/plan"))
    empty = browser.post(f"{home(cast)}/plan/reviews/{review_id}", {"answer": ""})
    assert empty.status_code == 422
    assert "Write a few words" in words(empty)
    browser.post(f"{home(cast)}/plan/reviews/{review_id}", {"answer": "Just enough"})
    assert db.session.scalars(select(Plan.turn)).one() is Turn.AWAITING_SEEKER
    browser_of(cast.sam).post("/plan/agree")
    assert "Agreed on" in words(browser.get(f"{home(cast)}/plan"))


def test_a_coach_proposes_a_point_and_takes_it_back(cast, browser_of, world):
    share(cast, Section.PLAN, Section.STORY, case_ids=[world.nordlys])
    browser = browser_of(cast.casey)
    form = browser.get(f"{home(cast)}/plan/propose")
    assert "Nordlys" in form.text
    assert CANARY not in form.text
    refused = browser.post(f"{home(cast)}/plan/propose", {"what": "", "why": "Kept words"})
    assert (refused.status_code, "Kept words" in refused.text) == (422, True)
    sent = {"what": "A mock interview", "kind": "practice", "evidence": [str(world.nordlys)]}
    browser.post(f"{home(cast)}/plan/propose", sent)
    point = db.session.scalars(select(Action).where(Action.state == ActionState.PROPOSED)).one()
    assert "A mock interview" in words(browser_of(cast.sam).get("/plan"))
    browser.post(f"{home(cast)}/plan/points/{point.id}/take-back")
    assert "A mock interview" not in words(browser.get(f"{home(cast)}/plan"))


def test_a_proposal_cannot_rest_on_a_case_that_was_not_granted(cast, browser_of, world):
    share(cast, Section.PLAN, Section.STORY, case_ids=[world.nordlys])
    browser = browser_of(cast.casey)
    browser.get(f"{home(cast)}/plan")
    sent = {"what": "x", "kind": "practice", "evidence": [str(world.canary)]}
    assert browser.post(f"{home(cast)}/plan/propose", sent).status_code == 404


def test_private_notes_are_written_changed_and_deleted_and_say_whose_they_are(cast, browser_of, world):
    browser = browser_of(cast.casey)
    page = words(browser.get(f"{home(cast)}/notes"))
    assert "who may ask for them under the law; Passerelle Staffing owns them" in page
    assert browser.post(f"{home(cast)}/notes", {"body": ""}).status_code == 422
    browser.post(f"{home(cast)}/notes", {"body": "Second"})
    second, first = notes_page(cast.casey, cast.sam.person_id).notes.rows
    browser.post(f"{home(cast)}/notes/{second.id}", {"body": "Second, changed"})
    browser.post(f"{home(cast)}/notes/{first.id}/delete")
    page = words(browser.get(f"{home(cast)}/notes"))
    assert "Second, changed" in page
    assert CANARY not in page


def test_the_private_note_is_on_no_page_of_anybody_else(cast, browser_of, world):
    share(cast, *SECTIONS, case_ids=[world.nordlys])
    asking.accept(cast.sam, asking.invite(cast.omar, cast.sam.person_id))
    db.session.commit()
    readers = {
        cast.sam: ["/sharing", f"/sharing/{cast.coaching_id}/view", "/plan", "/sharing/looks"],
        cast.omar: ["/coach", home(cast), f"{home(cast)}/notes"],
        cast.dana: ["/organisation"],
    }
    for reader, paths in readers.items():
        for path in paths:
            assert f"{CANARY} private note" not in browser_of(reader).get(path).text, path


def test_a_coach_ends_a_coaching_from_the_seekers_page(cast, browser_of, world):
    browser = browser_of(cast.casey)
    assert "End this coaching" in words(browser.get(home(cast)))
    browser.post(f"/coach/requests/{cast.coaching_id}/end")
    assert browser.get(home(cast)).status_code == 404


def test_a_seekers_pages_take_at_most_eight_statements_each(cast, browser_of, world, counted):
    share(cast, *SECTIONS, cases=Cases.ALL_FUTURE_TOO)
    browser = browser_of(cast.casey)
    numbers = {}
    for path in [*pages(cast, world), f"{home(cast)}/notes"]:
        with counted() as statements:
            assert browser.get(path).status_code == 200
        numbers[path] = len(statements)
    assert max(numbers.values()) <= 8, numbers


def test_everything_is_said_in_french_to_a_french_coach(cast, browser_of, world):
    asking.accept(cast.sam, asking.invite(cast.omar, cast.sam.person_id))
    db.session.commit()
    assert "Rien n’est partagé pour le moment." in words(browser_of(cast.omar).get(home(cast)))


def test_what_ends_tomorrow_is_still_there_today(cast, browser_of, world):
    until = clock.today(cast.sam.zone) + timedelta(days=1)
    grants.grant(
        cast.sam, cast.coaching_id, sections=[Section.PLAN], cases=Cases.LISTED, until_on=until, agreed_to=agreed()
    )
    db.session.commit()
    assert browser_of(cast.casey).get(f"{home(cast)}/plan").status_code == 200


GIVEN_BACK = [
    ("comments", "body", {"thread": "case"}),
    ("notes", "body", {}),
    ("plan/propose", "why", {"what": "Call them"}),
    ("cases/{case}/feedback", "words", {}),
]


@pytest.mark.parametrize(("path", "field", "more"), GIVEN_BACK)
def test_what_a_coach_wrote_about_something_unshared_is_given_back_and_nothing_shown(
    cast, browser_of, world, path, field, more
):
    browser = browser_of(cast.omar)  # nothing of Sam's is shared with him: the same as what was revoked
    said = browser.post(f"{home(cast)}/{path.format(case=world.nordlys)}", {field: "Well <b>done</b>", **more})
    assert said.status_code == 404
    assert "N’est plus partagé avec vous" in words(said) and "nous ne le conservons pas" in words(said)
    assert "Well &lt;b&gt;done&lt;/b&gt;</textarea>" in said.text
    assert not any(name in words(said) for name in ("Sam Okafor", "Nordlys", CANARY))


def test_a_comment_on_a_case_revoked_while_it_was_typed_is_given_back(cast, browser_of, world):
    share(cast, Section.STORY, case_ids=[world.nordlys])
    browser = browser_of(cast.casey)
    assert browser.get(f"{home(cast)}/cases/{world.nordlys}").status_code == 200
    grants.revoke(cast.sam, cast.coaching_id)
    db.session.commit()
    sent = {"thread": "case", "case_id": str(world.nordlys), "body": "You answered well."}
    said = browser.post(f"{home(cast)}/comments", sent)
    assert (said.status_code, "You answered well." in said.text, "Nordlys" in said.text) == (404, True, False)
    unknown = browser.post(f"{home(cast)}/comments", {**sent, "case_id": str(cast.sam.person_id)})
    assert words(unknown) == words(said)  # what never was reads the same
