"""The order of reasons is the coach's to change, and the product's by default."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_platform.core.relations.models import Section
from coach_platform.core.today.coach import Why, coach_today
from coach_platform.core.today.queue import ordering
from coach_platform.core.today.queue.reasons import ORDER, merged, moved
from coach_platform.kit.errors import NotAllowed, NotFound
from tests.core.today.test_coach_today import late_no, overdue, seeker


def test_the_usual_order_is_that_of_what_an_answer_changes():
    assert ORDER == (Why.LATE_NO, Why.REVIEW, Why.ANSWER, Why.QUESTION, Why.PRACTICE, Why.QUIET, Why.OVERDUE)


def test_a_reason_moved_up_moves_the_people_and_the_usual_order_brings_them_back(cast):
    late_no(seeker("Late", cast.casey, *Section)[0])
    overdue(seeker("Over", cast.casey, *Section)[0])
    for _step in range(len(ORDER)):
        ordering.move_reason(cast.casey, "overdue", up=True)
    today = coach_today(cast.casey)
    assert (today.order[0], today.own_order, [line.name for line in today.lines]) == (
        Why.OVERDUE,
        True,
        ["Over", "Late"],
    )
    ordering.usual_order(cast.casey)
    today = coach_today(cast.casey)
    assert (today.order, today.own_order, [line.name for line in today.lines]) == (ORDER, False, ["Late", "Over"])


def test_it_is_ones_own_order(cast, team):
    ordering.move_reason(cast.casey, "quiet", up=False)
    assert coach_today(team.jo).order == ORDER


def test_only_known_reasons_move_and_only_for_a_coach(cast):
    for word in ("handed", "luck", ""):
        with pytest.raises(NotFound):
            ordering.move_reason(cast.casey, word, up=True)
    with pytest.raises(NotAllowed):
        ordering.move_reason(cast.sam, "quiet", up=True)


@given(st.lists(st.sampled_from([*(why.value for why in Why), "gone"])))
def test_whatever_was_kept_the_order_is_whole(kept):
    assert sorted(merged(kept)) == sorted(ORDER)


@given(st.permutations(ORDER), st.sampled_from(ORDER), st.booleans())
def test_a_move_exchanges_two_neighbours_at_most(order, why, up):
    after = moved(order, why, up=up)
    assert sorted(after) == sorted(order)
    assert sum(one is not other for one, other in zip(order, after, strict=True)) in (0, 2)
