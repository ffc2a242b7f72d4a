"""Pure rules, without a database."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach_platform.content.vocabulary import STAGES, OfferState, Outcome, Stage
from coach_platform.core.applications.histories import live, told
from coach_platform.core.applications.no_reply import is_silent
from coach_platform.core.applications.outcomes import ENDED, MOVES, NOS, is_no
from coach_platform.core.applications.standing import standing_of
from coach_platform.core.applications.victories import Step, step_to, steps_forward

START = datetime(2026, 3, 2, 15, tzinfo=UTC)


@dataclass
class Event:
    id: int
    stage: Stage
    recorded_at: datetime
    occurred_on: date = date(2026, 3, 2)
    corrects_id: int | None = None
    withdrawn: bool = False


def events(*stages: Stage) -> list[Event]:
    return [Event(i, stage, START + timedelta(minutes=i)) for i, stage in zip(count(1), stages, strict=False)]


@settings(deadline=None)  # other test processes share the cores: slow is not wrong
@given(st.lists(st.sampled_from(STAGES), min_size=1, max_size=12))
def test_the_furthest_stage_is_the_furthest_of_all_whatever_their_order(stages):
    standing = standing_of(events(*stages), [], [])
    assert standing.furthest_stage.rank == max(stage.rank for stage in stages)


@settings(deadline=None)  # other test processes share the cores: slow is not wrong
@given(st.lists(st.sampled_from(STAGES), min_size=2, max_size=8), st.data())
def test_every_event_stays_in_the_history_once_whatever_is_corrected(stages, data):
    rows = events(*stages)
    for n in range(data.draw(st.integers(0, 6))):
        open_rows = [line.now for line in told(rows)]
        target = data.draw(st.sampled_from(open_rows))
        rows.append(Event(100 + n, Stage.TASK, START + timedelta(days=1, minutes=n), corrects_id=target.id))
    lines = told(rows)
    assert sorted(row.id for line in lines for row in (line.now, *line.earlier)) == sorted(row.id for row in rows)
    assert [line.first.id for line in lines] == list(range(1, len(stages) + 1))


def test_a_correction_keeps_its_place_in_the_order():
    rows = events(Stage.APPLIED, Stage.INTERVIEW)
    rows.append(Event(3, Stage.SCREENING, START + timedelta(days=2), corrects_id=1))
    assert [row.stage for row in live(rows)] == [Stage.SCREENING, Stage.INTERVIEW]


def test_a_withdrawn_event_is_told_and_does_not_count():
    rows = events(Stage.APPLIED, Stage.INTERVIEW)
    rows.append(Event(3, Stage.INTERVIEW, START, corrects_id=2, withdrawn=True))
    assert [row.stage for row in live(rows)] == [Stage.APPLIED]
    assert len(told(rows)) == 2


def test_every_outcome_has_its_moves_and_none_moves_to_itself():
    assert {outcome for outcome, _ in MOVES} == set(Outcome)
    assert {state for _, state in MOVES if state} == set(OfferState)
    for came, allowed in MOVES.items():
        assert came not in allowed
        assert allowed <= set(MOVES)


def test_every_ending_can_open_again_when_an_answer_comes_late():
    late = {(Outcome.OPEN, None), (Outcome.OFFER, OfferState.OPEN)}
    assert all(late <= MOVES[came] for came in ENDED)


def test_an_offer_taken_back_is_a_no_and_withdrawing_oneself_is_not():
    assert is_no(Outcome.OFFER, OfferState.RESCINDED)
    assert not is_no(Outcome.WITHDRAWN, None)
    assert NOS < ENDED


@pytest.mark.parametrize(("days", "silent"), [(20, False), (21, True), (-3, False)])
def test_silence_is_whole_days_and_a_date_ahead_is_none(days, silent):
    today = date(2026, 11, 23)
    assert is_silent(today - timedelta(days=days), today, 21) is silent


def test_a_step_forward_is_further_than_before_and_applying_is_none():
    assert step_to(Stage.APPLIED, here_before=[], furthest_elsewhere=None) is None
    assert step_to(Stage.INTERVIEW, here_before=[Stage.TASK], furthest_elsewhere=Stage.OFFER) is None
    assert step_to(Stage.TASK, here_before=[Stage.INTERVIEW], furthest_elsewhere=Stage.OFFER) is Step.FORWARD
    assert (
        step_to(Stage.TASK, here_before=[Stage.APPLIED], furthest_elsewhere=Stage.SCREENING) is Step.FURTHER_THAN_EVER
    )


def test_the_steps_forward_of_an_application_leave_out_what_went_no_further():
    came = [Stage.APPLIED, Stage.INTERVIEW, Stage.SCREENING, Stage.INTERVIEW, Stage.OFFER]
    assert steps_forward(came) == [Stage.INTERVIEW, Stage.OFFER]
