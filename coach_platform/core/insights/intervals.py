"""How sure a share can be: score intervals for one proportion and for the difference of two. Pure.

Wilson (1927): with z the normal quantile of the level, p = k/n,
    centre = (p + z^2 / 2n) / (1 + z^2 / n)
    half   = z * sqrt(p (1 - p) / n + z^2 / 4n^2) / (1 + z^2 / n)
Newcombe (1998), method 10, for p1 - p2 with the Wilson limits (l1, u1) and (l2, u2):
    lower = d - sqrt((p1 - l1)^2 + (u2 - p2)^2)
    upper = d + sqrt((u1 - p1)^2 + (p2 - l2)^2)
Sources, and why these two: docs/insights.md.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import hypot, sqrt
from statistics import NormalDist

USUAL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both counted in."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """From end to end."""
        return self.high - self.low

    def excludes(self, value: float) -> bool:
        """Whether `value` lies outside."""
        return not self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Share:
    """`hit` of `of`, both counts; `of` may be 0: then there is nothing to say."""

    hit: int
    of: int

    @property
    def value(self) -> float:
        """Between 0 and 1; 0 of 0 is 0."""
        return self.hit / self.of if self.of else 0.0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.hit + other.hit, self.of + other.of)

    def __sub__(self, other: "Share") -> "Share":
        return Share(self.hit - other.hit, self.of - other.of)


def wilson(share: Share, level: float = USUAL) -> Interval:
    """Wilson's score interval of a share at `level` (0 < level < 1); 0 of 0 may be anything from 0 to 1."""
    if not share.of:
        return Interval(0.0, 1.0)
    n, p, z2 = share.of, share.value, _z(level) ** 2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = sqrt(z2) * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # At 0 and n of n one limit is exactly the edge; rounding must not put the share outside its own interval.
    low = 0.0 if share.hit == 0 else max(0.0, centre - half)
    high = 1.0 if share.hit == n else min(1.0, centre + half)
    return Interval(low, high)


def difference(one: Share, other: Share, level: float = USUAL) -> Interval:
    """Newcombe's interval for `one` less `other` at `level`, both independent; from -1 to 1."""
    a, b = wilson(one, level), wilson(other, level)
    d = one.value - other.value
    low = d - hypot(one.value - a.low, b.high - other.value)
    high = d + hypot(a.high - one.value, other.value - b.low)
    return Interval(max(-1.0, low), min(1.0, high))


@lru_cache(maxsize=512)
def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)
