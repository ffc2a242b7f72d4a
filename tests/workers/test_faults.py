"""A part of the fault suite (`make faults` runs the whole), and the proof that it sees a bug when there is one."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from faults.ground import Ground, ground
from faults.rows import kills, redis
from faults.suite import FAULTS, Fault, run
from faults.table import line

pytestmark = pytest.mark.workers


@pytest.fixture(scope="module")
def quick() -> Iterator[Ground]:
    """Servers of the suite's own; the clock ticks each second."""
    with (
        tempfile.TemporaryDirectory(prefix="rbq", ignore_cleanup_errors=True) as home,
        ground(Path(home), quick=True) as place,
    ):
        yield place


@pytest.fixture
def bug(quick, request) -> Iterator[Ground]:
    """The same, with a bug switched in."""
    quick.bug = request.param
    yield quick
    quick.bug = ""


def test_workers_that_are_killed_lose_nothing(quick):
    outcome = kills.kill_post(quick, Random(7), kills=2, most=2)
    assert outcome.due == 2 * kills.EACH
    assert outcome.kept, outcome


def test_redis_that_comes_back_empty_loses_nothing(quick):
    outcome = redis.quick_empty(quick, Random(7))
    assert outcome.kept, outcome


@pytest.mark.parametrize("bug", ["mark_before_send"], indirect=True)
def test_the_suite_sees_a_letter_that_is_marked_before_it_is_sent(bug):
    outcome = kills.kill_post(bug, Random(7), kills=4, most=4, until_lost=True)
    assert outcome.lost > 0
    assert not outcome.kept
    assert any("called sent that was not" in sentence for sentence in outcome.broken)


@pytest.mark.parametrize("bug", ["eta_in_broker"], indirect=True)
def test_the_suite_sees_waiting_that_is_a_countdown_in_the_broker(bug):
    outcome = redis.quick_empty(bug, Random(7))
    assert outcome.lost > 0
    assert not outcome.kept


def test_a_row_that_fails_in_itself_is_no_row_that_is_kept(quick):
    def falls(_ground: Ground, _rng: Random):
        raise ZeroDivisionError("of the suite's own")

    result = run(Fault("falls", "the suite itself is at fault", falls), quick, "1")
    assert not result.outcome.kept
    assert "NO" in line(result)


def test_a_row_in_which_nothing_was_due_is_not_kept(quick):
    from faults.outcome import Outcome

    result = run(Fault("idle", "nothing happens", lambda _ground, _rng: Outcome()), quick, "1")
    assert not result.outcome.kept


def test_each_fault_has_a_name_of_its_own():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 20
