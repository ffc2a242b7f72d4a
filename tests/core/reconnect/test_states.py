"""Where asking stands. Pure."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coach_platform.core.reconnect.refusals import LATEST, SOONEST, address_key, declines_at
from coach_platform.core.reconnect.states import Asking, Told, standing_of, state_of
from coach_platform.kit.ids import new_id

TODAY = date(2026, 11, 24)
MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)
TOLD = st.builds(
    Told, st.one_of(st.none(), st.dates(date(2026, 9, 1), TODAY)), st.booleans(), st.sampled_from([None, MOMENT])
)


def days_ago(n: int) -> date:
    return TODAY - timedelta(days=n)


def test_silence_begins_after_three_weeks_and_not_a_day_sooner():
    assert state_of(Told(days_ago(20)), TODAY) is Asking.ASKED
    assert state_of(Told(days_ago(21)), TODAY) is Asking.SILENT
    assert state_of(Told(), TODAY) is Asking.NOT_ASKED


def test_an_answer_counts_whenever_it_comes():
    assert state_of(Told(days_ago(90), answered=True), TODAY) is Asking.ANSWERED
    assert state_of(Told(days_ago(3), answered=True, declined_at=MOMENT), TODAY) is Asking.ANSWERED
    assert state_of(Told(days_ago(3), declined_at=MOMENT), TODAY) is Asking.DECLINED


def test_a_case_says_what_is_best_known_of_it():
    asked, silent, answered = Told(days_ago(2)), Told(days_ago(40)), Told(days_ago(40), answered=True)
    assert standing_of([silent, asked], False, TODAY).state is Asking.ASKED
    assert standing_of([silent, answered, asked], False, TODAY).state is Asking.ANSWERED
    assert standing_of([silent, Told(days_ago(30), declined_at=MOMENT)], False, TODAY).state is Asking.DECLINED
    assert standing_of([], True, TODAY).state is Asking.NOBODY
    assert standing_of([], False, TODAY).state is Asking.NOT_ASKED


@given(st.lists(TOLD, max_size=6), st.booleans())
def test_the_counts_are_those_of_the_recipients(told, nobody):
    found = standing_of(told, nobody, TODAY)
    assert found.asked == sum(one.asked_on is not None for one in told)
    assert found.answered == sum(one.answered for one in told)
    assert found == standing_of(told[::-1], nobody, TODAY)  # the order says nothing


def test_a_card_that_nobody_will_answer_declines_itself_like_a_person_would(app):
    asked = datetime(2026, 11, 1, tzinfo=UTC)
    with app.app_context():
        ids = [new_id() for _ in range(60)]
        moments = {declines_at(one, asked, asked - timedelta(days=90)) for one in ids}
        assert len(moments) == 60 and all(SOONEST <= moment - asked <= LATEST for moment in moments if moment)
        assert declines_at(ids[0], asked, asked) == declines_at(ids[0], asked, asked)
        assert declines_at(ids[0], None, asked) is None and declines_at(ids[0], asked, None) is None


def test_the_key_of_an_address_names_nobody_and_knows_no_capitals(app):
    with app.app_context():
        assert address_key(" Ines@Example.org ") == address_key("ines@example.org") != address_key("x@example.org")
        assert "ines" not in address_key("ines@example.org") and address_key("  ") == ""
