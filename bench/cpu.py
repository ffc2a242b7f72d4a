"""CPU time of whole process trees, to the nanosecond where the kernel says it."""

import contextlib
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil


def of_tree(pid: int) -> float:
    """Seconds of CPU that a process, its threads and its descendants have used, those that ended included."""
    total = 0.0
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for one in family:
        with contextlib.suppress(psutil.NoSuchProcess, OSError):
            times = one.cpu_times()
            total += _threads(one.pid) + times.children_user + times.children_system
    return total


def _threads(pid: int) -> float:
    # The first field is nanoseconds on a core; /proc/PID/stat would count in steps of ten milliseconds.
    spent = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            spent += int((task / "schedstat").read_text().split()[0])
    return spent / 1e9


@dataclass(frozen=True)
class Cost:
    """CPU seconds of one unit of work (a page, a letter): all of it, and PostgreSQL's part of that."""

    whole: float
    database: float = 0.0


@dataclass(frozen=True)
class Series:
    """One thing measured several times."""

    costs: tuple[Cost, ...]

    @property
    def median(self) -> float:
        return statistics.median(cost.whole for cost in self.costs)

    @property
    def database(self) -> float:
        """PostgreSQL's share of the CPU."""
        return statistics.median(cost.database / cost.whole if cost.whole else 0 for cost in self.costs)

    @property
    def spread(self) -> float:
        """Half of the way from the first quartile to the third, as a part of the median."""
        return quartiles(cost.whole for cost in self.costs)


def quartiles(values: Iterable[float]) -> float:
    """Half of the interquartile range as a part of the median."""
    found = list(values)
    if len(found) < 2:
        return 0.0
    low, _middle, high = statistics.quantiles(found, n=4, method="inclusive")
    return (high - low) / 2 / statistics.median(found)


@dataclass(frozen=True)
class Pair:
    """Two things measured in turn: A B A B. The ratio is the median of the ratios of neighbours."""

    baseline: Series
    ours: Series

    @property
    def ratios(self) -> list[float]:
        return [b.whole / a.whole for a, b in zip(self.baseline.costs, self.ours.costs, strict=True)]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def spread(self) -> float:
        return quartiles(self.ratios)


def in_turn(baseline: Callable[[], Cost], ours: Callable[[], Cost], rounds: int) -> Pair:
    """Both once to warm up, then A B A B."""
    baseline(), ours()
    found: list[tuple[Cost, Cost]] = [(baseline(), ours()) for _ in range(rounds)]
    return Pair(Series(tuple(a for a, _ in found)), Series(tuple(b for _, b in found)))
