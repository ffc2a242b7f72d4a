"""Writing the first and the deeper assessment without JavaScript, in both languages; nothing typed is lost."""

import re

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import Section, Stage
from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Requirement, StageRating
from coach_platform.core.assessments.models import AssessmentResponse
from coach_platform.core.drafts import read_draft
from coach_platform.core.practice.queries import practice_list
from coach_platform.kit.db import db
from tests.browsing import words
from tests.core.assessments.stories import a_case
from tests.web.seeker.pages import answers_of, chosen, hidden, typed

FIRST = {
    "what_happened.words": "They chose someone with more retail experience.",
    "clarity.value": "2",
    "timing.value": "late",
    "performance.stages.interview.value": "4",
    "performance.stages.interview.words": "My letter named their project.",
    "off_track.value": "interview",
    "off_track.words": "She stopped taking notes.",
}


@pytest.mark.parametrize(
    ("who", "kept", "question"),
    [("sam", "Kept. You can change", "What happened?"), ("nina", "C’est conservé", "Que s’est-il passé?")],
)
def test_the_first_assessment_is_written_without_scripts_in_both_languages(cast, browser_of, who, kept, question):
    seeker = getattr(cast, who)
    case_id = a_case(seeker)
    browser = browser_of(seeker)
    page = browser.get(f"/cases/{case_id}/first")
    assert question in words(page)
    done = browser.post(f"/cases/{case_id}/first", {**hidden(page), **FIRST, "act": "submit"})
    assert done.status_code == 200
    assert kept in words(done)
    assert "She stopped taking notes." in words(done)
    assert answers_of(case_id)["first_assessment"]["clarity"] == {"value": 2}
    assert db.session.scalar(select(StageRating.value)) == 4


@pytest.mark.parametrize("who", ["sam", "nina"])
def test_the_deeper_assessment_is_written_without_scripts_in_both_languages(cast, browser_of, who):
    seeker = getattr(cast, who)
    case_id = a_case(seeker, requirements=("Five years of SQL",))
    line = db.session.scalar(select(Requirement.id))
    browser = browser_of(seeker)
    page = browser.get(f"/cases/{case_id}/deeper")
    sent = {
        "match.value": "3",
        f"match.marks.{line}": "had_not_shown",
        "rapport.value": "dont_know",
        "preparation.value": "does_not_apply",
        "balance.aspects.0.name": "Modesty",
        "balance.aspects.0.value": "-2",
        "balance.aspects.1.name": "Detail",
        "balance.aspects.1.value": "1",
        "answers.sensed.0.weakness": "Numbers",
        "answers.pointed_out.0.weakness": "Too general",
        "answers.pointed_out.0.said_by": "HR",
        "surprises.items.0.question": "Why us?",
        "surprises.items.0.said": "I like it here.",
    }
    done = browser.post(f"/cases/{case_id}/deeper", {**hidden(page), **sent, "act": "submit"})
    assert done.status_code == 200
    for text in ("Five years of SQL", "Modesty", "Detail", "Numbers", "Too general", "HR", "Why us?"):
        assert text in words(done)
    assert answers_of(case_id)["deeper"]["balance"] == {
        "aspects": [{"name": "Modesty", "value": -2}, {"name": "Detail", "value": 1}]
    }
    [item] = practice_list(own_sight(seeker.person_id)).rows
    assert "Why us?" in words(browser.get("/practice"))
    browser.post(f"/practice/{item.id}/rehearsed")
    assert practice_list(own_sight(seeker.person_id)).rows[0].times_rehearsed == 1


def test_interview_questions_appear_only_where_one_was_reached(cast, browser_of):
    case_id = a_case(cast.sam, Stage.APPLIED)
    page = words(browser_of(cast.sam).get(f"/cases/{case_id}/deeper"))
    assert "How well did you know the company" in page
    assert "How well prepared were you for the interview?" not in page
    assert "Questions that surprised me" not in page


def test_nothing_typed_is_lost_when_something_is_refused(cast, browser_of):
    case_id = a_case(cast.sam)
    browser = browser_of(cast.sam)
    page = browser.get(f"/cases/{case_id}/deeper")
    sent = {
        "research.value": "2",
        "research.words": "I knew <b>the name</b> & little else.",
        "balance.aspects.1.value": "-2",
        "balance.aspects.1.words": "They asked twice.",
        "surprises.items.0.said": "I like it here.",
        "answers.words": "x" * 2001,
    }
    refused = browser.post(f"/cases/{case_id}/deeper", {**hidden(page), **sent, "act": "submit"})
    assert refused.status_code == 422
    assert "Nothing you typed was lost" in words(refused)
    assert "This is 1 character too long." in words(refused)
    assert typed(refused, "research.words") == sent["research.words"]
    assert chosen(refused, "research.value") == "2"
    assert typed(refused, "surprises.items.0.said") == "I like it here."
    assert typed(refused, "balance.aspects.0.words") == "They asked twice."
    assert typed(refused, "answers.words") == sent["answers.words"]
    for field in ("surprises.items.0.question", "balance.aspects.0.name", "answers.words"):
        assert f'href="#{field}"' in refused.text
        assert f'id="{field}"' in refused.text
    assert answers_of(case_id) == {}


