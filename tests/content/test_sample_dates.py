"""The days of the sample world are possible: nothing is answered before it was asked, or read before it was granted."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from coach_platform.content import sample_world
from coach_platform.content.vocabulary import Stage

SEEKERS = {seeker["seeker"]: seeker for seeker in sample_world.seekers()}
PEOPLE = {person["login"]: person for person in sample_world.people()}
EACH_SEEKER = pytest.mark.parametrize("login", sorted(SEEKERS))


def applications(login: str) -> list[dict[str, Any]]:
    return SEEKERS[login]["applications"]


def comments(login: str) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Each comment, with the case it stands at."""
    for application in applications(login):
        for comment in application.get("case", {}).get("comments", []):
            yield comment, application["key"]
    for comment in (SEEKERS[login].get("plan") or {}).get("comments", []):
        yield comment, None


def days_of(event: dict[str, Any]) -> list[int]:
    return [event["days_ago"]] if "days_ago" in event else []


def days(events: list[dict[str, Any]]) -> list[int]:
    """Days before today; what is ahead is negative."""
    return [event["days_ago"] if "days_ago" in event else -event["in_days"] for event in events]


@EACH_SEEKER
def test_stages_come_one_after_the_other_and_the_outcome_last(login: str):
    for application in applications(login):
        when = days(application["stages"])
        ranks = [Stage(event["stage"]).rank for event in application["stages"]]
        assert ranks == sorted(set(ranks)) and ranks[0] == 0, application["key"]
        assert when == sorted(when, reverse=True), application["key"]
        outcome = application["outcome"]
        if outcome["value"] == "open":
            assert "days_ago" not in outcome, application["key"]
        else:
            assert min(when) >= outcome["days_ago"] >= 0, application["key"]
        learned = [earlier["days_ago"] for earlier in application.get("earlier_outcomes", [])] + days_of(outcome)
        assert learned == sorted(learned, reverse=True), application["key"]


@EACH_SEEKER
def test_a_no_is_opened_or_batched_after_it_came(login: str):
    for application in applications(login):
        for part, when in (("case", "opened_days_ago"), ("batch", "days_ago")):
            if part in application:
                assert application[part][when] <= application["outcome"]["days_ago"], application["key"]
        assert not {"case", "batch"} <= set(application), application["key"]


@EACH_SEEKER
def test_assessments_follow_the_opening_of_their_case_in_order(login: str):
    for application in applications(login):
        case = application.get("case")
        if case:
            steps = [case["opened_days_ago"]]
            steps += [
                case[part]["days_ago"] for part in ("first_assessment", "deeper", "coach_answers") if part in case
            ]
            assert steps == sorted(steps, reverse=True), application["key"]


@EACH_SEEKER
def test_the_resume_that_was_sent_existed_then(login: str):
    made = {version["key"]: version["days_ago"] for version in SEEKERS[login]["resume_versions"]}
    for application in applications(login):
        assert made[application["resume_version"]] >= application["stages"][0]["days_ago"], application["key"]


@EACH_SEEKER
def test_check_ins_are_in_order_and_since_the_seeker_joined(login: str):
    when = [check_in["days_ago"] for check_in in SEEKERS[login]["check_ins"]]
    assert when == sorted(set(when), reverse=True)
    assert max(when) <= PEOPLE[login]["joined_days_ago"]
    assert all(check_in["confidence"] in range(1, 6) for check_in in SEEKERS[login]["check_ins"])
    assert {check_in["occasion"] for check_in in SEEKERS[login]["check_ins"]} <= {"logged", "planned", "other"}


@EACH_SEEKER
def test_a_coaching_is_asked_answered_and_ended_in_this_order(login: str):
    for coaching in SEEKERS[login]["coachings"]:
        when = [
            coaching[name] for name in ("requested_days_ago", "accepted_days_ago", "ended_days_ago") if name in coaching
        ]
        assert when == sorted(when, reverse=True)
        assert when[0] <= min(PEOPLE[login]["joined_days_ago"], PEOPLE[coaching["coach"]]["joined_days_ago"])
        assert ("accepted_days_ago" in coaching) == (coaching["state"] in {"active", "ended"})
        assert ("ended_days_ago" in coaching) == (coaching["state"] == "ended")
        member = [m for m in sample_world.memberships() if m["person"] == coaching["coach"]]
        assert [(m["organisation"], m["office"]) for m in member] == [(coaching["organisation"], coaching["office"])]


