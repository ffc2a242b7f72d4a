"""The sample world: nobody says the same sentence twice, and everything said points to something that is there."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coach_platform.content import sample_world
from coach_platform.content.vocabulary import (
    CoachField,
    Need,
    OfferState,
    Outcome,
    RoleKind,
    Source,
    SpokenLanguage,
    Stage,
    WorkMode,
)

SEEKERS = {seeker["seeker"]: seeker for seeker in sample_world.seekers()}
PEOPLE = {person["login"]: person for person in sample_world.people()}

# Names of things, and words of the product: these may come again. All else is a person's own text.
NOT_TEXT = {"asked_by", "at", "basis", "by", "cases", "city", "coach", "company", "email"}
NOT_TEXT |= {"ended_by", "evidence", "fields", "frequency", "guide", "key", "kind", "languages", "link", "locale"}
NOT_TEXT |= {"channel", "from", "reasons", "to"}
NOT_TEXT |= {"location", "login", "mark", "occasion", "office", "organisation", "area", "person", "proposed_by"}
NOT_TEXT |= {
    "requirement",
    "resume_version",
    "rule",
    "guide",
    "role",
    "role_kind",
    "roles",
    "sections",
    "seeker",
    "set",
    "source",
}
NOT_TEXT |= {
    "stage",
    "state",
    "stated_reason",
    "steps_done",
    "offer_state",
    "turn",
    "value",
    "weight",
    "work_mode",
    "zone",
}


def texts(node: Any, key: str = "") -> Iterator[str]:
    """Every text of a person, wherever it stands."""
    if isinstance(node, dict):
        for name, value in node.items():
            # in the batch `answer` is a word of the product, in a review it is the coach's text
            if name not in NOT_TEXT and not (key == "batch" and name == "answer"):
                yield from texts(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value, key)
    elif isinstance(node, str):
        yield node


def sentences(text: str) -> Iterator[str]:
    """A text's sentences, without case or the marks around them."""
    for sentence in re.split(r"(?<=[.!?…])\s+|\n+", text):
        if bare := re.sub(r"[^\w\s]", "", sentence).casefold().strip():
            yield " ".join(bare.split())


def world_texts() -> list[str]:
    return [*texts(list(SEEKERS.values())), *texts(sample_world.coaches())]


def applications() -> Iterator[tuple[str, dict[str, Any]]]:
    for login, seeker in SEEKERS.items():
        for application in seeker["applications"]:
            yield login, application


def furthest(application: dict[str, Any]) -> Stage:
    """The furthest stage behind, not the interview still to come."""
    return max((Stage(event["stage"]) for event in application["stages"] if "days_ago" in event), key=lambda s: s.rank)


def test_no_sentence_is_said_twice_in_the_whole_world():
    said = Counter(sentence for text in world_texts() for sentence in sentences(text))
    assert sum(said.values()) > 1000  # the splitter sees the texts at all
    assert [sentence for sentence, times in said.items() if times > 1] == []


def test_every_company_is_applied_to_once():
    companies = Counter(application["company"] for _, application in applications())
    assert [company for company, times in companies.items() if times > 1] == []


def test_the_cast_of_the_tests_is_there():
    roles = {login: person["roles"] for login, person in PEOPLE.items()}
    assert roles["sam"] == roles["nina"] == ["seeker"]
    assert roles["casey"] == roles["omar"] == ["coach"]
    assert (roles["dana"], roles["root"]) == (["admin"], ["operator"])
    assert set(SEEKERS) == {login for login, role in roles.items() if role == ["seeker"]}


def test_each_coach_has_a_profile_in_the_languages_they_write_in():
    profiles = {profile["person"]: profile for profile in sample_world.coaches()}
    assert set(profiles) == {login for login, person in PEOPLE.items() if person["roles"] == ["coach"]}
    for login, profile in profiles.items():
        assert PEOPLE[login]["locale"] in profile["headline"]
        assert set(profile["headline"]) == set(profile["about"]) <= set(profile["languages"])
        for language in profile["languages"]:
            SpokenLanguage(language)
        for field in profile["fields"]:
            CoachField(field)
    assert {profile["places_candidates"] for profile in profiles.values()} == {True, False}


def test_everybody_has_an_address_a_zone_and_a_digest_outside_quiet_hours():
    for login, person in PEOPLE.items():
        assert person["email"] == f"{login}@example.org"
        assert ZoneInfo(person["zone"])
        assert person["locale"] in {"en", "fr"}
        digest = person["digest"]
        assert digest["weekday"] in range(7) and digest["hour"] in range(8, 20)
        assert digest["frequency"] in {"weekly", "two_weeks", "monthly", "off"}


