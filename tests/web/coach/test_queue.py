"""A line of Today on the page: with scripts a piece answers, without them a page; typed words are never lost."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from coach_platform.core.drafts.models import Draft
from coach_platform.core.library import snippets
from coach_platform.core.library.snippets import Wording
from coach_platform.core.plans.models import Comment
from coach_platform.core.relations.models import Section
from coach_platform.core.today.queue.models import HandOn
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import words
from tests.core.today.queue.mornings import morning, share
from tests.core.today.test_coach_today import overdue, seeker

IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def maya(cast):
    actor, cast.maya_coaching = seeker("Maya", cast.casey, *Section)
    overdue(actor)
    db.session.commit()
    return actor


def line(maya) -> str:
    return f"/coach/today/{maya.person_id}"


def test_the_title_counts_who_needs_the_coach(cast, browser_of, maya):
    assert "<title>(1) Today" in browser_of(cast.casey).get("/coach").get_data(as_text=True)


def test_without_scripts_done_leads_back_with_an_undo(cast, browser_of, maya):
    browser = browser_of(cast.casey)
    browser.get("/coach")
    page = browser.post(line(maya), {"act": "done"})
    assert "Done: Maya. The line comes back when something new arrives." in words(page)
    assert "Nobody waits for you" in words(page)
    browser.post(line(maya), {"act": "undo_done"})
    assert "1 person needs you" in words(browser.get("/coach"))


def test_what_was_done_is_said_of_nobody_whom_the_coach_does_not_see(cast, browser_of, maya):
    page = browser_of(cast.omar).get(f"/coach?did=done&to={maya.person_id}").text
    assert f"/coach/today/{maya.person_id}" not in page  # only the form of the language repeats what was asked for
    assert "undo_done" not in page
    assert 'id="queue-notice" role="status" hx-swap-oob="true"></div>' in page


def test_in_place_the_line_is_deleted_and_the_notice_says_so(cast, browser_of, maya):
    browser = browser_of(cast.casey)
    browser.get("/coach")
    answer = browser.post(line(maya), {"act": "tomorrow"}, **IN_PLACE)
    assert (answer.headers["HX-Reswap"], answer.headers["HX-Retarget"]) == ("delete", f"#line-{maya.person_id}")
    assert "Maya sleeps until" in words(answer)
    assert "<html" not in answer.get_data(as_text=True)


def test_a_day_that_cannot_be_is_said_beside_the_field(cast, browser_of, maya):
    browser = browser_of(cast.casey)
    browser.get("/coach")
    for wrong in ("", "tomorrow", "2020-01-01", "9999-12-31"):
        answer = browser.post(line(maya), {"act": "day", "on": wrong})
        assert answer.status_code == 422
        assert re.search(r"Choose a day after today|Write the day like this", words(answer)), wrong
    tomorrow = clock.today(cast.casey.zone) + timedelta(days=1)
    assert browser.post(line(maya), {"act": "day", "on": str(tomorrow)}, follow=False).status_code == 303


def test_an_empty_comment_is_refused_and_its_place_stays_chosen(cast, browser_of, maya):
    browser = browser_of(cast.casey)
    browser.get(line(maya))
    answer = browser.post(f"{line(maya)}/say", {"about": "plan|", "body": "  "}, **IN_PLACE)
    assert answer.status_code == 422
    assert "Write a few words first." in words(answer)
    assert re.search(r'value="plan\|" selected', answer.get_data(as_text=True))
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 0


def test_a_comment_is_kept_while_typed_and_sent_with_done(cast, browser_of, maya):
    browser = browser_of(cast.casey)
    browser.get(line(maya))
    kept = browser.post(f"{line(maya)}/draft", {"about": "plan|", "body": "Well", "revision": "0"})
    assert kept.get_json() == {"revision": 1, "errors": {}}
    assert "Well</textarea>" in browser.get(line(maya)).get_data(as_text=True)
    answer = browser.post(f"{line(maya)}/say", {"about": "plan|", "body": "Well done", "then": "done"}, **IN_PLACE)
    assert answer.headers["HX-Reswap"] == "delete"
    assert db.session.scalars(select(Comment.body)).all() == ["Well done"]
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_colleague_takes_a_line_and_hands_it_back(cast, team, browser_of, maya):
    share(maya, cast.maya_coaching, team.id)
    db.session.commit()
    browser = browser_of(cast.casey)
    page = browser.get(f"{line(maya)}/hand-on")
    assert "Jo Martin" in words(page)
    assert "may ask for it under the law" in words(page)
    browser.post(f"{line(maya)}/hand-on", {"to": str(team.jo.person_id), "note": "You know logistics"})
    again = browser.post(f"{line(maya)}/hand-on", {"to": str(team.jo.person_id), "note": "You know logistics"})
    assert again.status_code == 200 and "Handed on: Maya." in words(again)  # the button a second time
    assert "waits for Jo Martin" in words(browser.get("/coach"))
    assert db.session.scalar(select(func.count()).select_from(HandOn)) == 1
    jo = browser_of(team.jo)
    page = jo.get("/coach")
    assert "Casey Tremblay hands this on You know logistics" in words(page)
    (take,) = set(re.findall(r"/coach/today/handed/[\w-]+/take\b(?!-)", page.get_data(as_text=True)))
    jo.post(take, {})
    assert "you took this over from Casey Tremblay" in words(jo.get("/coach"))
    jo.post(take.replace("/take", "/return"), {})
    assert "Jo Martin hands this back" in words(browser.get("/coach"))


def test_the_order_is_moved_without_scripts(cast, browser_of, maya):
    browser = browser_of(cast.casey)
    browser.get("/coach")
    browser.post("/coach/today/order", {"up": "overdue"})
    page = words(browser.get("/coach"))
    assert page.index("actions overdue") < page.index("somebody gone quiet")
    browser.post("/coach/today/order", {"usual": "yes"})
    page = words(browser.get("/coach"))
    assert page.index("somebody gone quiet") < page.index("actions overdue")


def test_mine_and_a_teams_lines_can_be_told_apart(cast, team, browser_of, maya):
    team.share(*Section)
    overdue(cast.sam)
    db.session.commit()
    browser = browser_of(cast.casey)
    everybody, mine, ours = (words(browser.get(f"/coach?of={of}")) for of in ("", "mine", team.id))
    assert ("Maya" in everybody, "Sam Okafor" in everybody) == (True, True)
    assert ("Maya" in mine, "Sam Okafor" in mine) == (True, True)
    assert ("Maya" in ours, "Sam Okafor" in ours) == (False, True)
    assert "Sam Okafor" not in words(browser_of(team.jo).get("/coach?of=mine"))


def test_the_page_and_an_opening_take_eight_statements_with_fifty_people(cast, browser_of, counted):
    people = morning(cast.casey, 50)
    db.session.commit()
    browser = browser_of(cast.casey)
    browser.get("/coach")
    for path in ("/coach", f"/coach/today/{people[0].person_id}", f"/coach/today/{people[1].person_id}"):
        with counted() as told:
            assert browser.get(path).status_code == 200
        assert len(told) <= 8, path


def test_a_snippet_is_put_in_under_a_word_without_scripts_and_nothing_is_sent(cast, browser_of, maya):
    snippets.add_snippet(cast.casey, wording=Wording("Well on the way", "{name}, keep going.", "en"))
    db.session.commit()
    browser = browser_of(cast.casey)
    assert "Put in a snippet or a guide" in words(browser.get(line(maya)))
    form = {"about": "plan|", "body": "I read it.", "snippet": "well on"}
    page = browser.post(f"{line(maya)}/say", form)
    assert page.status_code == 200 and "I read it.\n\nMaya, keep going." in page.text
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 0
    page = browser.post(f"{line(maya)}/say", {**form, "snippet": "nothing like it"}, **IN_PLACE)
    assert "Nothing found for “nothing like it”" in words(page) and "I read it." in page.text
