"""One list of commands for the laptop and for production."""

import sys

import pytest

from coach_platform.programs import COMMANDS, Role, by_this_python, command


def test_every_role_has_its_command():
    assert set(COMMANDS) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_a_laptop_runs_the_same_words_by_its_own_python(role):
    words = command(role)
    assert by_this_python(words)[:2] == [sys.executable, "-m"]
    assert by_this_python(words)[3:] == words[1:]


def test_beat_keeps_its_state_where_it_is_told():
    assert command(Role.BEAT, beat_state="/elsewhere/beat")[-2:] == ["--schedule", "/elsewhere/beat"]
