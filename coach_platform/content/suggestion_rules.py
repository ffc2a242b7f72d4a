"""The open rules that propose actions: suggestions/<area>.yaml, read and checked. How to write one:

key, version     version goes up when the meaning changes; the old version stays in the file, so that what was
                 stored with it can still be read
kind, days       kind of action; a proposed time to do it, in days
guide            key of the guide that goes with it
when             all of these must hold in a case for it to be evidence (cases_at_least of them, 1 unless said)
  stage_at_least, stage_at_most   the furthest stage
  talked                          somebody spoke with the seeker (true) or nobody did (false)
  rating_at_most                  own rating of the area, 1-5
  low_stage                       own performance rated 2 or less at that stage
  requirement, need               a line of the posting marked lack / had_not_shown; of that need
  weakness                        sensed / pointed_out
  surprise                        a question that surprised
  balance                         too_much / too_little
  reason                          the employer's own stated reason speaks of this area
  said                            what an employer answered, asked or not, speaks of this area
  applications_at_least, talks_at_most   of the whole search instead of a case
  same_cause_at_least             quiet nos put under this area in the weekly batch: of the whole search too
why              begins with {where} ("With Nordlys (interview)", "In 3 of 5 cases (...)"), which names the evidence;
                 says {rating} ("2 of 5") where the rule is about a rating; rules on the whole search say
                 {applications} or {same_cause} instead
title, if_then, obstacle, answer, done_when     what a person reads and then owns
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from coach_platform.content.reading import Both, ContentError, Node, names, read
from coach_platform.content.vocabulary import ActionKind, Area, Mark, Need, Section, Stage

# These areas are about conversations: their rules must ask for one.
TALK_AREAS = frozenset({Area.RAPPORT, Area.PREPARATION, Area.ANSWERS, Area.SURPRISES})


class Weakness(StrEnum):
    SENSED = "sensed"
    POINTED_OUT = "pointed_out"


class Balance(StrEnum):
    TOO_MUCH = "too_much"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True, slots=True)
class When:
    cases_at_least: int
    stage_at_least: Stage | None
    stage_at_most: Stage | None
    talked: bool | None
    rating_at_most: int | None
    low_stage: Stage | None
    requirement: Mark | None
    need: Need | None
    weakness: Weakness | None
    surprise: bool
    balance: Balance | None
    reason: bool
    said: bool
    applications_at_least: int | None
    talks_at_most: int | None
    same_cause_at_least: int | None

    @property
    def on_search(self) -> bool:
        """Stands on the whole search, not on cases."""
        return self.applications_at_least is not None or self.same_cause_at_least is not None

    @property
    def rests_on(self) -> Section:
        """The section whose words the evidence comes from: a reader without it must not read the sentence."""
        if self.on_search:
            return Section.PIPELINE
        if self.said:
            return Section.FEEDBACK
        return Section.STORY if self.low_stage or self.reason else Section.DEEPER

    @property
    def on_cases(self) -> bool:
        signals = (self.rating_at_most, self.low_stage, self.requirement, self.weakness, self.balance)
        return self.surprise or self.reason or self.said or any(signal is not None for signal in signals)


@dataclass(frozen=True, slots=True)
class Rule:
    key: str
    version: int
    area: Area
    kind: ActionKind
    days: int
    guide: str
    when: When
    title: Both
    why: Both
    if_then: Both
    obstacle: Both
    answer: Both
    done_when: Both


@cache
def all_rules() -> dict[tuple[str, int], Rule]:
    """Every version of every rule, by (key, version)."""
    rules: dict[tuple[str, int], Rule] = {}
    for name in names("suggestions/*.yaml"):
        node = read(name)
        area = node.word("area", Area)
        for rule in (_rule(part, area) for part in node.nodes("rules")):
            if (rule.key, rule.version) in rules:
                raise ContentError(f"{name}: {rule.key} v{rule.version} is there twice")
            rules[rule.key, rule.version] = rule
        node.done()
    return rules


@cache
def current_rules() -> tuple[Rule, ...]:
    """The newest version of each rule, in the order of the areas and of their files."""
    newest = {rule.key: rule for rule in sorted(all_rules().values(), key=lambda rule: rule.version)}
    order = {key: place for place, (key, _) in enumerate(all_rules())}
    areas = list(Area)
    return tuple(sorted(newest.values(), key=lambda rule: (areas.index(rule.area), order[rule.key])))


def _rule(node: Node, area: Area) -> Rule:
    rule = Rule(
        key=node.text("key"),
        version=node.number("version"),
        area=area,
        kind=node.word("kind", ActionKind),
        days=node.number("days"),
        guide=node.text("guide"),
        when=_when(node.node("when")),
        title=node.both("title"),
        why=node.both("why"),
        if_then=node.both("if_then"),
        obstacle=node.both("obstacle"),
        answer=node.both("answer"),
        done_when=node.both("done_when"),
    )
    node.done()
    if not rule.key.startswith(f"{area}."):
        raise ContentError(f"{node.where}: the key must begin with {area}.")
    if area in TALK_AREAS and rule.when.talked is not True:
        raise ContentError(f"{node.where}: {area} is about conversations, so it needs talked: true")
    return rule


def _when(node: Node) -> When:
    when = When(
        cases_at_least=node.number("cases_at_least", 1),
        stage_at_least=node.maybe_word("stage_at_least", Stage),
        stage_at_most=node.maybe_word("stage_at_most", Stage),
        talked=node.get("talked", bool, None),
        rating_at_most=node.number("rating_at_most", None),
        low_stage=node.maybe_word("low_stage", Stage),
        requirement=node.maybe_word("requirement", Mark),
        need=node.maybe_word("need", Need),
        weakness=node.maybe_word("weakness", Weakness),
        surprise=node.flag("surprise"),
        balance=node.maybe_word("balance", Balance),
        reason=node.flag("reason"),
        said=node.flag("said"),
        applications_at_least=node.number("applications_at_least", None),
        talks_at_most=node.number("talks_at_most", None),
        same_cause_at_least=node.number("same_cause_at_least", None),
    )
    node.done()
    if when.on_search == when.on_cases:
        raise ContentError(f"{node.where}: must stand on cases or on the whole search, one of them")
    if (when.low_stage or when.reason) and (when.rating_at_most or when.requirement or when.weakness or when.balance):
        # such a sentence would rest on two sections, and a grant is asked for one
        raise ContentError(f"{node.where}: stands on the story and on the deeper assessment at once")
    if when.said and (when.low_stage or when.reason or when.rating_at_most or when.requirement or when.weakness):
        raise ContentError(f"{node.where}: stands on feedback and on another section at once")
    return when
