"""What every rule must have, whoever writes the next one."""

import itertools
import re
from collections import Counter
from string import Formatter

import pytest

from coach_platform.content.case_facts import CaseFacts, SearchFacts
from coach_platform.content.guides import KEYS as GUIDES
from coach_platform.content.reading import ContentError, Node
from coach_platform.content.suggestion_rules import _rule, all_rules, current_rules
from coach_platform.content.suggestions import suggest
from coach_platform.content.vocabulary import Area, Mark, Need, Stage
from tests.content.stories_of_seekers import case_id

TEXTS = ("title", "why", "if_then", "obstacle", "answer", "done_when")
ABOUT_INTERVIEWS = re.compile(
    r"interview|the call\b|a call\b|caller|phone|round\b|entrevue|appel\b|téléphon|ronde\b|présélection",
    re.IGNORECASE,
)
each_rule = pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: f"{rule.key}.v{rule.version}")


def said(rule):
    return [getattr(rule, part).in_(locale) for part in TEXTS for locale in ("en", "fr")]


def test_each_area_has_at_least_three_rules_that_differ_by_the_stage_reached():
    areas = Counter(rule.area for rule in current_rules())
    assert all(areas[area] >= 3 for area in Area)
    for area in Area:
        stages = {
            (rule.when.talked, rule.when.stage_at_least, rule.when.stage_at_most, rule.when.low_stage)
            for rule in current_rules()
            if rule.area is area
        }
        assert len(stages) >= 3, area


@each_rule
def test_a_rule_points_to_a_guide_that_exists(rule):
    assert rule.guide in GUIDES


@each_rule
def test_a_rule_for_somebody_who_never_had_an_interview_does_not_speak_of_one(rule):
    if rule.when.talked is not True:
        assert [text for text in said(rule) if ABOUT_INTERVIEWS.search(text)] == []


@each_rule
def test_a_cue_is_an_if_then(rule):
    assert re.match(r"If .+, then .+[.?]$", rule.if_then.en)
    assert re.match(r"Si .+, alors .+[.?]$", rule.if_then.fr)


@each_rule
def test_a_why_names_its_evidence_and_claims_no_pattern(rule):
    wanted = {"applications"} if rule.when.on_search else {"where"}
    wanted = {"same_cause"} if rule.when.same_cause_at_least else wanted
    if rule.when.rating_at_most or rule.when.low_stage:
        wanted |= {"rating"}  # the number itself, not the threshold
    for locale in ("en", "fr"):
        why = rule.why.in_(locale)
        assert {name for _, name, _, _ in Formatter().parse(why) if name} == wanted
        assert not re.search(r"recur|always|keeps? |pattern|toujours|revient sans cesse|récurren", why)


@each_rule
def test_a_rule_proposes_a_time_that_can_be_met(rule):
    assert 1 <= rule.days <= 60


def test_no_sentence_is_written_twice():
    doubles = [text for text, count in Counter(itertools.chain(*map(said, current_rules()))).items() if count > 1]
    assert [text for text in doubles if not text.startswith("{where}")] == []


@pytest.mark.parametrize("stages", [{Stage.APPLIED}, {Stage.APPLIED, Stage.TASK}])
def test_whatever_is_answered_nobody_who_never_spoke_with_anyone_is_told_about_interviews(stages):
    worst = CaseFacts(
        case_id("worst"),
        frozenset(stages),
        ratings=dict.fromkeys(Area, 1),
        stage_ratings=dict.fromkeys(Stage, 1),
        requirements=tuple(itertools.product(Need, Mark)),
        weaknesses_sensed=3,
        weaknesses_pointed_out=3,
        surprises=3,
        balance=(-2, 2),
        reason_area=Area.SKILLS,
    )
    twice = [worst, CaseFacts(**{name: getattr(worst, name) for name in worst.__slots__} | {"case_id": case_id("b")})]
    for suggestion in suggest(twice, set(), set(), SearchFacts(100, 0, dict.fromkeys(Area, 9))):
        assert [t for t in said(all_rules()[suggestion.rule, 1]) if ABOUT_INTERVIEWS.search(t)] == [], suggestion.rule


def rule_data(**changes):
    text = {"en": "A", "fr": "B"}
    data = {"key": "rapport.x", "version": 1, "kind": "practice", "days": 3, "guide": "rapport"}
    return data | dict.fromkeys(TEXTS, text) | {"when": {"rating_at_most": 2, "talked": True}} | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"when": {"rating_at_most": 2}},  # about a conversation, yet asks for none
        {"when": {"talked": True}},  # stands on nothing
        {"when": {"talked": True, "rating_at_most": 2, "applications_at_least": 9}},  # stands on two things
        {"when": {"talked": True, "rating_at_most": 2, "mood": "low"}},
        {"key": "fit.x"},
        {"kind": "prayer"},
    ],
)
def test_a_rule_that_breaks_the_form_is_refused(changes):
    with pytest.raises(ContentError):
        _rule(Node(rule_data(**changes), "rapport.yaml"), Area.RAPPORT)
    assert _rule(Node(rule_data(), "rapport.yaml"), Area.RAPPORT).key == "rapport.x"
