"""Practice: found again, said aloud one at a time, counted once, and a coach's word on it."""

import re

import pytest
from sqlalchemy import func, select

from coach_platform.content.vocabulary import Area, Stage
from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.deleting import delete_application
from coach_platform.core.applications.log import log_no
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.preview import preview
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.plans.comments import add_comment
from coach_platform.core.plans.targets import on_practice
from coach_platform.core.practice import items
from coach_platform.core.practice.models import PracticeItem, Rehearsal
from coach_platform.core.practice.queries import Wanted, following, list_items, one_item, practice_list
from coach_platform.core.relations.models import Look, Section
from coach_platform.core.today.coach import Why, coach_today
from coach_platform.core.today.one_practice import practice_page
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.browsing import words
from tests.web.seeker.pages import typed


def a_case(actor, company="Northgrove", *questions: str):
    case = open_case(actor, log_no(actor, company=company, role="Planner", stage=Stage.INTERVIEW))
    asked = [{"question": question} for question in questions or ("Why us?",)]
    submit_assessment(actor, case, set_key="deeper", answers={"surprises": {"value": 2, "items": asked}})
    db.session.commit()
    return case


@pytest.fixture
def case(cast):
    return a_case(cast.sam)


@pytest.fixture
def item(cast, case):
    """A question of a case of Sam's."""
    return list_items(own_sight(cast.sam.person_id), [case])[0].id


def own(actor, question="Why boats?", **more):
    made = items.add_question(actor, question=question, **more)
    db.session.commit()
    return made


def asked(actor, **wanted) -> list[str]:
    return [item.question for item in practice_list(own_sight(actor.person_id), Wanted(**wanted)).rows]


def test_questions_are_found_by_area_stage_and_what_is_missing(cast, case):
    own(cast.sam, "Mine?", better_answer="Yes", area=Area.RESEARCH, stage=Stage.SCREENING)
    own(cast.sam, "Any?")
    assert asked(cast.sam) == ["Any?", "Mine?", "Why us?"]
    assert asked(cast.sam, area=Area.SURPRISES) == [
        "Why us?"
    ]  # what a case brings is a surprise, unless sorted otherwise
    assert asked(cast.sam, area=Area.RESEARCH) == asked(cast.sam, stage=Stage.SCREENING) == ["Mine?"]
    assert asked(cast.sam, stage=Stage.INTERVIEW) == ["Why us?"]
    assert asked(cast.sam, unanswered=True) == ["Any?", "Why us?"]


def test_the_filters_of_the_page_are_carried_on_and_can_be_left(cast, browser_of, case):
    own(cast.sam, "Mine?", better_answer="Yes")
    browser = browser_of(cast.sam)
    page = browser.get("/practice?unanswered=1&area=surprises")
    assert "Why us?" in words(page) and "Mine?" not in words(page)
    assert "?area=surprises&amp;unanswered=1" in page.text
    assert "Nothing fits. Show all" in words(browser.get("/practice?area=balance"))
    assert "Mine?" in words(browser.get("/practice?area=nonsense&stage=x"))


def test_one_leads_to_the_next_and_the_last_back_to_the_first(cast):
    made = [own(cast.sam, f"Question {n}?") for n in range(3)]
    sight = own_sight(cast.sam.person_id)
    newest_first = made[::-1]
    assert [following(sight, one) for one in newest_first] == [*newest_first[1:], newest_first[0]]
    for one in made[1:]:
        items.let_go(cast.sam, one)
    assert following(sight, made[0]) is None


def test_an_answer_said_aloud_is_kept_counted_once_and_the_next_one_follows(cast, browser_of, item):
    other = own(cast.sam)
    browser, act = browser_of(cast.sam), str(new_id())
    form = {"act": "rehearsed", "rehearsal_id": act, "seconds": "84", "better_answer": "Their yard", "what_i_said": ""}
    first = browser.post(f"/practice/{item}", form)
    assert "Rehearsed once. Here is the next one." in words(first)
    assert first.request.path == f"/practice/{other}"
    browser.post(f"/practice/{item}", form)
    row = db.session.scalars(select(Rehearsal)).one()
    assert (row.seconds, one_item(own_sight(cast.sam.person_id), item).times_rehearsed) == (84, 1)
    browser.post(f"/practice/{item}/rehearsed", {"rehearsal_id": str(new_id())})
    assert one_item(own_sight(cast.sam.person_id), item).times_rehearsed == 2


@pytest.mark.parametrize("seconds", ["", "0", "-5", "99999", "x"])
def test_a_timer_that_says_nothing_sensible_is_no_time(cast, browser_of, item, seconds):
    browser_of(cast.sam).post(f"/practice/{item}", {"act": "rehearsed", "seconds": seconds})
    assert db.session.scalars(select(Rehearsal)).one().seconds is None


