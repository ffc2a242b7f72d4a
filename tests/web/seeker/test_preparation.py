"""The preparation sheet as a seeker meets it: where it is offered, what stands on it, and where it comes back."""

from datetime import timedelta

import pytest

from coach_platform.content.vocabulary import Need, Stage
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.events import record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.requirements import Line, set_requirements
from coach_platform.core.practice import items
from coach_platform.core.preparation import notes
from coach_platform.core.preparation.setback import write_setback
from coach_platform.core.preparation.sheet import head_of, sheet
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.browsing import words
from tests.web.seeker.pages import marked, typed


@pytest.fixture
def interview(cast):
    """Sam's, in three days."""
    made = add_application(cast.sam, company="Harbour Co.", role="Operations Coordinator")
    ahead = clock.today(cast.sam.zone) + timedelta(days=3)
    record_stage(cast.sam, made, stage=Stage.INTERVIEW, on=ahead, note="Steel-toed boots")
    set_requirements(cast.sam, made, [Line("A crew of ten", Need.MUST)])
    items.add_question(cast.sam, question="Why boats?", better_answer="They float.", application_id=made)
    db.session.commit()
    return made


@pytest.fixture
def here(interview):
    return f"/applications/{interview}/preparation"


def test_it_is_one_link_from_today_and_from_the_application(cast, browser_of, interview, here):
    browser = browser_of(cast.sam)
    for page in ("/today", f"/applications/{interview}"):
        assert f'href="{here}"' in browser.get(page).text, page


def test_it_says_when_what_to_show_and_what_to_say(cast, browser_of, here):
    said = words(browser_of(cast.sam).get(here))
    for part in ("Interview,", "Steel-toed boots", "A crew of ten", "Why boats?", "They float.", "Rehearse a setback"):
        assert part in said, part


def test_the_first_sheet_ever_says_so_and_is_still_of_use(cast, browser_of):
    made = add_application(cast.sam, company="A", role="B")
    db.session.commit()
    said = words(browser_of(cast.sam).get(f"/applications/{made}/preparation"))
    assert "No interview of this application is dated ahead." in said
    assert "Your first one" in said


def test_notes_are_kept_by_the_button_and_as_they_are_typed(cast, browser_of, interview, here):
    browser, act = browser_of(cast.sam), str(new_id())
    form = {"research": "Two yards", "notes": "", "revision": "0", "client_id": act}
    saved = browser.post(f"{here}/draft", form)
    assert saved.json == {"revision": 1, "errors": {}}
    page = browser.get(here)
    assert typed(page, "research") == "Two yards"
    kept = browser.post(here, {**form, "notes": "East gate", "revision": "1"})
    assert "Your notes are kept." in words(kept)
    assert (head_of(cast.sam, interview).notes, head_of(cast.sam, interview).revision) == ("East gate", 0)


def test_a_lagging_tab_is_led_to_both_versions(cast, browser_of, interview, here):
    browser = browser_of(cast.sam)
    form = {"research": "", "revision": "0"}
    browser.post(f"{here}/draft", {**form, "notes": "east gate", "client_id": str(new_id())})
    refused = browser.post(f"{here}/draft", {**form, "notes": "west gate", "client_id": str(new_id())})
    assert (refused.status_code, refused.json) == (409, {"url": f"{here}/versions"})
    kept = browser.post(here, {**form, "notes": "west gate", "client_id": str(new_id())})
    assert marked(kept)[1] == ["west"]  # the button of a lagging tab leads there as well
    assert typed(browser.post(f"{here}/versions", {"take": "aside"}), "notes") == "west gate"


def test_a_note_that_is_too_long_is_refused_beside_its_field_and_kept(cast, browser_of, here):
    page = browser_of(cast.sam).post(here, {"notes": "x" * 10_001, "research": "mine", "revision": "0"})
    assert page.status_code == 422
    assert "At most 10000 characters." in words(page)
    assert typed(page, "research") == "mine"


def test_a_question_for_this_interview_is_added_and_an_empty_one_refused(cast, browser_of, interview, here):
    browser = browser_of(cast.sam)
    assert "How deep?" in words(
        browser.post(f"{here}/questions", {"question": "How deep?", "client_id": str(new_id())})
    )
    refused = browser.post(f"{here}/questions", {"question": " ", "better_answer": "Ten metres"})
    assert refused.status_code == 422
    assert typed(refused, "better_answer") == "Ten metres"


