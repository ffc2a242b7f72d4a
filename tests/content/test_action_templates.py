"""The action templates: complete, in both languages, for each area and every kind of action, each with its source."""

from coach_platform.content.action_templates import all_templates, current_templates
from coach_platform.content.guides import KEYS
from coach_platform.content.vocabulary import ActionKind, Area

OURS = [one for one in current_templates() if not one.key.startswith("guide.")]


def test_there_is_one_for_each_area_and_for_every_kind_and_nine_at_least():
    assert {one.area for one in OURS} == set(Area)
    assert {one.kind for one in OURS} == set(ActionKind)
    assert len(OURS) >= 9


def test_each_says_what_when_what_may_hinder_and_how_one_will_know_in_both_languages():
    for one in all_templates().values():
        for locale in ("en", "fr"):
            words = one.words(locale)
            assert all((words.title, words.why, words.if_then, words.obstacle, words.answer, words.done_when)), one.key
            assert words.if_then.startswith(("If ", "Si ")), one.key
            assert (", then I will " if locale == "en" else ", alors j") in words.if_then, one.key


def test_each_has_a_source_a_guide_and_a_time_to_do_it():
    for one in all_templates().values():
        assert len(one.source) > 40, one.key
        assert one.guide in KEYS, one.key
        assert 1 <= one.days <= 28, one.key


def test_there_is_one_for_each_guide():
    assert [one.guide for one in current_templates() if one.key.startswith("guide.")] == list(KEYS)
