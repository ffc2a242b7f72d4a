"""Marked as sent, undone, nobody to ask: each once however often it is pressed, and none of it a debt."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import Section
from coach_platform.core.access.sight import own_sight, sight_of
from coach_platform.core.applications.models import Case
from coach_platform.core.assessments.case_view import case_list, case_page
from coach_platform.core.assessments.steps import StepState
from coach_platform.core.drafts import DraftConflict
from coach_platform.core.reconnect import message, sending
from coach_platform.core.reconnect.models import ReconnectEvent
from coach_platform.core.reconnect.overview import overview, standings
from coach_platform.core.reconnect.states import Asking
from coach_platform.core.reconnect.writing import Written
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound


def done(nordlys) -> list[str]:
    db.session.expire_all()
    return db.session.get_one(Case, nordlys.case).steps_done


def reconnect(nordlys) -> StepState:
    page = case_page(nordlys.cast.sam, nordlys.case)
    return next(one.state for one in page.steps if one.step == "reconnect")


def test_the_step_is_open_then_begun_then_done(nordlys):
    assert reconnect(nordlys) is StepState.OPEN
    nordlys.writes()
    assert reconnect(nordlys) is StepState.STARTED
    nordlys.sends()
    assert reconnect(nordlys) is StepState.DONE


def test_sent_twice_it_was_sent_once(nordlys):
    first = nordlys.sends()
    assert sending.mark_sent(nordlys.cast.sam, nordlys.case, nordlys.ines) == first
    assert len(db.session.scalars(select(ReconnectEvent)).all()) == 1


def test_nothing_can_be_sent_that_was_not_written(nordlys):
    with pytest.raises(Invalid):
        sending.mark_sent(nordlys.cast.sam, nordlys.case, nordlys.ines)


def test_undone_the_message_lies_there_as_it_was_written(nordlys):
    event = nordlys.sends()
    sent = message.message_page(nordlys.cast.sam, nordlys.case, nordlys.ines).sent[0]
    sending.take_back(nordlys.cast.sam, nordlys.case, event)
    sending.take_back(nordlys.cast.sam, nordlys.case, event)
    page = message.message_page(nordlys.cast.sam, nordlys.case, nordlys.ines)
    assert (page.sent, page.begun, page.written) == ((), True, Written(sent.subject, sent.body))
    assert done(nordlys) == []
    assert len(db.session.scalars(select(ReconnectEvent)).all()) == 2  # both rows are history
    assert [step.what for step in overview(nordlys.cast.sam, nordlys.case).shown.history] == ["undone"]


def test_nobody_to_ask_completes_the_step_and_can_be_undone(nordlys):
    event = sending.nobody_to_ask(nordlys.cast.sam, nordlys.case)
    assert sending.nobody_to_ask(nordlys.cast.sam, nordlys.case) == event
    assert done(nordlys) == ["reconnect"]
    assert overview(nordlys.cast.sam, nordlys.case).shown.standing.state is Asking.NOBODY
    sending.take_back(nordlys.cast.sam, nordlys.case, event)
    assert done(nordlys) == []


def test_undoing_one_of_two_leaves_the_step_done(nordlys):
    event = nordlys.sends()
    nordlys.sends(nordlys.case)
    sending.take_back(nordlys.cast.sam, nordlys.case, event)
    assert done(nordlys) == ["reconnect"]


def test_after_three_weeks_without_a_word_it_is_silent_in_every_list(nordlys, hand):
    nordlys.sends()
    nordlys.sends(nordlys.case)
    found = standings(nordlys.cast.sam, [nordlys.case])[nordlys.case]
    assert (found.state, found.asked, found.answered) == (Asking.ASKED, 2, 0)
    hand.move_to(clock.now() + timedelta(days=21))
    assert standings(nordlys.cast.sam, [nordlys.case])[nordlys.case].state is Asking.SILENT
    [line] = case_list(own_sight(nordlys.cast.sam.person_id)).rows
    assert line.asking is not None and line.asking.state is Asking.SILENT


def test_where_asking_stands_is_feedback_and_not_story(nordlys):
    nordlys.sends()
    cast = nordlys.cast
    cast.grant(Section.STORY, future=True)
    [line] = case_list(sight_of(cast.casey, cast.sam.person_id)).rows
    assert line.asking is None and case_page(cast.casey, nordlys.case).reconnect is None
    cast.grant(Section.FEEDBACK, future=True)
    page = case_page(cast.casey, nordlys.case)
    assert page.reconnect is not None and [step.name for step in page.reconnect.history] == ["Ines Dufour"]
    assert page.story is None


def test_two_tabs_do_not_overwrite_each_other(nordlys):
    nordlys.writes()
    page = message.message_page(nordlys.cast.sam, nordlys.case, nordlys.ines)
    with pytest.raises(DraftConflict):
        message.save_message(nordlys.cast.sam, nordlys.case, nordlys.ines, page.wish, page.written, message.Tab())


def test_written_anew_the_words_of_before_can_come_back(nordlys):
    nordlys.writes()
    mine, sam = Written("Mine", "Every word of it mine."), nordlys.cast.sam
    page = message.message_page(sam, nordlys.case, nordlys.ines)
    message.write_anew(sam, nordlys.case, nordlys.ines, page.wish, mine, message.Tab(revision=page.revision))
    page = message.message_page(sam, nordlys.case, nordlys.ines)
    assert page.written.text != mine.text and page.earlier == mine.text
    message.bring_back(sam, nordlys.case, nordlys.ines, message.Tab(revision=page.revision))
    assert message.message_page(sam, nordlys.case, nordlys.ines).written.text == mine.text


def test_the_text_as_it_goes_out_holds_the_link_and_the_draft_does_not(nordlys):
    nordlys.writes()
    page = message.message_page(nordlys.cast.sam, nordlys.case, nordlys.ines)
    assert page.card is not None and page.card.url in page.ready.text
    assert "http" not in page.written.text and not page.ready.waits_for_card


def test_what_is_far_too_long_is_refused_beside_its_field(nordlys):
    page = message.message_page(nordlys.cast.sam, nordlys.case, nordlys.ines)
    with pytest.raises(Invalid) as refused:
        message.save_message(
            nordlys.cast.sam, nordlys.case, nordlys.ines, page.wish, Written("s" * 400, "t" * 100_000), message.Tab()
        )
    assert set(refused.value.fields) == {"subject", "text"}


def test_a_stranger_writes_to_nobody_here(nordlys):
    for stranger in (nordlys.cast.nina, nordlys.cast.casey, nordlys.cast.omar):
        with pytest.raises(NotFound):
            message.message_page(stranger, nordlys.case, nordlys.ines)
        with pytest.raises(NotFound):
            sending.nobody_to_ask(stranger, nordlys.case)
    with pytest.raises(NotFound):  # a contact of another case
        message.message_page(nordlys.cast.sam, nordlys.case, nordlys.cast.sam.person_id)


def test_a_nul_is_dropped_wherever_it_is_kept(nordlys):
    """Of the text, of what it replaces, and of a lagging tab's version."""
    odd, sam = Written("s\0s", "t\0t"), nordlys.cast.sam
    page = message.message_page(sam, nordlys.case, nordlys.ines)
    message.write_anew(sam, nordlys.case, nordlys.ines, page.wish, odd, message.Tab())
    assert message.message_page(sam, nordlys.case, nordlys.ines).earlier == "tt"
    db.session.commit()
    message.keep_aside(sam, nordlys.case, nordlys.ines, page.wish, odd)
    _setting, both = message.two_versions(sam, nordlys.case, nordlys.ines)
    assert both.aside is not None and both.aside.body["text"] == "tt"
