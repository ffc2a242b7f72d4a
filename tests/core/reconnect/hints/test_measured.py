"""The hints find what they are measured to find; the page of figures is what the command writes today."""

import pytest

from tests.core.reconnect.hints import measuring
from tests.core.reconnect.hints.measuring import KINDS, LANGUAGES, NAMES, WHOLE, any_hint, of_kind, seen, whole_messages

# (set, third) -> least precision, least recall. A wrong remark to a hurt person costs more than a missing one: precision
# is held high everywhere; recall on unseen sentences is what it is (docs/measured-hints.md) and must not fall.
FLOORS = {"seen": (0.95, 0.95), "held out": (0.95, 0.9), "second": (0.95, 0.85), "last": (0.95, 0.15)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_set_is_large_and_half_of_it_is_innocent(language):
    rows = seen("sentences", language)
    assert len(rows) >= 140 and len({row.sentence for row in rows}) == len(rows)
    assert 0.4 < sum(row.kind == "innocent" for row in rows) / len(rows) < 0.6
    assert {row.kind for row in rows} == {*KINDS, "innocent"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FLOORS)
def test_hints_are_hardly_ever_wrong_and_find_what_they_found(language, name):
    figure = any_hint(seen(NAMES[name][0], language, NAMES[name][1]))
    assert (figure.precision, figure.recall) >= FLOORS[name] and figure.recall >= FLOORS[name][1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_words_is_told_from_the_others(language, kind):
    figure = of_kind(seen("sentences", language), kind)
    assert figure.precision >= 0.9 and figure.recall >= 0.9


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", WHOLE)
def test_each_rule_about_the_whole_message_is_right_on_the_written_messages(language, rule):
    figure = whole_messages(language, rule)
    assert figure.there >= 2
    assert figure.right == figure.given == figure.there


def test_the_page_of_figures_is_up_to_date():
    assert measuring.PAGE.read_text("utf-8") == measuring.page(), "python -m tests.core.reconnect.hints.measuring"