def test_an_answer_that_is_too_long_is_refused_and_not_counted(cast, browser_of, item):
    page = browser_of(cast.sam).post(f"/practice/{item}", {"act": "rehearsed", "better_answer": "x" * 2001})
    assert (page.status_code, "This is 1 character too long." in words(page)) == (422, True)
    assert typed(page, "better_answer") == "x" * 2001
    assert db.session.scalar(select(func.count()).select_from(Rehearsal)) == 0


def test_an_own_question_can_be_worded_anew_one_from_a_case_is_changed_there(cast, browser_of, item):
    mine, browser = own(cast.sam), browser_of(cast.sam)
    for one in (mine, item):
        browser.post(f"/practice/{one}", {"act": "keep", "question": "Why\n boats at all?", "better_answer": ""})
    sight = own_sight(cast.sam.person_id)
    assert (one_item(sight, mine).question, one_item(sight, item).question) == ("Why boats at all?", "Why us?")
    assert browser.post(f"/practice/{mine}", {"question": " ", "better_answer": ""}).status_code == 422


def test_a_question_added_twice_is_one(cast, browser_of):
    browser, form = browser_of(cast.sam), {"question": "Why?", "client_id": str(new_id())}
    assert {browser.post("/practice", form).request.path for _ in range(2)} == {f"/practice/{form['client_id']}"}
    assert asked(cast.sam) == ["Why?"]
    assert browser.post("/practice", {"question": ""}).status_code == 422


def test_what_a_question_is_about_is_sorted_and_taken_back(cast, browser_of, item):
    browser, sight = browser_of(cast.sam), own_sight(cast.sam.person_id)
    browser.post(f"/practice/{item}/about", {"area": "rapport", "stage": "final_round"})
    assert (one_item(sight, item).area, one_item(sight, item).stage) == (Area.RAPPORT, Stage.FINAL_ROUND)
    browser.post(f"/practice/{item}/about", {"area": "", "stage": "nonsense"})
    assert (one_item(sight, item).area, one_item(sight, item).stage) == (Area.SURPRISES, Stage.INTERVIEW)


def test_a_coach_is_asked_where_practice_is_shared_and_finds_it_today_until_they_wrote(cast, browser_of, case, item):
    browser, act = browser_of(cast.sam), str(new_id())
    ask = {"ask_body": "Would you say it like this?", "client_id": act}
    assert browser.post(f"/practice/{item}/ask", ask).status_code == 409  # nobody can read it
    cast.grant(Section.PRACTICE, cases=[case])
    db.session.commit()
    assert "Ask Casey Tremblay for a word" in words(browser.get(f"/practice/{item}"))
    assert browser.post(f"/practice/{item}/ask", {"ask_body": " "}).status_code == 422
    for _ in range(2):
        asked_page = browser.post(f"/practice/{item}/ask", ask)
    assert "It waits for a word from your coach." in words(asked_page)
    assert db.session.scalar(select(func.count()).where(Message.kind == "comments")) == 1
    [line] = coach_today(cast.casey).lines
    assert [(r.why, r.item_id, r.section, r.case_id) for r in line.reasons] == [
        (Why.PRACTICE, item, Section.PRACTICE, case)
    ]
    coach = browser_of(cast.casey)
    assert "asks for a word on an answer they practise" in words(coach.get("/coach"))
    there = f"/coach/seekers/{cast.sam.person_id}/practice/{item}"
    assert "Would you say it like this?" in words(coach.get(there))
    say = {"thread": f"practice:{item}", "case_id": str(case), "body": "Slower", "client_id": str(new_id())}
    coach.post(f"/coach/seekers/{cast.sam.person_id}/comments", {**say, "next": there})
    assert coach_today(cast.casey).lines == []
    today = browser.get("/today")
    assert "Slower" in words(today) and f"/practice/{item}#comment-" in today.text
    assert "Ask Casey Tremblay for a word" in words(browser.get(f"/practice/{item}"))
    assert not practice_page(cast.casey, cast.sam.person_id, item).waits
    looked = db.session.execute(select(Look.section, Look.case_id, Look.surface)).all()
    assert {(Section.PRACTICE, case, "page"), (Section.PRACTICE, case, "queue")} <= {tuple(row) for row in looked}


