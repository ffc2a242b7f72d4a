"""Fisher's exact test of two shares (Fisher 1935), in whole numbers. Pure.

Given how many hits there are in all, the number among the first group is hypergeometric when both groups are alike:
    P(X >= a) = sum over i >= a of C(K, i) C(N - K, n - i) / C(N, n)
with n = size of the first group, N = of both, K = hits in both, a = hits in the first.
"""

from math import comb

from coach_platform.core.insights.intervals import Share


def chance_of_more(one: Share, other: Share) -> float:
    """The chance of a difference upwards at least as large as this one, if both were alike. One-sided, never too small."""
    hits, size = one.hit + other.hit, one.of + other.of
    ways = sum(comb(hits, i) * comb(size - hits, one.of - i) for i in range(one.hit, min(hits, one.of) + 1))
    return ways / comb(size, one.of)
