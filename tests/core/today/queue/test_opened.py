"""A line opened in place: what it is about, as far as it was granted, and where a word would stand."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.coaching.looks_log import looks_page
from coach_platform.core.drafts.drafts import DraftConflict
from coach_platform.core.plans import reviews
from coach_platform.core.plans.comments import add_comment
from coach_platform.core.plans.models import Comment
from coach_platform.core.plans.targets import PLAN
from coach_platform.core.relations.models import Section
from coach_platform.core.today.coach import Why
from coach_platform.core.today.queue import saying
from coach_platform.core.today.queue.opened import open_line
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.ids import new_id
from tests.core.today.queue.mornings import answered
from tests.core.today.test_coach_today import late_no, overdue, quiet, seeker

CANARY = "Kanarienvogel"


def everything(actor, coaching_id):
    """Each reason at once."""
    case_id = late_no(actor)
    submit_assessment(actor, case_id, set_key="first_assessment", answers={"what_happened": {"words": "They froze it"}})
    overdue(actor)
    answered(actor, "Too little SQL.")
    add_comment(actor, actor.person_id, PLAN, body="Is this enough?")
    reviews.ask_review(actor, coaching_id, note="Please look")
    quiet(actor, 16)
    return case_id


def parts(coach, actor):
    return {part.reason.why: part for part in open_line(coach, actor.person_id).parts}


def test_each_reason_shows_what_it_is_about(cast):
    maya, coaching_id = seeker("Maya", cast.casey, *Section)
    everything(maya, coaching_id)
    found = parts(cast.casey, maya)
    assert found[Why.LATE_NO].story.happened == "They froze it"
    assert found[Why.REVIEW].reason.note == "Please look"
    assert [point.what.text for point in found[Why.REVIEW].points] == ["Practise aloud"]
    assert found[Why.ANSWER].feedback.words == "Too little SQL."
    assert [comment.body for comment in found[Why.QUESTION].places[0].thread] == ["Is this enough?"]
    assert [(point.what.text, point.overdue) for point in found[Why.OVERDUE].points] == [("Practise aloud", True)]
    assert found[Why.QUIET].reason.days == 16


def test_an_opening_takes_at_most_eight_statements_however_much_is_on_the_line(cast, counted):
    maya, coaching_id = seeker("Maya", cast.casey, *Section)
    everything(maya, coaching_id)
    with counted() as told:
        open_line(cast.casey, maya.person_id)
    assert len(told) <= 7  # and one for the sign-in session


@pytest.mark.parametrize(
    "section", sorted(set(Section) - {Section.CONFIDENCE, Section.PIPELINE, Section.DEEPER, Section.PRACTICE})
)
def test_nothing_is_opened_of_what_was_not_granted_and_each_look_is_in_the_log(cast, section):
    maya, _id = seeker("Maya", cast.casey, section)
    late = late_no(maya, company=CANARY if section is not Section.STORY else "Nordlys")
    submit_assessment(maya, late, set_key="first_assessment", answers={"what_happened": {"words": CANARY}})
    answered(maya, "Too little SQL." if section is Section.FEEDBACK else CANARY)
    overdue(maya)
    quiet(maya, 16)
    opened = open_line(cast.casey, maya.person_id)
    assert (CANARY in repr(opened)) == (section is Section.STORY)
    assert {seen for line in looks_page(maya).lines for seen, _cases in line.seen} == {section}


def test_a_case_kept_out_is_not_named_by_the_answer_about_it(cast):
    maya, _id = seeker("Maya", cast.casey, Section.FEEDBACK)
    answered(maya, "Too little SQL.")
    (place,) = open_line(cast.casey, maya.person_id).places
    assert (place.kind, place.company) == ("feedback", "")


def test_a_word_stands_where_the_reason_stands_and_what_was_kept_of_it_is_forgotten(cast):
    maya, coaching_id = seeker("Maya", cast.casey, *Section)
    everything(maya, coaching_id)
    about = open_line(cast.casey, maya.person_id).places[0].about
    client = new_id()
    assert saying.keep_word(cast.casey, maya.person_id, about, body="What a", client_id=client, revision=0) == 1
    opened = open_line(cast.casey, maya.person_id)
    assert (opened.draft, opened.draft_about, opened.revision) == ("What a", about, 1)
    said = saying.say(cast.casey, maya.person_id, about, body="What a pity", client_id=client)
    assert db.session.get(Comment, said).case_id == open_line(cast.casey, maya.person_id).places[0].target.id
    assert open_line(cast.casey, maya.person_id).draft == ""


def test_two_tabs_never_overwrite_one_another(cast):
    maya, _id = seeker("Maya", cast.casey, *Section)
    overdue(maya)
    saying.keep_word(cast.casey, maya.person_id, "plan|", body="One", client_id=new_id(), revision=0)
    with pytest.raises(DraftConflict):
        saying.keep_word(cast.casey, maya.person_id, "plan|", body="Two", client_id=new_id(), revision=0)


def test_no_word_is_said_at_what_is_not_seen_nor_without_words(cast):
    maya, _id = seeker("Maya", cast.casey, Section.STORY)
    overdue(maya)
    for about in ("plan|", "nonsense", "", f"case|{new_id()}"):
        with pytest.raises(NotFound):
            saying.say(cast.casey, maya.person_id, about, body="Hello")
    case_id = late_no(maya)
    with pytest.raises(Invalid):
        saying.say(cast.casey, maya.person_id, f"case|{case_id}", body=" ")
    with pytest.raises(NotFound):
        saying.say(cast.omar, maya.person_id, f"case|{case_id}", body="Hello")
    assert db.session.scalars(select(Comment)).all() == []


def test_a_line_with_nothing_on_it_opens_empty_and_a_stranger_finds_no_line(cast):
    maya, _id = seeker("Maya", cast.casey, *Section)
    assert open_line(cast.casey, maya.person_id).parts == []
    with pytest.raises(NotFound):
        open_line(cast.omar, maya.person_id)


def test_what_was_changed_before_the_last_answer_is_not_shown_as_new(cast):
    maya, coaching_id = seeker("Maya", cast.casey, *Section)
    overdue(maya, days=-5)
    review_id = reviews.ask_review(maya, coaching_id)
    reviews.answer_review(cast.casey, review_id, answer="Good")
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        reviews.ask_review(maya, coaching_id)
        assert parts(cast.casey, maya)[Why.REVIEW].points == ()