def test_asking_is_taken_back(cast, browser_of, case, item):
    cast.grant(Section.PRACTICE, future=True)
    db.session.commit()
    browser = browser_of(cast.sam)
    browser.post(f"/practice/{item}/ask", {"ask_body": "Please"})
    browser.post(f"/practice/{item}/ask/withdraw")
    asked = [reason.why for line in coach_today(cast.casey).lines for reason in line.reasons]
    assert asked == [Why.QUESTION]  # what was written stays a question; nothing waits as an answer that is practised
    assert db.session.get_one(PracticeItem, item, populate_existing=True).comment_asked_at is None


def test_an_own_question_is_read_only_where_all_cases_are_shared(cast, browser_of, case):
    mine = own(cast.sam)
    coach, path = browser_of(cast.casey), f"/coach/seekers/{cast.sam.person_id}/practice/{mine}"
    say = {"thread": f"practice:{mine}", "case_id": "", "body": "Good", "next": path}
    for sections, more, seen in (
        ([Section.PRACTICE], {"cases": [case]}, False),
        ([Section.PLAN], {"future": True}, False),
        ([Section.PRACTICE], {"future": True}, True),
    ):
        cast.grant(*sections, **more)
        db.session.commit()
        assert (coach.get(path).status_code == 200) is seen
        assert ("Why boats?" in words(coach.get(f"/coach/seekers/{cast.sam.person_id}"))) is seen
        answer = coach.post(f"/coach/seekers/{cast.sam.person_id}/comments", say)
        assert (answer.status_code == 200) is seen


def test_a_form_cannot_put_a_comment_under_another_case_than_the_questions_own(cast, browser_of, case, item):
    elsewhere = a_case(cast.sam, "Halden")
    cast.grant(Section.PRACTICE, cases=[elsewhere])
    db.session.commit()
    say = {"thread": f"practice:{item}", "case_id": str(elsewhere), "body": "Let me in"}
    assert browser_of(cast.casey).post(f"/coach/seekers/{cast.sam.person_id}/comments", say).status_code == 404


def test_the_mail_about_a_word_on_a_question_leads_to_it(cast, case, item):
    cast.grant(Section.PRACTICE, cases=[case])
    add_comment(cast.casey, cast.sam.person_id, on_practice(item, case), body="Slower")
    said = preview("comments", cast.sam.person_id).get_body(("plain",)).get_content()
    assert "On a practice question" in said and f"http://rebound.test/practice/{item}" in said
    assert "Slower" not in said
    items.let_go(cast.sam, item)
    assert preview("comments", cast.sam.person_id) is Reason.ENDED


def test_what_is_put_away_or_deleted_with_its_application_is_nowhere(cast, browser_of, case, item):
    browser = browser_of(cast.sam)
    browser.post(f"/practice/{item}/let-go")
    assert browser.get(f"/practice/{item}").status_code == 404
    assert "Why us?" in words(browser.post(f"/practice/{item}/bring-back"))
    made = log_no(cast.sam, company="A", role="B")
    mine = own(cast.sam, application_id=made)
    delete_application(cast.sam, made)
    db.session.commit()
    assert browser.get(f"/practice/{mine}").status_code == 404
    assert asked(cast.sam) == ["Why us?"]


def test_another_seekers_question_does_not_exist(cast, browser_of, item):
    browser = browser_of(cast.nina)
    assert browser.get(f"/practice/{item}").status_code == 404
    for path in ("", "/rehearsed", "/about", "/ask", "/ask/withdraw", "/let-go", "/bring-back"):
        assert browser.post(f"/practice/{item}{path}", {"ask_body": "x", "act": "rehearsed"}).status_code == 404, path


def test_view_as_my_coach_shows_the_same_question_and_writes_no_look(cast, browser_of, case, item):
    cast.grant(Section.PRACTICE, cases=[case])
    db.session.commit()
    browser = browser_of(cast.sam)
    there = f"/sharing/{cast.coaching_id}/view/practice/{item}"
    assert there in browser.get(f"/sharing/{cast.coaching_id}/view").text
    assert "Why us?" in words(browser.get(there))
    assert db.session.scalar(select(func.count()).select_from(Look)) == 0
    own_one = own(cast.sam)
    assert browser.get(f"/sharing/{cast.coaching_id}/view/practice/{own_one}").status_code == 404


def test_the_page_of_a_question_takes_eight_statements_at_most(cast, browser_of, counted, case, item):
    cast.grant(Section.PRACTICE, future=True)
    for n in range(30):
        own(cast.sam, f"Question {n}?")
    browser = browser_of(cast.sam)
    browser.get("/practice")
    with counted() as statements:
        page = browser.get(f"/practice/{item}")
    assert len(statements) <= 8
    assert re.search(r'name="rehearsal_id" value="[0-9a-f-]{36}"', page.text)