@EACH_SEEKER
def test_one_grant_lives_at_a_time_within_its_coaching(login: str):
    opened = {a["key"]: a["case"]["opened_days_ago"] for a in applications(login) if "case" in a}
    for coaching in SEEKERS[login]["coachings"]:
        grants = coaching["grants"]
        assert bool(grants) == (coaching["state"] in {"active", "ended"})
        for before, after in itertools.pairwise(grants):
            assert before["revoked_days_ago"] >= after["days_ago"]
        for grant in grants:
            assert coaching["accepted_days_ago"] >= grant["days_ago"] >= grant.get("revoked_days_ago", 0)
            if grant["cases"] != "all_future":
                assert all(opened[key] >= grant["days_ago"] for key in grant["cases"])
        if coaching["state"] == "ended":
            assert grants[-1]["revoked_days_ago"] == coaching["ended_days_ago"]


SECTION_OF = {
    "practice": "practice",
    "plan": "plan",
    "action": "plan",
    "case": "story",
    "first_assessment": "story",
    "deeper": "deeper",
}


@EACH_SEEKER
def test_a_coach_comments_only_on_what_was_granted_that_day(login: str):
    grants = [(c["coach"], grant) for c in SEEKERS[login]["coachings"] for grant in c["grants"]]
    for comment, case in comments(login):
        if comment["by"] == login:
            continue
        section = SECTION_OF[comment["at"].split(".")[0]]
        assert any(
            coach == comment["by"]
            and section in grant["sections"]
            and grant["days_ago"] >= comment["days_ago"] >= grant.get("revoked_days_ago", 0)
            and (case is None or grant["cases"] == "all_future" or case in grant["cases"])
            for coach, grant in grants
        ), comment


@EACH_SEEKER
def test_comments_stand_at_something_that_was_there(login: str):
    actions = {action["key"] for action in (SEEKERS[login].get("plan") or {"actions": []})["actions"]}
    cases = {a["key"]: a["case"] for a in applications(login) if "case" in a}
    for comment, key in comments(login):
        what, _, which = comment["at"].partition(".")
        if key is None:
            assert what == "plan" or which in actions, comment
        elif what == "case":
            assert comment["days_ago"] <= cases[key]["opened_days_ago"], comment
        elif what == "practice":
            asked = cases[key]["deeper"]
            assert int(which) < len(asked["answers"]["surprises"]["items"]), comment
            assert comment["days_ago"] <= asked["days_ago"], comment
        else:
            assert which in cases[key][what]["answers"], comment
            assert comment["days_ago"] <= cases[key][what]["days_ago"], comment


@EACH_SEEKER
def test_a_plan_stands_where_its_last_review_left_it(login: str):
    plan = SEEKERS[login].get("plan")
    if not plan:
        return
    for review in plan["reviews"]:
        when = [review[name] for name in ("asked_days_ago", "answered_days_ago", "agreed_days_ago") if name in review]
        assert when == sorted(when, reverse=True)
        assert ("answer" in review) == ("answered_days_ago" in review)
    turns = {"asked_days_ago": "awaiting_coach", "answered_days_ago": "awaiting_seeker", "agreed_days_ago": "agreed"}
    last = [name for name in turns if name in plan["reviews"][-1]][-1]
    assert (plan["turn"], plan["turn_since_days_ago"]) == (turns[last], plan["reviews"][-1][last])


@EACH_SEEKER
def test_actions_are_closed_in_the_past_with_a_word_why(login: str):
    for action in (SEEKERS[login].get("plan") or {"actions": []})["actions"]:
        closed = action["state"] in {"done", "dropped"}
        assert closed == ("closed_days_ago" in action) == ("closing_words" in action), action["key"]
        assert ("due_days_ago" in action) != ("due_in_days" in action), action["key"]


@EACH_SEEKER
def test_a_seeker_did_nothing_after_they_were_last_seen(login: str):
    seen = PEOPLE[login]["seen_days_ago"]
    done = [check_in["days_ago"] for check_in in SEEKERS[login]["check_ins"]]
    done += [comment["days_ago"] for comment, _ in comments(login) if comment["by"] == login]
    done += [event["days_ago"] for a in applications(login) for event in a["stages"] if "days_ago" in event]
    done += [a["outcome"]["days_ago"] for a in applications(login) if "days_ago" in a["outcome"]]
    done += [a["batch"]["days_ago"] for a in applications(login) if "batch" in a]
    done += [a["case"]["opened_days_ago"] for a in applications(login) if "case" in a]
    assert min(done) >= seen
