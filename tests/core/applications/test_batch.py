"""Quiet nos, silence, deleting."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.applications import batch, no_reply
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.deleting import delete_application, restore_application
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.events import record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application, BatchAnswer
from coach_platform.core.applications.owned import own
from coach_platform.core.applications.settings import set_no_reply_days
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound


def companies(found) -> list[str]:
    return [one.company for one in found]


def add_old(actor, company, days):
    return add_application(actor, company=company, role="R", applied_on=clock.today(actor.zone) - timedelta(days=days))


def test_nos_wait_in_the_batch_quiet_ones_first(cast):
    log_no(cast.sam, company="Late", role="R", stage=Stage.FINAL_ROUND)
    log_no(cast.sam, company="Early", role="R")
    log_no(cast.sam, company="Silent", role="R", stage=Stage.INTERVIEW, outcome=Outcome.NO_REPLY)
    log_no(cast.sam, company="Mine", role="R", outcome=Outcome.WITHDRAWN)
    add_application(cast.sam, company="Open", role="R")
    log_no(cast.nina, company="Stranger", role="R")
    found = batch.waiting(cast.sam)
    assert companies(found) == ["Silent", "Early", "Late"]
    assert [no.quiet for no in found] == [True, True, False]
    assert batch.count_waiting(cast.sam.person_id) == 3


def test_what_was_opened_or_answered_no_longer_waits(cast):
    opened, answered, waits = (log_no(cast.sam, company=c, role="R") for c in "ABC")
    open_case(cast.sam, opened)
    batch.answer_nos(cast.sam, [answered], answer="nothing_to_learn")
    assert [no.application_id for no in batch.waiting(cast.sam)] == [waits]


def test_several_are_answered_together_and_the_answer_can_be_changed_and_taken_back(cast):
    nos = [log_no(cast.sam, company=c, role="R") for c in "ABC"]
    batch.answer_nos(cast.sam, nos, answer="not_about_me")
    batch.answer_nos(cast.sam, nos[:1], answer="same_fit", words="Always the same line")
    answers = {row.application_id: row.answer for row in db.session.scalars(select(BatchAnswer))}
    assert answers == {nos[0]: "same_fit", nos[1]: "not_about_me", nos[2]: "not_about_me"}
    batch.take_back(cast.sam, nos[1:])
    assert batch.count_waiting(cast.sam.person_id) == 2


def test_nobody_answers_for_somebody_else_and_an_open_application_is_no_no(cast):
    mine, hers = (log_no(actor, company="A", role="R") for actor in (cast.sam, cast.nina))
    still_open = add_application(cast.sam, company="B", role="R")
    for wrong in (hers, still_open):
        with pytest.raises(NotFound):
            batch.answer_nos(cast.sam, [mine, wrong], answer="unknown")
    with pytest.raises(Invalid):
        batch.answer_nos(cast.sam, [mine], answer="made_up")
    assert db.session.scalar(select(BatchAnswer.id)) is None


def test_no_reply_is_proposed_after_the_seekers_own_days_and_never_assumed(cast):
    add_old(cast.sam, "Recent", 9)
    old = add_old(cast.sam, "Old", 10)
    assert no_reply.silences(cast.sam) == []
    set_no_reply_days(cast.sam, 10)
    assert [(s.company, s.days) for s in no_reply.silences(cast.sam)] == [("Old", 10)]
    assert own(cast.sam, old).outcome is Outcome.OPEN
    no_reply.confirm_no_reply(cast.sam, [old])
    assert own(cast.sam, old).outcome is Outcome.NO_REPLY
    assert no_reply.silences(cast.sam) == []


def test_waiting_longer_asks_again_after_as_many_days_more(cast):
    old = add_old(cast.sam, "Old", 30)
    no_reply.wait_longer(cast.sam, [old])
    assert no_reply.silences(cast.sam) == []
    with time_machine.travel(clock.now() + timedelta(days=20)):
        assert no_reply.silences(cast.sam) == []
    with time_machine.travel(clock.now() + timedelta(days=22)):
        assert companies(no_reply.silences(cast.sam)) == ["Old"]


def test_a_dismissed_silence_is_asked_about_again_only_after_something_happened(cast):
    old = add_old(cast.sam, "Old", 60)
    no_reply.do_not_ask(cast.sam, [old])
    assert no_reply.silences(cast.sam) == []
    record_stage(cast.sam, old, stage=Stage.SCREENING, on=clock.today(cast.sam.zone) - timedelta(days=40))
    assert companies(no_reply.silences(cast.sam)) == ["Old"]


def test_an_interview_ahead_is_not_silence(cast):
    old = add_old(cast.sam, "Old", 60)
    record_stage(cast.sam, old, stage=Stage.INTERVIEW, on=clock.today(cast.sam.zone) + timedelta(days=5))
    assert no_reply.silences(cast.sam) == []


def test_an_answer_that_came_meanwhile_is_not_overwritten_by_no_reply(cast):
    old = add_old(cast.sam, "Old", 60)
    log_no(cast.sam, application_id=old)
    with pytest.raises(Conflict):
        no_reply.confirm_no_reply(cast.sam, [old])


def test_a_deleted_application_can_be_brought_back_for_thirty_days(cast):
    no = log_no(cast.sam, company="A", role="R")
    delete_application(cast.sam, no)
    with pytest.raises(NotFound):
        own(cast.sam, no)
    assert batch.count_waiting(cast.sam.person_id) == 0
    with pytest.raises(NotFound):
        restore_application(cast.nina, no)
    restore_application(cast.sam, no)
    assert own(cast.sam, no).company == "A"
    delete_application(cast.sam, no)
    with time_machine.travel(clock.now() + timedelta(days=31)), pytest.raises(NotFound):
        restore_application(cast.sam, no)
    assert db.session.get_one(Application, no).deleted_at is not None
