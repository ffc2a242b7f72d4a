"""The stage line: one picture that means the same everywhere, and says so in words."""

import re

import pytest

from coach_platform.kit import i18n
from coach_platform.web.shared.bars import bar, spark
from coach_platform.web.shared.dots import stage_line


def heights(svg: str) -> list[float]:
    return [float(y) for y in re.findall(r'<circle[^>]* cy="([\d.]+)"', svg)]


def test_seven_dots_are_filled_as_far_as_one_ever_got():
    svg = stage_line("interview")
    assert svg.count("<circle") == 7
    assert svg.count('class="reached"') == 3


def test_a_better_rating_stands_higher():
    at = {rating: heights(stage_line("interview", {"interview": rating}))[2] for rating in range(1, 6)}
    assert sorted(at.values(), reverse=True) == list(at.values())
    assert min(at.values()) > 4, "the best rating stays inside the picture"


def test_a_dot_without_a_rating_stays_on_the_line():
    assert len(set(heights(stage_line("offer")))) == 1


def test_a_rating_of_a_stage_that_was_not_reached_is_not_drawn():
    assert len(set(heights(stage_line("applied", {"offer": 5})))) == 1


def test_it_says_what_it_shows_in_the_readers_language():
    ratings = {"interview": 2}
    with i18n.using("en"):
        assert "Furthest: Interview, stage 3 of 7. Own rating: Interview 2 of 5." in stage_line("interview", ratings)
    with i18n.using("fr"):
        assert "Le plus loin\u00a0: Entrevue, étape 3 sur 7." in stage_line("interview", ratings)


def test_beside_its_own_words_it_is_silent():
    assert 'aria-hidden="true"' in stage_line("offer", label=False)


def test_an_unknown_stage_is_a_defect_not_a_picture():
    with pytest.raises(ValueError, match="hired"):
        stage_line("hired")


@pytest.mark.parametrize(("value", "of", "width"), [(1, 4, "25.0"), (0, 0, "0.0"), (9, 4, "100.0"), (-1, 4, "0.0")])
def test_a_bar_stays_between_nothing_and_whole(value, of, width):
    assert f'class="fill" width="{width}"' in bar(value, of)


def test_labels_are_escaped():
    assert "<b>" not in bar(1, 2, "<b>") and "<b>" not in spark([1, 2], label="<b>")


def test_a_line_without_any_value_is_nothing():
    assert spark([None, None]) == ""
