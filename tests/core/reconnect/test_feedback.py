"""What employers said, from any source, by whoever may write it down; and what rests on it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from coach_platform.content.vocabulary import Area, FeedbackSource, Section
from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.mail.models import Message
from coach_platform.core.plans.comments import add_comment
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.plans.suggestions import accept, proposed
from coach_platform.core.plans.targets import on_answer
from coach_platform.core.reconnect import feedback
from coach_platform.core.reconnect.feedback import Said
from coach_platform.core.reconnect.states import Asking
from coach_platform.core.relations.models import Coaching, Look
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed, NotFound
from coach_platform.kit.ids import new_id

PHONE = Said(FeedbackSource.PHONE, words="Too little SQL.", reasons=("missing_requirement",))


def shown(nordlys, reader=None):
    return case_page(reader or nordlys.cast.sam, nordlys.case).reconnect


def places(nordlys) -> None:
    db.session.execute(update(Coaching).values(places_candidates=True))
    nordlys.cast.grant(Section.FEEDBACK, Section.STORY, future=True)
    db.session.commit()


@pytest.mark.parametrize("source", sorted(feedback.TYPED))
def test_from_any_source_with_person_and_day(nordlys, source):
    on = clock.today("America/Toronto") - timedelta(days=2)
    said = Said(source, on=on, contact_id=nordlys.ines, words="Too little SQL.")
    feedback.record_feedback(nordlys.cast.sam, nordlys.case, said)
    [one] = shown(nordlys).feedback
    assert (one.source, one.person, one.on, one.words) == (source, "Ines Dufour", on, "Too little SQL.")
    answered = shown(nordlys).standing.state is Asking.ANSWERED
    assert answered == (source is not FeedbackSource.IN_THE_NO)  # what the no said was not an answer to a question


def test_the_same_form_sent_twice_says_it_once(nordlys):
    once = new_id()
    first = feedback.record_feedback(nordlys.cast.sam, nordlys.case, PHONE, client_id=once)
    assert feedback.record_feedback(nordlys.cast.sam, nordlys.case, PHONE, client_id=once) == first
    assert len(shown(nordlys).feedback) == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(None, words="x"), "source"),
        (Said(FeedbackSource.CARD, words="x"), "source"),
        (Said(FeedbackSource.REPLY), "words"),
        (Said(FeedbackSource.REPLY, words="x" * 20_001), "words"),
        (Said(FeedbackSource.REPLY, reasons=("no such",)), "reasons"),
        (Said(FeedbackSource.REPLY, words="x", person="y" * 300), "person"),
        (Said(FeedbackSource.REPLY, words="x", on=date(2199, 1, 1)), "on"),
        (Said(FeedbackSource.REPLY, words="x", contact_id=new_id()), "person"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(nordlys, said, field):
    with pytest.raises(Invalid) as refused:
        feedback.record_feedback(nordlys.cast.sam, nordlys.case, said)
    assert set(refused.value.fields) == {field}


def test_a_recruiter_who_places_candidates_enters_the_clients_words(nordlys):
    places(nordlys)
    feedback.record_feedback(
        nordlys.cast.casey, nordlys.case, Said(FeedbackSource.REPLY, person="The client", words="No.")
    )
    [one] = shown(nordlys).feedback
    assert (one.source, one.author, one.person) == (FeedbackSource.VIA_RECRUITER, "Casey Tremblay", "The client")
    [mail] = db.session.scalars(select(Message).where(Message.kind == "card_answered"))
    assert mail.person_id == nordlys.cast.sam.person_id and set(mail.params) == {"feedback"}


def test_without_the_grant_of_that_case_nobody_enters_anything(nordlys):
    cast = nordlys.cast
    cast.grant(*Section, future=True)
    with pytest.raises(NotAllowed):  # a coach, but not one who places candidates
        feedback.record_feedback(cast.casey, nordlys.case, PHONE)
    places(nordlys)
    cast.grant(*(set(Section) - {Section.FEEDBACK}), future=True)
    with pytest.raises(NotFound):
        feedback.record_feedback(cast.casey, nordlys.case, PHONE)
    cast.grant(*Section, cases=[])
    with pytest.raises(NotFound):
        feedback.record_feedback(cast.casey, nordlys.case, PHONE)
    for stranger in (cast.nina, cast.omar, cast.dana, cast.root):
        with pytest.raises(NotFound):
            feedback.record_feedback(stranger, nordlys.case, PHONE)


def test_only_who_wrote_it_changes_it_and_the_seeker_may_remove_it(nordlys):
    places(nordlys)
    theirs = feedback.record_feedback(nordlys.cast.casey, nordlys.case, PHONE)
    with pytest.raises(NotFound):
        feedback.edit_feedback(nordlys.cast.sam, theirs, PHONE)
    feedback.remove_feedback(nordlys.cast.sam, theirs)
    assert shown(nordlys).feedback == ()
    feedback.restore_feedback(nordlys.cast.sam, theirs)
    assert len(shown(nordlys).feedback) == 1
    mine = feedback.record_feedback(nordlys.cast.sam, nordlys.case, PHONE)
    feedback.edit_feedback(nordlys.cast.sam, mine, Said(FeedbackSource.REPLY, words="A little SQL."))
    assert {one.words for one in shown(nordlys).feedback} == {"Too little SQL.", "A little SQL."}


def test_a_coachs_look_at_it_is_written_down(nordlys):
    feedback.record_feedback(nordlys.cast.sam, nordlys.case, PHONE)
    nordlys.cast.grant(Section.FEEDBACK, future=True)
    db.session.commit()
    assert len(shown(nordlys, nordlys.cast.casey).feedback) == 1
    sections = set(db.session.scalars(select(Look.section).where(Look.case_id == nordlys.case)))
    assert sections == {Section.FEEDBACK}


def test_it_can_be_talked_about_where_it_stands_by_who_sees_it(nordlys):
    key = str(feedback.record_feedback(nordlys.cast.sam, nordlys.case, PHONE))
    target, cast = on_answer(nordlys.case, "feedback", key), nordlys.cast
    cast.grant(Section.STORY, future=True)
    with pytest.raises(NotFound):
        add_comment(cast.casey, cast.sam.person_id, target, body="Good to know.")
    cast.grant(Section.FEEDBACK, future=True)
    assert add_comment(cast.casey, cast.sam.person_id, target, body="Good to know.")


def test_it_stands_beside_what_the_seeker_believed(nordlys):
    submit_assessment(nordlys.cast.sam, nordlys.case, set_key="deeper", answers={"preparation": {"value": 1}})
    feedback.record_feedback(nordlys.cast.sam, nordlys.case, Said(FeedbackSource.REPLY, reasons=("someone_stronger",)))
    page = case_page(nordlys.cast.sam, nordlys.case)
    assert page.believed is not None and page.believed.areas == (Area.PREPARATION,)
    assert page.reconnect is not None and page.reconnect.feedback[0].reasons == ("Somebody else fitted better",)


def test_what_they_believed_is_not_shown_with_feedback_alone(nordlys):
    submit_assessment(nordlys.cast.sam, nordlys.case, set_key="deeper", answers={"preparation": {"value": 1}})
    feedback.record_feedback(nordlys.cast.sam, nordlys.case, PHONE)
    nordlys.cast.grant(Section.FEEDBACK, future=True)
    page = case_page(nordlys.cast.casey, nordlys.case)
    assert page.believed is None and page.reconnect is not None


def test_it_is_offered_as_evidence_and_named_only_to_who_sees_the_feedback(nordlys):
    feedback.record_feedback(nordlys.cast.sam, nordlys.case, PHONE)
    offered = {one.rule: one for one in proposed(nordlys.cast.sam)}
    assert offered["skills.employer_said"].evidence == (nordlys.case,)
    accept(nordlys.cast.sam, "skills.employer_said")
    cast = nordlys.cast
    cast.grant(Section.PLAN, Section.STORY, future=True)
    [point] = plan_page(cast.casey, cast.sam.person_id).points.open
    assert "Nordlys" not in point.why.text
    cast.grant(Section.PLAN, Section.FEEDBACK, Section.STORY, future=True)
    [point] = plan_page(cast.casey, cast.sam.person_id).points.open
    assert "Nordlys" in point.why.text


def test_what_was_removed_is_evidence_no_more(nordlys):
    key = feedback.record_feedback(nordlys.cast.sam, nordlys.case, PHONE)
    feedback.remove_feedback(nordlys.cast.sam, key)
    assert "skills.employer_said" not in {one.rule for one in proposed(nordlys.cast.sam)}