def test_a_half_written_assessment_is_kept_by_a_plain_button_and_found_again(cast, browser_of):
    case_id = a_case(cast.sam)
    browser = browser_of(cast.sam)
    page = browser.get(f"/cases/{case_id}/first")
    after = browser.post(f"/cases/{case_id}/first", {**hidden(page), "clarity.words": "Not yet", "act": "save"})
    assert "What you wrote is kept." in words(after)
    assert "Go on where you left off" in words(after)
    assert typed(browser.get(f"/cases/{case_id}/first"), "clarity.words") == "Not yet"
    assert answers_of(case_id) == {}


def test_one_more_row_keeps_what_was_typed_and_adds_exactly_one(cast, browser_of):
    case_id = a_case(cast.sam)
    browser = browser_of(cast.sam)
    page = browser.get(f"/cases/{case_id}/deeper")
    for there in (1, 2, 3):
        assert _aspects(page) == there
        more = re.search(r'value="(more:balance.aspects:\d)"', page.text).group(1)
        sent = {"balance.aspects.0.name": "Modesty", "act": more}
        page = browser.post(f"/cases/{case_id}/deeper", {**hidden(page), **sent})
        assert typed(page, "balance.aspects.0.name") == "Modesty"
    assert _aspects(page) == 4


def _aspects(page) -> int:
    return len(re.findall(r'name="balance.aspects.\d+.name"', page.text))


def test_saving_as_one_types_answers_with_the_revision_and_what_a_submit_would_refuse(cast, browser_of):
    case_id = a_case(cast.sam)
    browser = browser_of(cast.sam)
    page = browser.get(f"/cases/{case_id}/first")
    sent = {**hidden(page), "what_happened.words": "x" * 4001}
    saved = browser.post(f"/cases/{case_id}/first/draft", sent)
    assert saved.json == {"revision": 1, "errors": {"what_happened.words": "This is 1 character too long."}}
    kept = read_draft(cast.sam, form="first_assessment", subject_id=case_id)
    assert kept.body == {"what_happened": {"words": "x" * 4001}}


def test_changing_an_answer_begins_from_what_was_submitted_and_keeps_both_versions(cast, browser_of):
    case_id = a_case(cast.sam)
    browser = browser_of(cast.sam)
    path = f"/cases/{case_id}/first"
    browser.post(path, {**hidden(browser.get(path)), **FIRST})
    again = browser.get(path)
    assert typed(again, "what_happened.words") == FIRST["what_happened.words"]
    browser.post(path, {**hidden(again), **FIRST, "clarity.value": "5"})
    values = db.session.scalars(select(AssessmentResponse.answers).order_by(AssessmentResponse.id))
    assert [answers["clarity"]["value"] for answers in values] == [2, 5]


def test_early_or_late_is_proposed_from_the_stages(cast, browser_of):
    early, late = a_case(cast.sam, Stage.APPLIED), a_case(cast.sam, Stage.APPLIED, Stage.FINAL_ROUND)
    browser = browser_of(cast.sam)
    assert chosen(browser.get(f"/cases/{early}/first"), "timing.value") == "early"
    assert chosen(browser.get(f"/cases/{late}/first"), "timing.value") == "late"


@pytest.mark.parametrize("path", ["first", "deeper", "first/both"])
def test_an_assessment_does_not_exist_for_anybody_else(cast, browser_of, path):
    case_id = a_case(cast.sam)
    cast.grant(*Section, future=True)
    for stranger in (cast.nina, cast.casey, cast.omar, cast.dana, cast.root):
        browser = browser_of(stranger)
        assert browser.get(f"/cases/{case_id}/{path}").status_code == 404
        assert browser.post(f"/cases/{case_id}/{path}", FIRST).status_code == 404
        assert browser.post(f"/cases/{case_id}/first/draft", FIRST).status_code == 404


def test_the_nos_own_words_that_were_logged_are_shown_and_not_asked_again(cast, browser_of):
    application_id = log_no(cast.sam, company="Nordlys", role="R", own_words="We chose somebody with more retail.")
    case_id = open_case(cast.sam, application_id)
    browser = browser_of(cast.sam)
    page = browser.get(f"/cases/{case_id}/first")
    assert "as you noted it" in words(page)
    assert "We chose somebody with more retail." in words(page)
    assert typed(page, "what_happened.words") == ""
    refused = browser.post(f"/cases/{case_id}/first", {**hidden(page), "clarity.value": "9", "act": "submit"})
    assert refused.status_code == 422
    assert "We chose somebody with more retail." in words(refused)
    assert "as you noted it" not in words(browser.get(f"/cases/{case_id}/deeper"))
