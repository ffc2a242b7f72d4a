"""Simulated seekers, seeded: facts as the rules take them, without a database."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coach_platform.content.vocabulary import STAGES, Area, Mark, Outcome, Stage
from coach_platform.core.insights.patterns.lines import line_key
from coach_platform.core.insights.tries import Facts, Finished, Line, Looked, Said, Try

TODAY = date(2026, 11, 30)
POSTINGS = [
    f"Requirement {name}" for name in ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"]
]


@dataclass(frozen=True)
class Luck:
    """What chance is like for one simulated seeker; nothing here depends on anything else: no pattern."""

    tries: int
    cases: int
    talk: float = 0.2  # that a try leads to a conversation
    end: float = 0.5  # that a stage is the end, whichever it is
    weak: float = 0.35  # that a judged area is called weak
    missing: float = 0.4  # that a line is missing
    hurried: float = 0.0  # that of a try only the furthest stage was told, without its day


def id_of(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128))


def a_try(random: Random, luck: Luck, *, case: bool) -> Try:
    """Stages after sending, each of which is the end with the same chance; ratings that mean nothing."""
    stages = [Stage.APPLIED]
    if case or random.random() < luck.talk:
        for stage in STAGES[1:]:
            stages.append(stage)
            if stage is not Stage.OFFER and random.random() < luck.end:
                break
    outcome = Outcome.OFFER if Stage.OFFER in stages else random.choice([Outcome.REJECTED, Outcome.NO_REPLY])
    hurried = luck.hurried > 0 and len(stages) > 1 and random.random() < luck.hurried
    told = [Stage.APPLIED, stages[-1]] if hurried else stages
    return Try(
        application_id=id_of(random),
        stages=frozenset(told),
        undated=frozenset(told[1:] if hurried else ()),
        outcome=outcome,
        case_id=id_of(random) if case else None,
        applied_on=TODAY - timedelta(days=random.randrange(43, 700)),
        ratings={stage: random.randint(1, 5) for stage in told if stage is not Stage.APPLIED},
    )


def somebody(random: Random, luck: Luck) -> Facts:
    """A whole search without any pattern."""
    tries = tuple(a_try(random, luck, case=n < luck.cases) for n in range(luck.tries))
    cases = [one.case_id for one in tries if one.case_id]
    moody = {case: random.uniform(0.5, 1.5) for case in cases}  # a bad day colours a whole case
    looked = tuple(_looked(random, luck, case, moody[case]) for case in cases)
    return Facts(
        today=TODAY,
        tries=tries,
        looked=looked,
        lines=tuple(line for case in cases for line in _lines(random, luck, case)),
        said=tuple(Said(case, frozenset(random.sample(list(Area), random.randint(0, 1)))) for case in cases),
        finished=_acted_when_it_was_worst(looked),
    )


def _looked(random: Random, luck: Luck, case: UUID, mood: float) -> Looked:
    judged = [area for area in Area if random.random() < 0.8]
    day = TODAY - timedelta(days=random.randrange(1, 400))
    return Looked(case, day, {area: random.random() < luck.weak * mood for area in judged})


def _lines(random: Random, luck: Luck, case: UUID) -> list[Line]:
    texts = random.sample(POSTINGS, 4)
    marks = [Mark.LACK if random.random() < luck.missing else Mark.SHOWN for _ in texts]
    return [Line(case, line_key(text), text, mark) for text, mark in zip(texts, marks, strict=True)]


def _acted_when_it_was_worst(looked: tuple[Looked, ...]) -> tuple[Finished, ...]:
    """As people do: an action on an area is done once it was weak three times."""
    found = []
    for area in Area:
        weak = sorted(one.on for one in looked if one.weak.get(area))
        if len(weak) >= 3:
            found.append(Finished(area, weak[2]))
    return tuple(found)
