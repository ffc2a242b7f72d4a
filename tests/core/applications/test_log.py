"""Logging a no, and what stays of it for ever."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.details import add_application, edit_application
from coach_platform.core.applications.events import correct_stage, rate_stage, record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application, Case, OutcomeEvent, StageEvent, StageRating
from coach_platform.core.applications.one import show_application
from coach_platform.core.applications.outcomes import correct_outcome, record_outcome
from coach_platform.core.applications.victories import Step, step_of
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotAllowed, NotFound


def the(application_id) -> Application:
    return db.session.get_one(Application, application_id)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_no_is_logged_with_company_role_outcome_and_stage(cast):
    no = the(log_no(cast.sam, company="École Nord", role="Data analyst", stage=Stage.INTERVIEW))
    assert (no.furthest_stage, no.outcome, no.outcome_on) == (
        Stage.INTERVIEW,
        Outcome.REJECTED,
        clock.today(cast.sam.zone),
    )
    assert no.search_text == "ecole nord data analyst"


def test_only_what_was_said_is_noted(cast):
    log_no(cast.sam, company="Nordlys", role="Analyst", stage=Stage.FINAL_ROUND)
    stages = set(db.session.scalars(select(StageEvent.stage)))
    assert stages == {Stage.APPLIED, Stage.FINAL_ROUND}


def day_known_of(stage: Stage) -> bool:
    return db.session.scalars(select(StageEvent.day_known).where(StageEvent.stage == stage)).one()


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({"stage": Stage.FINAL_ROUND}, False),
        ({"stage": Stage.FINAL_ROUND, "on": date(2026, 3, 2)}, False),
        ({"stage": Stage.OFFER, "outcome": Outcome.OFFER}, True),
        ({"stage": Stage.INTERVIEW, "outcome": Outcome.OPEN}, False),
        ({"stage": Stage.INTERVIEW, "outcome": Outcome.OPEN, "on": date(2026, 3, 2)}, True),
    ],
)
def test_the_day_of_the_answer_is_not_made_the_day_of_the_stage(cast, said, known):
    no = the(log_no(cast.sam, company="Nordlys", role="Analyst", **said))
    assert day_known_of(said["stage"]) is known
    assert no.furthest_stage is said["stage"]


def test_a_correction_keeps_a_day_unknown_until_somebody_says_it(cast):
    application_id = log_no(cast.sam, company="Nordlys", role="Analyst", stage=Stage.TASK)
    event_id = db.session.scalars(select(StageEvent.id).where(StageEvent.stage == Stage.TASK)).one()
    noted = correct_stage(cast.sam, event_id, note="Six hours.")
    said = correct_stage(cast.sam, noted, on=date(2026, 3, 2))
    assert [stage.day_unknown for stage in show_application(cast.sam, application_id).stages[0].earlier] == [True, True]
    assert db.session.get_one(StageEvent, said).day_known


def test_a_form_sent_twice_logs_once(cast):
    client_id = uuid4()
    first = log_no(cast.sam, company="Nordlys", role="Analyst", client_id=client_id)
    again = log_no(cast.sam, company="Nordlys", role="Analyst", client_id=client_id)
    assert first == again
    assert (count(Application), count(StageEvent), count(OutcomeEvent)) == (1, 1, 1)


def test_a_form_sent_twice_continues_an_application_once(cast):
    existing = add_application(cast.sam, company="Nordlys", role="Analyst")
    client_id = uuid4()
    for _ in range(2):
        log_no(cast.sam, application_id=existing, stage=Stage.SCREENING, client_id=client_id)
    assert (count(Application), count(StageEvent), count(OutcomeEvent)) == (1, 2, 1)


def test_an_id_that_belongs_to_somebody_else_is_refused_and_gives_nothing_away(cast):
    client_id = uuid4()
    log_no(cast.nina, company="Secret", role="Analyst", client_id=client_id)
    with pytest.raises(Conflict):
        log_no(cast.sam, company="Nordlys", role="Analyst", client_id=client_id)


def test_a_no_continues_the_application_that_exists(cast):
    existing = add_application(cast.sam, company="Nordlys", role="Analyst")
    assert log_no(cast.sam, application_id=existing, stage=Stage.SCREENING) == existing
    assert the(existing).outcome is Outcome.REJECTED


def test_nothing_is_logged_without_a_company_and_a_role(cast):
    with pytest.raises(Invalid) as refused:
        log_no(cast.sam, company=" ", role="")
    assert set(refused.value.fields) == {"company", "role"}


def test_a_no_of_tomorrow_is_refused(cast):
    with pytest.raises(Invalid) as refused:
        log_no(cast.sam, company="A", role="B", on=clock.today(cast.sam.zone) + timedelta(days=1))
    assert set(refused.value.fields) == {"on"}


def test_somebody_without_a_search_logs_nothing(cast):
    with pytest.raises(NotAllowed):
        log_no(cast.casey, company="A", role="B")


def test_a_link_that_is_no_web_address_is_refused(cast):
    existing = add_application(cast.sam, company="A", role="B")
    with pytest.raises(Invalid) as refused:
        edit_application(cast.sam, existing, link="javascript:alert(1)")
    assert set(refused.value.fields) == {"link"}


def test_a_strangers_application_does_not_exist(cast):
    existing = add_application(cast.sam, company="A", role="B")
    event_id = db.session.scalar(select(StageEvent.id))
    for verb in (
        lambda: log_no(cast.nina, application_id=existing),
        lambda: record_stage(cast.nina, existing, stage=Stage.TASK),
        lambda: rate_stage(cast.nina, existing, stage=Stage.APPLIED, value=3),
        lambda: record_outcome(cast.nina, existing, outcome=Outcome.REJECTED),
        lambda: edit_application(cast.nina, existing, notes="x"),
        lambda: correct_stage(cast.nina, event_id, withdrawn=True),
        lambda: open_case(cast.nina, existing),
    ):
        with pytest.raises(NotFound):
            verb()


def test_the_furthest_stage_stays_whatever_comes_of_it(cast):
    existing = add_application(cast.sam, company="A", role="B", applied_on=date(2026, 1, 5))
    record_stage(cast.sam, existing, stage=Stage.FURTHER_INTERVIEW, on=date(2026, 2, 1))
    record_stage(cast.sam, existing, stage=Stage.SCREENING, on=date(2026, 1, 10))
    record_outcome(cast.sam, existing, outcome=Outcome.REJECTED)
    assert the(existing).furthest_stage is Stage.FURTHER_INTERVIEW


def test_a_corrected_stage_no_longer_counts_and_is_still_there(cast):
    existing = add_application(cast.sam, company="A", role="B")
    event = record_stage(cast.sam, existing, stage=Stage.FINAL_ROUND, note="They called it final")
    correct_stage(cast.sam, event, stage=Stage.INTERVIEW)
    assert the(existing).furthest_stage is Stage.INTERVIEW
    kept = db.session.get_one(StageEvent, event)
    assert (kept.stage, kept.note) == (Stage.FINAL_ROUND, "They called it final")


def test_a_stage_that_never_happened_is_withdrawn_and_kept(cast):
    existing = add_application(cast.sam, company="A", role="B")
    event = record_stage(cast.sam, existing, stage=Stage.INTERVIEW)
    correct_stage(cast.sam, event, withdrawn=True)
    assert the(existing).furthest_stage is Stage.APPLIED
    assert count(StageEvent) == 3


def test_the_last_event_cannot_be_withdrawn(cast):
    add_application(cast.sam, company="A", role="B")
    with pytest.raises(Invalid):
        correct_stage(cast.sam, db.session.scalar(select(StageEvent.id)), withdrawn=True)


def test_two_tabs_cannot_correct_the_same_event(cast):
    existing = add_application(cast.sam, company="A", role="B")
    event = record_stage(cast.sam, existing, stage=Stage.INTERVIEW)
    correct_stage(cast.sam, event, stage=Stage.TASK)
    with pytest.raises(Conflict):
        correct_stage(cast.sam, event, stage=Stage.SCREENING)


def test_every_rating_is_kept_and_the_newest_counts(cast):
    existing = add_application(cast.sam, company="A", role="B")
    record_stage(cast.sam, existing, stage=Stage.INTERVIEW)
    rate_stage(cast.sam, existing, stage=Stage.INTERVIEW, value=2)
    rate_stage(cast.sam, existing, stage=Stage.INTERVIEW, value=4, what_went_well="The second half")
    assert the(existing).furthest_rating == 4
    assert count(StageRating) == 2


def test_a_stage_that_was_not_reached_cannot_be_rated(cast):
    existing = add_application(cast.sam, company="A", role="B")
    with pytest.raises(Invalid):
        rate_stage(cast.sam, existing, stage=Stage.INTERVIEW, value=2)


def test_an_offer_is_reached_for_ever_also_when_it_is_taken_back(cast):
    existing = add_application(cast.sam, company="A", role="B")
    record_outcome(cast.sam, existing, outcome=Outcome.OFFER)
    record_outcome(cast.sam, existing, outcome=Outcome.OFFER, offer_state=OfferState.RESCINDED)
    assert (the(existing).furthest_stage, the(existing).offer_state) == (Stage.OFFER, OfferState.RESCINDED)


def test_a_move_that_cannot_be_is_refused_and_a_correction_may_say_it(cast):
    existing = log_no(cast.sam, company="A", role="B")
    with pytest.raises(Invalid):
        record_outcome(cast.sam, existing, outcome=Outcome.NO_REPLY)
    first = db.session.scalar(select(OutcomeEvent.id))
    correct_outcome(cast.sam, first, outcome=Outcome.NO_REPLY)
    assert the(existing).outcome is Outcome.NO_REPLY
    assert count(OutcomeEvent) == 2


def test_correcting_an_old_answer_does_not_undo_the_newer_one(cast):
    existing = log_no(cast.sam, company="A", role="B", outcome=Outcome.NO_REPLY)
    first = db.session.scalar(select(OutcomeEvent.id))
    record_outcome(cast.sam, existing, outcome=Outcome.OFFER)
    correct_outcome(cast.sam, first, outcome=Outcome.REJECTED, own_words="We went another way")
    assert the(existing).outcome is Outcome.OFFER


def test_a_late_answer_reopens_the_case_and_a_correction_does_not(cast):
    existing = log_no(cast.sam, company="A", role="B", outcome=Outcome.NO_REPLY)
    case_id = open_case(cast.sam, existing)
    correct_outcome(cast.sam, db.session.scalar(select(OutcomeEvent.id)), own_words="-")
    assert db.session.get_one(Case, case_id).reopened_at is None
    record_outcome(cast.sam, existing, outcome=Outcome.OPEN)
    db.session.refresh(case := db.session.get_one(Case, case_id))
    assert case.reopened_at is not None


def test_a_case_is_opened_once_and_only_for_what_has_ended(cast):
    existing = add_application(cast.sam, company="A", role="B")
    with pytest.raises(Invalid):
        open_case(cast.sam, existing)
    record_outcome(cast.sam, existing, outcome=Outcome.REJECTED)
    assert open_case(cast.sam, existing) == open_case(cast.sam, existing)


def test_an_interview_ahead_counts_until_a_no_comes_before_its_day(cast):
    existing = add_application(cast.sam, company="A", role="B")
    ahead = clock.today(cast.sam.zone) + timedelta(days=9)
    record_stage(cast.sam, existing, stage=Stage.INTERVIEW, on=ahead)
    assert (the(existing).furthest_stage, the(existing).last_event_on) == (Stage.INTERVIEW, ahead)
    log_no(cast.sam, application_id=existing, stage=Stage.APPLIED)
    assert the(existing).furthest_stage is Stage.APPLIED


def test_no_row_of_the_history_is_ever_changed_or_deleted(cast, counted):
    with counted() as statements:
        existing = log_no(cast.sam, company="A", role="B", stage=Stage.INTERVIEW)
        for event in list(db.session.scalars(select(StageEvent.id))):
            correct_stage(cast.sam, event, note="again")
        correct_outcome(cast.sam, db.session.scalar(select(OutcomeEvent.id)), outcome=Outcome.CLOSED)
        record_outcome(cast.sam, existing, outcome=Outcome.OPEN)
    touched = [s for s in statements if s.upper().startswith(("UPDATE", "DELETE"))]
    assert touched
    assert not [s for s in touched if "_events" in s.split("SET")[0] or "_ratings" in s.split("SET")[0]]


def test_what_is_still_ahead_is_no_step_forward_yet(cast):
    today = clock.today(cast.sam.zone)
    application_id = add_application(cast.sam, company="Nordlys", role="Analyst")
    ahead = record_stage(cast.sam, application_id, stage=Stage.INTERVIEW, on=today + timedelta(days=1))
    assert step_of(cast.sam, application_id, ahead) is None
    came = record_stage(cast.sam, application_id, stage=Stage.FINAL_ROUND, on=today)
    assert step_of(cast.sam, application_id, came) is Step.FURTHER_THAN_EVER
