"""How far did I ever get: of all tries, how many got at least as far as each stage. Pure; the order of events is nothing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coach_platform.content.vocabulary import STAGES, Stage
from coach_platform.core.insights.intervals import Interval, Share, wilson
from coach_platform.core.insights.thresholds import GROUPS_SHOWN, JUDGED_FROM
from coach_platform.core.insights.tries import Try


class By(StrEnum):
    """What a funnel can be split by. The word is also the address's."""

    SOURCE = "source"
    WORK_MODE = "work_mode"
    ROLE_KIND = "role_kind"
    RESUME = "resume"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Reached:
    """How many of a group got at least as far as a stage."""

    stage: Stage
    share: Share

    @property
    def interval(self) -> Interval:
        """Wilson's, at 95%."""
        return wilson(self.share)

    @property
    def judged(self) -> bool:
        """Enough to say a range; else it is "too few to judge"."""
        return judged(self.share)


@dataclass(frozen=True, slots=True)
class Funnel:
    """One group's steps, in the order of the stages; the first is everything that was sent."""

    steps: tuple[Reached, ...]

    @property
    def total(self) -> int:
        """How many were sent."""
        return self.steps[0].share.of

    @property
    def furthest(self) -> Stage | None:
        """The furthest stage anything reached; None where nothing was sent."""
        return next((step.stage for step in reversed(self.steps) if step.share.hit), None)

    def at(self, stage: Stage) -> Reached:
        """The step of a stage."""
        return self.steps[stage.rank]


@dataclass(frozen=True, slots=True)
class Group:
    """The funnel of the tries that share something: a word of the vocabulary, a resume, a quarter; None: not noted."""

    key: Any
    funnel: Funnel


def judged(share: Share) -> bool:
    """Whether a share is said with its range; of few it would be as wide as a guess."""
    return share.of >= JUDGED_FROM


def funnel(tries: Iterable[Try]) -> Funnel:
    """Of `tries`, how many got at least as far as each stage. Who reached an offer passed every stage before it."""
    counts = Counter(one.furthest.rank for one in tries)
    total = counts.total()
    steps, still = [], total
    for stage in STAGES:
        steps.append(Reached(stage, Share(still, total)))
        still -= counts[stage.rank]
    return Funnel(tuple(steps))


def groups(tries: Iterable[Try], by: By) -> tuple[Group, ...]:
    """A funnel for each group, the largest first (periods: the latest first); what was not noted comes last."""
    key, members = KEYS[by], defaultdict(list)
    for one in tries:
        members[key(one)].append(one)
    noted = [Group(name, funnel(of)) for name, of in members.items() if name is not None]
    noted.sort(key=_order(by), reverse=True)
    return (*noted[:GROUPS_SHOWN], *_rest(members, noted))


def quarter(day: date | None) -> tuple[int, int] | None:
    """(year, 1-4), or None for a day nobody noted."""
    return None if day is None else (day.year, (day.month + 2) // 3)


def alike(tries: Sequence[Try], to: Try) -> tuple[By | None, list[Try]]:
    """The tries most like one: of the same kind of role, else found the same way, else all. With what they share."""
    for by in (By.ROLE_KIND, By.SOURCE):
        key = KEYS[by]
        same = [one for one in tries if key(to) is not None and key(one) == key(to)]
        if len(same) >= JUDGED_FROM:
            return by, same
    return None, list(tries)


KEYS: dict[By, Callable[[Try], Any]] = {
    By.SOURCE: lambda one: one.source,
    By.WORK_MODE: lambda one: one.work_mode,
    By.ROLE_KIND: lambda one: one.role_kind,
    By.RESUME: lambda one: one.resume_id,
    By.PERIOD: lambda one: quarter(one.applied_on),
}


class Rest(StrEnum):
    """Groups that are no group of their own."""

    OTHERS = "others"
    NOT_NOTED = "not_noted"


def _rest(members: dict[Any, list[Try]], noted: list[Group]) -> list[Group]:
    others = [one for group in noted[GROUPS_SHOWN:] for one in members[group.key]]
    rest = [(Rest.OTHERS, others), (Rest.NOT_NOTED, members.get(None, []))]
    return [Group(key, funnel(of)) for key, of in rest if of]


def _order(by: By) -> Callable[[Group], Any]:
    if by is By.PERIOD:
        return lambda group: group.key
    return lambda group: (group.funnel.total, str(group.key))
