"""What a seeker's digest says and when it says nothing: the rules, without a database."""

from datetime import UTC, date, datetime

import pytest

from coach_platform.core.digests.seeker.facts import CoachWrote, Figures, Happening, OpenAction, SeekerFacts
from coach_platform.kit.ids import new_id

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


def test_nothing_at_all_is_empty():
    assert SeekerFacts(NOW).is_empty


def test_the_same_figures_as_last_time_are_no_news():
    facts = SeekerFacts(NOW, figures=Figures(3, 2, 7, 3), before=Figures(3, 2, 7, 3).as_shown())
    assert facts.is_empty


def test_a_first_digest_has_nothing_to_compare_with():
    assert SeekerFacts(NOW, figures=Figures(3, 2, 7, 3)).moved == {}


def test_the_progress_line_names_what_moved():
    facts = SeekerFacts(NOW, figures=Figures(5, 2, 7, 3), before=Figures(3, 2, 7, 2).as_shown())
    assert facts.moved == {"steps": (3, 5), "confidence": (2, 3)}
    assert not facts.is_empty


@pytest.mark.parametrize(
    "one",
    [
        {"wrote": [CoachWrote("Casey", 1, False)]},
        {"next_action": OpenAction(new_id(), "Read", "en", None)},
        {"due": [OpenAction(new_id(), "Read", "en", date(2026, 11, 24))]},
        {"victories": [Happening(new_id(), "Nordlys", "task", date(2026, 11, 20))]},
        {"coming": [Happening(new_id(), "Nordlys", "interview", date(2026, 11, 26))]},
        {"batch": 1},
    ],
)
def test_any_one_thing_is_enough(one):
    assert not SeekerFacts(NOW, **one).is_empty
