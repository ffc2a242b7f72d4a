"""Data without any pattern: how often a page says something of chance alone. And with one: that it is found."""

from dataclasses import replace
from random import Random

import pytest

from coach_platform.content.vocabulary import Area, Mark, Outcome, Stage
from coach_platform.core.insights.funnel import funnel
from coach_platform.core.insights.intervals import Share
from coach_platform.core.insights.patterns import ends, judging
from coach_platform.core.insights.patterns.finding import Claim
from coach_platform.core.insights.patterns.lines import line_key, subject_of
from coach_platform.core.insights.thresholds import FAMILY_ERROR, TABLE, Rule
from coach_platform.core.insights.tries import Facts, Line, Looked, Try
from tests.core.insights.people import TODAY, Luck, id_of, somebody

SEEKERS = 300
LUCK = [
    Luck(tries=12, cases=6),
    Luck(tries=60, cases=20),
    Luck(tries=100, cases=30, weak=0.15, missing=0.1, end=0.3),  # rare things: where the interval alone says too much
    Luck(tries=90, cases=35, end=0.7, weak=0.5),
    Luck(tries=100, cases=40, hurried=0.5),
    Luck(tries=100, cases=40, hurried=1),
]


@pytest.mark.parametrize("luck", LUCK, ids=lambda luck: f"{luck.tries}-tries-{luck.hurried}")
def test_of_seekers_without_any_pattern_fewer_than_five_in_a_hundred_read_a_claim(luck):
    random = Random(20_261_130)
    misled = sum(any(one.claim for one in judging.find(somebody(random, luck))) for _ in range(SEEKERS))
    assert misled / SEEKERS < FAMILY_ERROR, misled


def test_the_simulated_seekers_are_compared_in_every_rule_that_may_claim():
    """Without this the test above could pass because nothing was ever asked."""
    random, asked = Random(1), set()
    for _ in range(20):
        facts = somebody(random, LUCK[1])
        asked |= {one.rule for rule in judging.RULES.values() for one in rule(facts) if one.testable}
    assert asked == {rule for rule, row in TABLE.items() if row.tested_of is not None}


def test_what_was_sent_away_or_is_not_shown_is_counted_among_the_comparisons():
    findings = [one for rule in judging.RULES.values() for one in rule(somebody(Random(3), LUCK[1]))]
    shown = [one for one in findings if one.shown]
    assert len(shown) < len(findings)
    assert judging.possible_claims(findings) > judging.possible_claims(shown)


def claims(facts: Facts) -> dict[tuple[Rule, str], Claim]:
    return {(one.rule, one.subject): one.claim for one in judging.find(facts) if one.claim}


def test_an_area_that_truly_recurs_is_said_to_recur():
    random = Random(5)
    cases = [id_of(random) for _ in range(12)]
    weak = {area: area is Area.RESEARCH for area in Area}
    facts = Facts(looked=tuple(Looked(case, TODAY, weak) for case in cases))
    assert claims(facts) == {(Rule.AREA, "research"): Claim.ABOVE}


def test_a_stage_where_it_truly_ends_is_named():
    random = Random(6)
    ended = [Stage.APPLIED, Stage.SCREENING, Stage.INTERVIEW]
    onward = [*ended, Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND, Stage.OFFER]
    tries = [Try(id_of(random), frozenset(ended), Outcome.REJECTED) for _ in range(14)]
    tries += [Try(id_of(random), frozenset(onward), Outcome.OFFER) for _ in range(2)]
    assert claims(Facts(tries=tuple(tries))) == {(Rule.ENDS, "interview"): Claim.ABOVE}


def ended(facts: Facts, stage: Stage) -> Share:
    return next(one.here for one in ends.find(facts) if one.subject == stage.value)


