"""The pure rules: keys, quiet hours, moves."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_platform.core.mail import keys
from coach_platform.core.mail.models import MessageState
from coach_platform.core.mail.quiet import is_quiet, next_quiet, outside_quiet
from coach_platform.core.mail.reasons import LABELS, Reason
from coach_platform.core.mail.states import DONE, MOVES, WAITING, before
from coach_platform.kit import i18n
from coach_platform.kit.ids import new_id

zones = st.sampled_from(sorted(available_timezones()))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))


@given(moments, zones)
def test_quiet_hours_end_at_eight_on_the_readers_wall(moment, zone):
    found = outside_quiet(moment, zone)
    assert moment <= found <= moment + timedelta(hours=14)
    assert not is_quiet(found, zone)
    assert (found == moment) is not is_quiet(moment, zone)


@given(moments, zones)
def test_the_next_quiet_hours_lie_ahead(moment, zone):
    awake = outside_quiet(moment, zone)
    assert awake < next_quiet(awake, zone) <= awake + timedelta(hours=14)


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2026-W48", date(2026, 11, 23)),
        ("2026-W48/2", date(2026, 11, 23)),
        ("2026-11", date(2026, 11, 1)),
        ("2026-W53", date(2026, 12, 28)),
    ],
)
def test_the_day_of_a_key_comes_from_its_period(period, day):
    assert keys.in_period("digest_seeker", new_id(), period).stream_on == day


def test_the_day_of_a_key_comes_from_the_last_id_in_it():
    person, comment = new_id(), new_id()
    key = keys.about("comment", person, comment)
    assert key == keys.about("comment", person, comment)
    assert key.stream_on == datetime.now(UTC).date()


def test_a_key_without_a_day_is_refused():
    with pytest.raises(ValueError, match="no day"):
        keys.about("comment", uuid4())


def test_every_state_is_in_the_table_and_only_three_are_final():
    assert set(MOVES) == set(MessageState)
    assert set(DONE) == {"sent", "skipped", "failed"}
    assert set(WAITING) | set(DONE) == set(MessageState)
    assert before(MessageState.SENT) == ["sending"]
    assert before(MessageState.SKIPPED) == ["claimed"]


def test_every_reason_is_said_in_both_languages():
    assert set(LABELS) == set(Reason)
    for reason in Reason:
        with i18n.using("fr"):
            french = reason.label
        assert french != reason.label