def test_arranging_works_without_a_script(cast, browser_of, interview, here):
    second = items.add_question(cast.sam, question="Second?", application_id=interview)
    db.session.commit()
    browser = browser_of(cast.sam)
    assert "Take off" not in words(browser.get(here))
    key = f"question:{second}"
    assert "Take off" in words(browser.post(f"{here}/arrange", {"key": key, "act": "down"}))
    assert [q.question for q in sheet(cast.sam, interview).chosen.questions] == ["Why boats?", "Second?"]
    assert "Put back" in words(browser.post(f"{here}/arrange", {"key": key, "act": "off"}))
    assert [q.question for q in sheet(cast.sam, interview).chosen.questions] == ["Why boats?"]
    browser.post(f"{here}/arrange", {"key": key, "act": "back"})
    assert len(sheet(cast.sam, interview).chosen.questions) == 2
    assert browser.post(f"{here}/arrange", {"key": "question:x", "act": "up"}).status_code == 404


def test_applying_for_a_similar_role_offers_the_sheet_again_also_after_the_quick_log(cast, browser_of, interview):
    notes.keep_notes(cast.sam, interview, said={"notes": "East gate", "research": "Two yards"})
    db.session.commit()
    browser = browser_of(cast.sam)
    logged = browser.post(
        "/log", {"company": "Harbour Co.", "role": "Yard planner", "outcome": "open", "as_new": "yes"}
    )
    assert "You prepared for a similar role" in words(logged)
    new = logged.request.path.rsplit("/", 1)[1]
    taken = browser.post(f"/applications/{new}/preparation/take-over", {"source": str(interview)})
    assert (typed(taken, "notes"), typed(taken, "research")) == ("East gate", "Two yards")
    assert "You prepared for a similar role" not in words(browser.get(f"/applications/{new}"))
    assert browser.post(f"/applications/{new}/preparation/take-over", {"source": "x"}).status_code == 404


def test_eight_statements_at_most_however_much_was_written(cast, browser_of, counted, here, interview):
    browser = browser_of(cast.sam)
    items_of = [here, "/setback", "/practice", f"/applications/{interview}"]
    seen = []
    for more in (0, 40):
        for n in range(more):
            items.add_question(cast.sam, question=f"Question {n}?")
            log_no(cast.sam, company=f"C{n}", role="R")
        db.session.commit()
        for path in items_of:
            with counted() as statements:
                assert browser.get(path).status_code == 200
            seen.append(len(statements))
    assert seen[:4] == seen[4:]
    assert max(seen) <= 8


def test_a_setback_is_rehearsed_and_met_again_after_the_next_no(cast, browser_of, interview):
    browser = browser_of(cast.sam)
    assert "Rehearse a setback" in words(browser.get("/today"))
    refused = browser.post("/setback", {"first_hour": " ", "talk_to": ""})
    assert (refused.status_code, "Write a few words first." in words(refused)) == (422, True)
    kept = browser.post("/setback", {"first_hour": "Walk to the locks", "talk_to": "My sister"})
    assert typed(kept, "first_hour") == "Walk to the locks"
    assert "Rehearse a setback" not in words(browser.get("/today"))
    assert "Walk to the locks" in words(browser.get(f"/applications/{interview}/preparation"))
    no = browser.post("/log", {"company": "Nordlys", "role": "Planner"})
    assert "What you decided for this hour Walk to the locks I talk to My sister" in words(no)
    browser.post("/setback/delete")
    assert "Walk to the locks" not in words(browser.get(no.request.path))


def test_good_news_does_not_speak_of_the_setback(cast, browser_of, interview):
    write_setback(cast.sam, first_hour="Walk to the locks")
    db.session.commit()
    browser = browser_of(cast.sam)
    path = f"/applications/{interview}/outcomes/new"
    browser.post(path, {"outcome": "withdrawn", "on": clock.today(cast.sam.zone).isoformat()})
    assert "Walk to the locks" not in words(browser.get(f"/applications/{interview}/after"))


def test_the_sheet_is_french_for_whoever_reads_french(cast, browser_of):
    made = add_application(cast.nina, company="Lacasse", role="Conseillère")
    record_stage(cast.nina, made, stage=Stage.FINAL_ROUND, on=clock.today(cast.nina.zone) + timedelta(days=1))
    items.add_question(cast.nina, question="Pourquoi nous?", application_id=made)
    db.session.commit()
    said = words(browser_of(cast.nina).get(f"/applications/{made}/preparation"))
    for part in (
        "Les questions, avec mes meilleures réponses",
        "pour cette entrevue",
        "Mes notes",
        "Et si c’est un non",
    ):
        assert part in said, part
