"""A pattern as a page shows it: the sentence, its cases, what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from coach_platform.content.vocabulary import Area
from coach_platform.core.insights.models import Settled
from coach_platform.core.insights.patterns import judging
from coach_platform.core.insights.patterns.finding import Claim, Finding
from coach_platform.core.insights.reading import Became, Read
from coach_platform.core.insights.thresholds import Rule
from coach_platform.core.insights.words import interval_words, sentence

NAMED = 6  # cases named in a line; the rest are behind "and 3 more"


@dataclass(frozen=True, slots=True)
class PatternView:
    """One sentence. `claim`: it says more than a count. `how`: how sure it is; `cases`: (id, company), the latest first."""

    rule: Rule
    version: int
    subject: str
    sentence: str
    claim: Claim | None
    how: str
    cases: tuple[tuple[UUID, str], ...]
    area: Area | None
    action_id: UUID | None  # it is in the plan

    @property
    def key(self) -> str:
        """By which it is addressed and remembered."""
        return f"{self.rule}.{self.version}.{self.subject}"

    @property
    def named(self) -> tuple[tuple[UUID, str], ...]:
        """The cases a line has room for."""
        return self.cases[:NAMED]

    @property
    def more(self) -> int:
        """How many cases it has not."""
        return max(0, len(self.cases) - NAMED)


@dataclass(frozen=True, slots=True)
class Patterns:
    """What is said, and how many were sent away."""

    shown: tuple[PatternView, ...]
    dismissed: tuple[PatternView, ...]


def patterns(read: Read) -> Patterns:
    """Everything the rules find in these facts, in the reader's language."""
    found = judging.find(read.facts, whole=read.whole)
    away = [one for one in found if _kind(read, one) is Settled.DISMISSED]
    return Patterns(
        shown=tuple(_view(one, read) for one in found if one not in away),
        dismissed=tuple(_view(one, read) for one in away),
    )


def named_cases(cases: Iterable[UUID], companies: Mapping[UUID, str]) -> tuple[tuple[UUID, str], ...]:
    """Those that the reader may name, in the order of `companies` (the latest first)."""
    wanted = set(cases)
    return tuple((case_id, company) for case_id, company in companies.items() if case_id in wanted)


def _view(one: Finding, read: Read) -> PatternView:
    became = read.settled.get(one.key, Became(Settled.BACK))
    return PatternView(
        rule=one.rule,
        version=one.version,
        subject=one.subject,
        sentence=sentence(one),
        claim=one.claim,
        how=interval_words(one),
        cases=named_cases(one.cases, read.facts.companies),
        area=one.area,
        action_id=became.action_id,
    )


def _kind(read: Read, one: Finding) -> Settled | None:
    became = read.settled.get(one.key)
    return became.kind if became else None