def test_sam_has_forty_applications_thirty_of_them_quiet_and_nine_cases():
    mine = SEEKERS["sam"]["applications"]
    early = {Stage.APPLIED, Stage.SCREENING}
    quiet = [
        a
        for a in mine
        if furthest(a) in early
        and (
            a["outcome"]["value"] in {"no_reply", "rejected"}
            or (
                a["outcome"]["value"] == "open"
                and a["stages"][-1].get("days_ago", 0) > PEOPLE["sam"]["no_reply_after_days"]
            )
        )
    ]
    assert (len(mine), sum("case" in a for a in mine)) == (40, 9)
    assert len(quiet) >= 30
    assert max(a["stages"][0]["days_ago"] for a in mine) in range(110, 130)  # four months


def test_sam_lost_late_was_offered_and_has_an_interview_ahead():
    mine = SEEKERS["sam"]["applications"]
    lost = {furthest(a) for a in mine if a["outcome"]["value"] == "rejected"}
    assert {Stage.SCREENING, Stage.INTERVIEW, Stage.TASK, Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND} <= lost
    assert [a["outcome"]["offer_state"] for a in mine if a["outcome"]["value"] == "offer"] == ["rescinded"]
    assert any("in_days" in event for a in mine for event in a["stages"])


def with_coach(states: dict[str, str]) -> list[str]:
    return [login for login, state in states.items() if state == "active"]


def test_casey_has_eight_seekers_and_three_who_are_not_or_no_longer_theirs_and_nina_and_omar_are_strangers():
    links = {(s["seeker"], c["coach"]): c["state"] for s in SEEKERS.values() for c in s["coachings"]}
    caseys = {seeker: state for (seeker, coach), state in links.items() if coach == "casey"}
    assert Counter(caseys.values()) == {"active": 8, "ended": 1, "invited": 1, "requested": 1}
    assert {SEEKERS[login]["plan"]["turn"] if SEEKERS[login]["plan"] else None for login in with_coach(caseys)} == {
        "awaiting_coach",
        "awaiting_seeker",
        "agreed",
        None,
    }
    assert SEEKERS["sam"]["plan"]["turn"] == "awaiting_coach"
    assert PEOPLE["theo"]["seen_days_ago"] == 16
    assert "nina" not in caseys
    assert {seeker for seeker, coach in links if coach == "omar"} == {"nina"}


def test_every_other_seeker_has_a_few_applications_and_a_case():
    assert (len(SEEKERS["luce"]["applications"]), len([a for a in SEEKERS["luce"]["applications"] if "case" in a])) == (
        14,
        3,
    )
    for login in set(SEEKERS) - {"sam", "luce"}:
        mine = SEEKERS[login]["applications"]
        assert len(mine) in range(3, 7), login
        assert any("case" in a for a in mine), login


@pytest.mark.parametrize(
    ("login", "application"), list(applications()), ids=lambda each: each if isinstance(each, str) else each["key"]
)
def test_an_application_uses_the_words_of_the_product(login: str, application: dict[str, Any]):
    Source(application["source"]), WorkMode(application["work_mode"]), RoleKind(application["role_kind"])
    assert application["resume_version"] in {version["key"] for version in SEEKERS[login]["resume_versions"]}
    assert application.get("link", "https://x.example.com/").split("/")[2].endswith(".example.com")
    for event in application["stages"]:
        assert event.get("rating", 3) in range(1, 6)
    for line in application.get("requirements", []):
        Need(line["weight"])
    reached = {event["stage"] for event in application["stages"]}
    for contact in application.get("contacts", []):
        assert contact["stage"] in reached
    outcome = application["outcome"]
    assert (Outcome(outcome["value"]) is Outcome.OFFER) == ("offer_state" in outcome)
    if "offer_state" in outcome:
        OfferState(outcome["offer_state"])


def test_french_texts_keep_their_spaces_together():
    french = [text for login, seeker in SEEKERS.items() if PEOPLE[login]["locale"] == "fr" for text in texts(seeker)]
    french += [profile["about"]["fr"] for profile in sample_world.coaches() if "fr" in profile["about"]]
    assert len(french) > 250
    assert [text for text in french if re.search(r"\S :(?=\s)|« | »|\d (?=[%$])| [;!?]", text)] == []