@pytest.mark.parametrize("stage", [Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND, Stage.OFFER])
def test_of_whom_only_a_later_stage_is_told_passed_the_interview(stage):
    random = Random(10)
    told = {"undated": frozenset({Stage.INTERVIEW})}
    there = [
        Try(id_of(random), frozenset({Stage.APPLIED, Stage.INTERVIEW}), Outcome.REJECTED, **told) for _ in range(10)
    ]
    further = Try(id_of(random), frozenset({Stage.APPLIED, stage}), Outcome.REJECTED, undated=frozenset({stage}))
    facts = Facts(tries=(*there, further))
    assert (
        ended(facts, Stage.INTERVIEW) == Share(10, funnel(facts.tries).at(Stage.INTERVIEW).share.hit) == Share(10, 11)
    )


def test_a_stage_told_as_the_furthest_is_no_end_where_going_on_would_not_be_seen():
    random = Random(11)
    hurried = [
        Try(id_of(random), frozenset({Stage.APPLIED, stage}), Outcome.REJECTED, undated=frozenset({stage}))
        for stage in [Stage.SCREENING, Stage.TASK, Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND] * 5
    ]
    dated = [replace(one, undated=frozenset()) for one in hurried]
    found = {one.subject: one.here for one in ends.find(Facts(tries=tuple(hurried)))}
    assert {of for of in found.values() if of.of} == {found["interview"], found["applied"]}
    assert ended(Facts(tries=tuple(dated)), Stage.TASK) == Share(5, 5)


def test_a_task_with_a_day_proves_no_interview_and_one_told_as_the_furthest_is_none_that_ended_there():
    random = Random(12)
    task = Try(id_of(random), frozenset({Stage.APPLIED, Stage.TASK}), Outcome.REJECTED)
    assert ended(Facts(tries=(task,)), Stage.INTERVIEW) == Share(0, 0)
    told = replace(task, undated=frozenset({Stage.TASK}))
    assert ended(Facts(tries=(told,)), Stage.INTERVIEW) == Share(0, 1)


def test_a_low_rating_that_truly_precedes_the_end_is_named():
    random = Random(7)
    reached = frozenset({Stage.APPLIED, Stage.INTERVIEW})
    low = [Try(id_of(random), reached, Outcome.REJECTED, ratings={Stage.INTERVIEW: 1}) for _ in range(10)]
    onward = reached | {Stage.FINAL_ROUND, Stage.OFFER}
    high = [Try(id_of(random), onward, Outcome.OFFER, ratings={Stage.INTERVIEW: 5}) for _ in range(10)]
    assert claims(Facts(tries=(*low, *high)))[Rule.RATING, "interview"] is Claim.ABOVE


def test_a_line_that_is_truly_missing_again_and_again_is_named_in_whatever_words_it_was_put():
    random = Random(8)
    texts = ["5 years of SQL", "SQL: 5 years", "5 YEARS OF SQL."]
    others = [("French", Mark.SHOWN), ("English", Mark.SHOWN), ("Driving licence", Mark.SHOWN)]
    lines = []
    for n in range(9):
        case = id_of(random)
        lines.append(Line(case, line_key(texts[n % 3]), texts[n % 3], Mark.LACK))
        lines += [Line(case, line_key(text), text, mark) for text, mark in others]
    assert claims(Facts(lines=tuple(lines))) == {(Rule.LINE, subject_of("5 sql years")): Claim.ABOVE}


def test_a_search_that_truly_moves_may_move_both_ways():
    random = Random(9)
    old = [somebody_sent(random, 400 + n, led_on=False) for n in range(40)]
    new = [somebody_sent(random, 100 + n, led_on=n % 2 == 0) for n in range(40)]
    facts = Facts(tries=(*old, *new), today=TODAY)
    assert claims(facts)[Rule.MOVES, "talked"] is Claim.ABOVE
    turned = [replace(one, applied_on=TODAY - (TODAY - one.applied_on) * 6) for one in new]
    assert claims(replace(facts, tries=(*old, *turned)))[Rule.MOVES, "talked"] is Claim.BELOW


def somebody_sent(random: Random, days: int, *, led_on: bool) -> Try:
    stages = {Stage.APPLIED, Stage.SCREENING} if led_on else {Stage.APPLIED}
    day = TODAY.fromordinal(TODAY.toordinal() - days)
    return Try(id_of(random), frozenset(stages), Outcome.NO_REPLY, applied_on=day)
