"""The open rules over written stories, and what a reader may read of them."""

import json

import pytest

from coach_platform.content.case_facts import CaseFacts, SearchFacts
from coach_platform.content.suggestion_rules import all_rules, current_rules
from coach_platform.content.suggestions import Suggestion, from_stored, render, suggest
from coach_platform.content.vocabulary import Area, Section, Stage
from tests.content.stories_of_seekers import all_stories, case_id

STORIES = {story.name: story for story in all_stories()}
in_each_story = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)


def test_there_are_enough_stories_and_every_rule_is_offered_in_one():
    assert len(STORIES) >= 12
    offered = {rule for story in STORIES.values() for rule in story.offered}
    assert {rule.key for rule in current_rules()} - offered == set()


@in_each_story
def test_a_story_is_answered_with_what_it_expects(story):
    assert story.expect - set(story.offered) == set()
    if story.expect_nothing:
        assert story.offered == {}


@in_each_story
def test_a_story_is_never_answered_with_what_it_forbids(story):
    assert story.forbid & set(story.offered) == set()
    assert story.forbid_areas & {rule.split(".")[0] for rule in story.offered} == set()


@in_each_story
def test_the_named_rules_exist(story):
    known = {key for key, _ in all_rules()}
    assert (story.expect | story.forbid | set(story.evidence)) <= known


@in_each_story
def test_evidence_is_the_cases_in_which_the_rule_holds(story):
    for rule, companies in story.evidence.items():
        assert [story.companies[case] for case in story.offered[rule].evidence] == companies


@in_each_story
def test_the_strongest_evidence_comes_first(story):
    if story.first:
        assert story.suggestions[0].rule == story.first


@in_each_story
@pytest.mark.parametrize("locale", ["en-CA", "fr-CA"])
def test_every_suggestion_names_its_evidence_to_its_owner(story, locale):
    for suggestion in story.suggestions:
        why = render(suggestion, locale, story.companies).why
        named = [story.companies[case] for case in suggestion.evidence[:3]]
        assert all(name in why for name in named)
        assert all(str(count) in why for key, count in suggestion.params.items() if key != "talks")
        assert "{" not in why


@in_each_story
@pytest.mark.parametrize("locale", ["en-CA", "fr-CA"])
def test_a_reader_without_the_cases_reads_the_area_and_no_count(story, locale):
    for suggestion in story.suggestions:
        why = render(suggestion, locale, {}, sees_pipeline=False).why
        assert not any(company in why for company in story.companies.values())
        assert not any(letter.isdigit() for letter in why)


def test_counts_shrink_to_the_cases_a_reader_may_see():
    story = STORIES["15_three_interviews_same_gap"]
    suggestion = story.offered["research.ask_an_insider"]
    granted = {case: name for case, name in story.companies.items() if name in {"Alpha", "Bravo"}}
    everything = "In 3 of 4 cases (Alpha, interview; Charlie, final round; Delta, applied), you"
    assert render(suggestion, "en", story.companies).why.startswith(everything)
    assert render(suggestion, "en", granted).why.startswith("In 1 of 2 cases (Alpha, interview), you")
    assert render(suggestion, "fr", granted).why.startswith("Dans 1 dossier sur 2 (Alpha, entrevue), vous")
    assert render(suggestion, "fr", {case_id("Alpha"): "Alpha"}).why.startswith(
        "Dans le dossier Alpha (entrevue), vous"
    )
    assert render(suggestion, "en", {case_id("Bravo"): "Bravo"}).why == "It works on one area of your plan: research."


def test_the_numbers_are_those_of_the_cases_a_reader_may_see():
    story = STORIES["15_three_interviews_same_gap"]
    suggestion = story.offered["research.ask_an_insider"]
    alpha = {case_id("Alpha"): "Alpha"}
    assert render(suggestion, "en", story.companies).why.endswith("about the company 2, 1 and 2 of 5.")
    assert "vous avez donné 2, 1 et 2 sur 5 à ce que" in render(suggestion, "fr", story.companies).why
    assert render(suggestion, "en", alpha).why.endswith("about the company 2 of 5.")


