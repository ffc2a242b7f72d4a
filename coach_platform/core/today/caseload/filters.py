"""Which lines of a caseload, and in which order. Pure; the words of an address and of a saved view are the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from coach_platform.core.today.caseload.lines import CaseloadLine
from coach_platform.core.today.caseload.work_stages import WorkStage
from coach_platform.kit.ids import parse_id
from coach_platform.kit.text import plain

LONGEST = 200  # of what is searched for


class Beside(StrEnum):
    """Whose seekers."""

    MINE = "mine"  # a coaching of my own
    TEAM = "team"  # seen by a team's grant alone


class Sort(StrEnum):
    """By which column."""

    NAME = "name"
    STAGE = "stage"
    SINCE = "since"
    LAST_HERE = "last_here"
    WAITING = "waiting"
    OPEN = "open"
    OVERDUE = "overdue"
    CASES = "cases"
    CONFIDENCE = "confidence"


@dataclass(frozen=True)
class Filters:
    """All of these must hold. A figure that is not granted never fits a filter that asks for it."""

    words: str = ""  # in the name, without accents
    stages: frozenset[WorkStage] = frozenset()  # one of them; none: any
    waiting: bool = False
    overdue: bool = False
    quiet: bool = False
    beside: Beside | None = None
    office: UUID | None = None

    def __bool__(self) -> bool:
        return self != Filters()

    def without_words(self) -> "Filters":
        """The same, but for what is searched for: a name is somebody's, and is not kept."""
        return replace(self, words="")


@dataclass(frozen=True)
class Order:
    """By a column, and which way."""

    by: Sort = Sort.NAME
    descending: bool = False


def fits(line: CaseloadLine, wanted: Filters) -> bool:
    """Whether a line is among those."""
    return (
        all(word in line.name_sort for word in plain(wanted.words).split())
        and (not wanted.stages or line.work_stage in wanted.stages)
        and (not wanted.waiting or line.waiting_since is not None)
        and (not wanted.overdue or bool(line.overdue))
        and (not wanted.quiet or line.quiet)
        and (wanted.beside is None or line.mine is (wanted.beside is Beside.MINE))
        and (wanted.office is None or line.office_id == wanted.office)
    )


# Of each column: is it granted, and what stands there (None: nothing).
_COLUMN: Mapping[Sort, tuple[Callable[[CaseloadLine], bool], Callable[[CaseloadLine], Any]]] = {
    Sort.NAME: (lambda _: True, lambda line: (line.name_sort, line.seeker_id)),
    Sort.STAGE: (lambda line: line.work_stage is not None, lambda line: line.work_stage and line.work_stage.rank),
    Sort.SINCE: (lambda _: True, lambda line: line.since),
    Sort.LAST_HERE: (lambda line: line.activity, lambda line: line.last_seen_at),
    Sort.WAITING: (lambda line: line.plan, lambda line: line.waiting_since),
    Sort.OPEN: (lambda line: line.plan, lambda line: line.open_actions),
    Sort.OVERDUE: (lambda line: line.plan, lambda line: line.overdue),
    Sort.CASES: (lambda line: line.cases is not None, lambda line: line.cases),
    Sort.CONFIDENCE: (
        lambda line: line.confidence is not None,
        lambda line: line.confidence[-1] if line.confidence else None,
    ),
}


def ordered(lines: Iterable[CaseloadLine], order: Order) -> list[CaseloadLine]:
    """In that order; alike ones by name. Where nothing stands yet comes after, what is not granted last, either way."""
    granted, value = _COLUMN[order.by]
    by_name = sorted(lines, key=lambda line: (line.name_sort, line.seeker_id))
    full = [line for line in by_name if granted(line) and value(line) is not None]
    empty = [line for line in by_name if granted(line) and value(line) is None]
    # `reverse` keeps alike ones in the order they had: by name, both ways.
    full.sort(key=value, reverse=order.descending)
    return [*full, *empty, *(line for line in by_name if not granted(line))]


Asked = Mapping[str, Sequence[str]]


def filters_of(asked: Asked) -> Filters:
    """What an address or a saved view asks for; a word nobody offered counts as none."""
    stages, one = {stage.value: stage for stage in WorkStage}, _first(asked)
    return Filters(
        words=one("q").replace("\0", "").strip()[:LONGEST],
        stages=frozenset(stages[word] for word in asked.get("stage", ()) if word in stages),
        **{name: one(name) == "1" for name in ("waiting", "overdue", "quiet")},
        beside=next((each for each in Beside if each == one("beside")), None),
        office=parse_id(one("office")),
    )


def order_of(asked: Asked) -> Order:
    """The same of the order."""
    one = _first(asked)
    return Order(next((each for each in Sort if each == one("sort")), Sort.NAME), one("dir") == "desc")


def as_words(wanted: Filters, order: Order = Order()) -> dict[str, list[str]]:
    """The other way round: what stands in an address. What is not asked is left out."""
    asked: dict[str, Sequence[str]] = {
        "q": [wanted.words],
        "stage": [stage.value for stage in sorted(wanted.stages, key=lambda stage: stage.rank)],
        **{name: ["1"] if getattr(wanted, name) else [] for name in ("waiting", "overdue", "quiet")},
        "beside": [wanted.beside.value if wanted.beside else ""],
        "office": [str(wanted.office or "")],
        "sort": [order.by.value if order.by is not Sort.NAME or order.descending else ""],
        "dir": ["desc" if order.descending else ""],
    }
    return {name: kept for name, words in asked.items() if (kept := [word for word in words if word])}


def _first(asked: Asked) -> Callable[[str], str]:
    return lambda name: next(iter(asked.get(name, ())), "")
