import copy

import pytest

from coach_platform.content.question_sets import canonical_json, content_hash, latest, load_all, parse
from coach_platform.content.reading import ContentError
from coach_platform.content.vocabulary import Area, Stage


def broken(change):
    body = copy.deepcopy(latest("deeper").body)
    change(body)
    return body


def test_the_first_assessment_asks_its_four_questions():
    assert {item.number for item in latest("first_assessment").items} == {1, 2, 3, 4}


def test_the_two_minutes_are_what_happened_how_clear_it_is_and_early_or_late():
    now = [item.key for item in latest("first_assessment").items if item.now]
    assert now == ["what_happened", "clarity", "timing"]


def test_early_or_late_is_proposed_for_every_stage():
    timing = latest("first_assessment").item("timing")
    assert {stage: timing.proposed_for(stage).key for stage in (Stage.APPLIED, Stage.FINAL_ROUND)} == {
        Stage.APPLIED: "early",
        Stage.FINAL_ROUND: "late",
    }
    assert all(timing.proposed_for(stage) for stage in Stage)


def test_off_track_offers_only_stages_that_were_reached_and_nowhere():
    options = latest("first_assessment").item("off_track").options_for({Stage.APPLIED, Stage.TASK})
    assert [option.key for option in options] == ["nowhere", "applied", "task"]


def test_the_deeper_assessment_asks_seven_questions_that_cover_the_areas():
    items = latest("deeper").items
    assert [item.number for item in items] == [1, 2, 3, 4, 5, 6, 7]
    assert {item.area for item in items} == set(Area) - {Area.SKILLS}  # skills: the lines marked lack


@pytest.mark.parametrize("stages", [{Stage.APPLIED}, {Stage.APPLIED, Stage.TASK}, set()])
def test_questions_about_interviews_stay_away_when_nobody_spoke(stages):
    assert [item.key for item in latest("deeper").items_for(stages)] == ["match", "research", "balance"]


@pytest.mark.parametrize("stage", [Stage.SCREENING, Stage.INTERVIEW, Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND])
def test_all_seven_are_asked_once_somebody_spoke(stage):
    assert len(latest("deeper").items_for({Stage.APPLIED, stage})) == 7


def test_dont_know_and_does_not_apply_are_always_there_in_the_deeper_assessment():
    assert all(item.dont_know and item.does_not_apply for item in latest("deeper").items)


def test_weaknesses_sensed_and_pointed_out_are_kept_apart():
    assert [part.key for part in latest("deeper").item("answers").lists] == ["sensed", "pointed_out"]


def test_surprises_become_practice_items():
    (surprises,) = latest("deeper").item("surprises").lists
    assert surprises.becomes == "practice_item"
    assert [field.key for field in surprises.fields] == ["question", "said", "better"]


def test_every_set_and_version_is_there_once():
    keys = [(questions.key, questions.version) for questions in load_all()]
    assert len(keys) == len(set(keys))


def test_a_body_survives_being_stored_and_read_again():
    import json

    for questions in load_all():
        again = parse(json.loads(canonical_json(questions.body)))
        assert again == questions


def test_the_hash_does_not_depend_on_the_order_of_keys_but_on_every_word():
    body = latest("deeper").body
    assert content_hash(dict(reversed(body.items()))) == content_hash(body)
    assert content_hash({**body, "version": 2}) != content_hash(body)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda body: body["items"][1].update(kind="slider"), "slider"),
        (lambda body: body["items"][1].pop("anchors"), "needs anchors"),
        (lambda body: body["items"][1].update(options=[{"key": "a", "label": {"en": "A", "fr": "B"}}]), "cannot have"),
        (lambda body: body["items"][1].update(key="match"), "twice"),
        (lambda body: body["items"][1].update(colour="red"), "unknown colour"),
        (lambda body: body["items"][1].update(needs_stages=["coffee"]), "coffee"),
        (lambda body: body.update(version=True), "version"),
        (lambda body: body["title"].pop("fr"), "fr is missing"),
    ],
)
def test_a_set_that_is_not_as_it_must_be_is_refused_with_a_sentence(change, said):
    with pytest.raises(ContentError, match=said):
        parse(broken(change))
