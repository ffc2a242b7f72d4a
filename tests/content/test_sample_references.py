"""What the sample world takes from the rest of content/ is there: reasons, batch answers, rules, guides, marks."""

from collections.abc import Iterator
from typing import Any

from coach_platform.content import sample_world
from coach_platform.content.guides import KEYS
from coach_platform.content.reasons import batch_answers, reasons
from coach_platform.content.suggestion_rules import all_rules
from coach_platform.content.vocabulary import ActionKind, Area, Mark

WORDS = {"what", "why", "if_then", "obstacle", "obstacle_answer", "done_when"}
SEEKERS = sample_world.seekers()
APPLICATIONS = [application for seeker in SEEKERS for application in seeker["applications"]]
PLANS = [seeker["plan"] for seeker in SEEKERS if seeker.get("plan")]


def actions() -> Iterator[tuple[dict[str, Any], set[str]]]:
    """Each action, with the cases of its seeker."""
    for seeker in SEEKERS:
        cases = {application["key"] for application in seeker["applications"] if "case" in application}
        for action in (seeker.get("plan") or {"actions": []})["actions"]:
            yield action, cases


def test_stated_reasons_and_batch_answers_can_be_picked():
    stated = {a["outcome"]["stated_reason"] for a in APPLICATIONS if "stated_reason" in a["outcome"]}
    answered = {a["batch"]["answer"] for a in APPLICATIONS if "batch" in a}
    assert len(stated) > 5 and stated <= set(reasons())
    assert len(answered) > 5 and answered <= set(batch_answers())


def test_marks_are_words_of_the_product():
    answers = [a["case"]["deeper"]["answers"] for a in APPLICATIONS if "deeper" in a.get("case", {})]
    marks = {mark["mark"] for answer in answers for mark in answer.get("match", {}).get("marks", [])}
    assert marks == set(Mark)


def test_an_action_says_everything_itself_or_leaves_all_of_it_to_its_rule():
    assert {"rule" in action for action, _ in actions()} == {True, False}
    for action, cases in actions():
        ActionKind(action["kind"]), Area(action["area"])
        assert set(action["evidence"]) <= cases
        assert action["state"] in {"proposed", "open", "done", "dropped"}
        assert action["state"] != "proposed" or "proposed_by" in action
        if "rule" in action:
            rule = all_rules()[action["rule"], action["rule_version"]]
            assert (rule.kind, rule.area, rule.guide) == (action["kind"], action["area"], action["guide"])
            assert not WORDS & set(action)
        else:
            assert set(action) >= WORDS, action["key"]


def test_guides_and_dismissed_rules_are_there():
    assert {action["guide"] for action, _ in actions() if "guide" in action} <= set(KEYS)
    rules = {key for key, _ in all_rules()}
    dismissed = {each["rule"] for plan in PLANS for each in plan.get("dismissed_suggestions", [])}
    assert dismissed and dismissed <= rules


def test_a_plan_is_made_with_a_coach_of_ones_own():
    for seeker in SEEKERS:
        coaches = {coaching["coach"] for coaching in seeker["coachings"] if coaching["grants"]}
        if plan := seeker.get("plan"):
            named = {plan["coach"], *(review["coach"] for review in plan["reviews"])}
            named |= {action["proposed_by"] for action in plan["actions"] if "proposed_by" in action}
            assert named <= coaches, seeker["seeker"]
