"""Help lines, agreements, reasons, the batch and the published figures."""

import re

import pytest

from coach_platform.content.agreements import all_agreements, latest_agreement
from coach_platform.content.help_lines import all_help_lines, help_lines
from coach_platform.content.published_figures import Confirmed, published_figures
from coach_platform.content.reasons import batch_answers, reasons
from coach_platform.content.suggestion_rules import TALK_AREAS
from coach_platform.content.vocabulary import Area


def test_canada_reads_9_8_8_which_can_be_called_and_texted():
    (line,) = help_lines("ca")
    assert (line.call, line.text) == ("988", "988")
    assert "9-8-8" in line.says.fr and "textez" in line.says.fr


@pytest.mark.parametrize("country", [None, "", "ZZ"])
def test_somebody_from_a_country_we_do_not_know_is_still_led_somewhere(country):
    assert help_lines(country)[0].url == "https://findahelpline.com"


def test_every_line_can_be_reached_and_says_whose_it_is():
    for lines in all_help_lines().values():
        for line in lines:
            assert line.url.startswith("https://")
            assert all(number is None or re.fullmatch(r"\d+", number) for number in (line.call, line.text))


def test_what_was_agreed_to_can_be_proven_by_version_language_and_hash():
    consent = latest_agreement("coaching_grant")
    assert consent.text("fr-CA").startswith("Avant de partager\n\n")
    assert consent.text_hash("fr-CA") == consent.text_hash("fr") != consent.text_hash("en")
    assert all_agreements()["coaching_grant", consent.version] is consent


def test_an_agreement_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        latest_agreement("loyalty")


@pytest.mark.parametrize("key", ["none_given", "role_closed", "filled_inside", "someone_stronger", "salary"])
def test_a_reason_that_says_nothing_about_the_seeker_is_evidence_for_nothing(key):
    assert reasons()[key].area is None


def test_reasons_about_the_seeker_point_to_their_area():
    assert reasons()["missing_requirement"].area is Area.SKILLS
    assert reasons()["interview_answers"].area is Area.ANSWERS


def test_the_batch_can_end_the_self_questioning_and_never_speaks_of_conversations():
    assert {"nothing_to_learn", "not_about_me"} <= set(batch_answers())
    assert {answer.area for answer in batch_answers().values()} & TALK_AREAS == set()


def test_no_figure_is_there_without_source_year_and_the_word_second_hand_where_it_is():
    for figure in published_figures().values():
        assert figure.source and 2015 <= figure.year <= 2026
        assert figure.confirmed is Confirmed.SEEN or figure.seen_in


def test_a_figure_says_the_number_it_stands_for():
    for figure in published_figures().values():
        for value in figure.values.values():
            shown = str(round(value * 100)) if isinstance(value, float) else str(value)
            assert shown in figure.says.en and shown in figure.says.fr, figure.key