def test_many_numbers_become_the_lowest_and_the_highest():
    facts = [
        CaseFacts(case_id(str(n)), frozenset({Stage.INTERVIEW}), ratings={Area.RESEARCH: 1 + n % 2}) for n in range(5)
    ]
    found = {one.rule: one for one in suggest(facts, set(), set())}
    why = render(found["research.one_page"], "fr", {case_id(str(n)): f"Société {n}" for n in range(5)}).why
    assert "Société 2, entrevue; et 2 de plus), vous avez eu une conversation et donné de 1 à 2 sur 5 à ce que" in why


def test_a_stage_is_named_only_to_who_may_see_the_story():
    story = STORIES["15_three_interviews_same_gap"]
    suggestion = story.offered["research.ask_an_insider"]
    seen = {case_id("Alpha"): "Alpha", case_id("Charlie"): "Charlie"}
    why = render(suggestion, "en", seen, stages_seen=[case_id("Alpha")]).why
    assert why.startswith("In 2 of 2 cases (Alpha, interview; Charlie), you")


def test_many_companies_are_counted_and_only_some_named():
    names = {case_id(str(n)): f"Company {n}" for n in range(6)}
    suggestion = Suggestion("fit.version_for_this_role", 1, evidence=tuple(names), considered=tuple(names))
    assert "In 6 of 6 cases (Company 0, Company 1, Company 2 and 3 more)" in render(suggestion, "en", names).why
    assert "Dans 6 dossiers sur 6 (Company 0, Company 1, Company 2 et 3 de plus)" in render(suggestion, "fr", names).why


def test_a_company_name_is_never_a_template():
    suggestion = Suggestion("fit.show_the_lines", 1, evidence=(case_id("x"),), considered=(case_id("x"),))
    assert "{where}{0.__class__}" in render(suggestion, "en", {case_id("x"): "{where}{0.__class__}"}).why


def test_a_dismissed_rule_is_not_offered_again_in_a_new_case():
    low = [CaseFacts(case_id(str(n)), frozenset({Stage.INTERVIEW}), ratings={Area.RESEARCH: 1}) for n in range(3)]
    first = suggest(low[:1], set(), set())
    assert suggest(low, dismissed={one.rule for one in first}, existing={"research.ask_an_insider"}) == []


def test_a_good_rating_in_every_other_case_is_counted_against():
    facts = [
        CaseFacts(case_id(str(n)), frozenset({Stage.INTERVIEW}), ratings={Area.RAPPORT: rating})
        for n, rating in enumerate([1, 4, 5])
    ]
    (suggestion,) = suggest(facts, set(), set())
    assert (len(suggestion.evidence), len(suggestion.considered)) == (1, 3)


def test_the_whole_search_speaks_only_when_it_is_given():
    assert suggest([], set(), set()) == []
    assert suggest([], set(), set(), SearchFacts(applications=14, talks=0)) == []
    assert [one.rule for one in suggest([], set(), set(), SearchFacts(15, 0))] == ["fit.five_matched"]
    assert suggest([], set(), set(), SearchFacts(applications=60, talks=1)) == []


def test_a_suggestion_knows_the_section_its_evidence_comes_from():
    def rests_on(rule):
        return Suggestion(rule, 1).rests_on

    assert rests_on("research.one_page") is Section.DEEPER
    assert rests_on("skills.task_again") is Section.STORY
    assert rests_on("skills.ask_what_is_enough") is Section.STORY
    assert rests_on("fit.five_matched") is rests_on("fit.quiet_nos") is Section.PIPELINE


@in_each_story
def test_a_suggestion_reads_the_same_after_it_was_stored(story):
    for suggestion in story.suggestions:
        params = json.loads(json.dumps(suggestion.stored_params()))
        again = from_stored(suggestion.rule, suggestion.version, params, suggestion.evidence)
        assert render(again, "fr", story.companies) == render(suggestion, "fr", story.companies)
        assert not any(name in json.dumps(params, ensure_ascii=False) for name in story.companies.values())


def test_an_unknown_version_is_refused():
    with pytest.raises(KeyError):
        render(Suggestion("fit.show_the_lines", 99), "en", {})
