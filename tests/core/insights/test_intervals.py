"""The arithmetic of doubt, held against scipy and against the worked examples of the papers."""

from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact

from coach_platform.core.insights.exact import chance_of_more
from coach_platform.core.insights.funnel import judged
from coach_platform.core.insights.intervals import Interval, Share, difference, wilson
from coach_platform.core.insights.thresholds import JUDGED_FROM

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:scipy")
CLOSE = 1e-9


@st.composite
def shares(draw, most: int = 400) -> Share:
    of = draw(st.integers(1, most))
    return Share(draw(st.integers(0, of)), of)


levels = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.999])


@settings(deadline=None)
@given(shares(2_000), levels)
def test_wilsons_interval_is_scipys(share, level):
    theirs = binomtest(share.hit, share.of).proportion_ci(level, method="wilson")
    ours = wilson(share, level)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=CLOSE)


@settings(deadline=None)
@given(shares(), shares(), levels)
def test_newcombes_interval_is_put_together_from_scipys_limits(one, other, level):
    a = binomtest(one.hit, one.of).proportion_ci(level, method="wilson")
    b = binomtest(other.hit, other.of).proportion_ci(level, method="wilson")
    p, q = one.hit / one.of, other.hit / other.of
    ours = difference(one, other, level)
    assert ours.low == pytest.approx(max(-1, p - q - hypot(p - a.low, b.high - q)), abs=CLOSE)
    assert ours.high == pytest.approx(min(1, p - q + hypot(a.high - p, q - b.low)), abs=CLOSE)


# Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10, at 95%.
PUBLISHED = [
    (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
    (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
    (Share(6, 7), Share(2, 7), 0.0582, 0.8062),
    (Share(5, 56), Share(0, 29), -0.0381, 0.1926),
    (Share(0, 10), Share(0, 20), -0.1611, 0.2775),
    (Share(0, 10), Share(0, 10), -0.2775, 0.2775),
    (Share(10, 10), Share(0, 20), 0.6791, 1.0),
    (Share(10, 10), Share(0, 10), 0.6075, 1.0),
]


@pytest.mark.parametrize(("one", "other", "low", "high"), PUBLISHED)
def test_newcombes_interval_is_that_of_the_paper(one, other, low, high):
    ours = difference(one, other)
    assert (round(ours.low, 4), round(ours.high, 4)) == (low, high)


@settings(deadline=None)
@given(shares(), shares())
def test_fishers_test_is_scipys(one, other):
    table = [[one.hit, one.of - one.hit], [other.hit, other.of - other.hit]]
    assert chance_of_more(one, other) == pytest.approx(fisher_exact(table, alternative="greater").pvalue, rel=1e-6)


@settings(deadline=None)
@given(shares(), levels)
def test_a_share_lies_in_its_own_interval_and_nothing_leaves_zero_to_one(share, level):
    ours = wilson(share, level)
    assert 0 <= ours.low <= share.value <= ours.high <= 1


@settings(deadline=None)
@given(shares(), shares())
def test_the_other_way_round_is_the_mirror(one, other):
    there, back = difference(one, other), difference(other, one)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=CLOSE)


def test_nothing_of_nothing_may_be_anything():
    assert wilson(Share(0, 0)) == Interval(0.0, 1.0)


@pytest.mark.parametrize(
    ("share", "enough"),
    [(Share(3, 8), False), (Share(0, 19), False), (Share(10, 20), True), (Share(41, 200), True)],
)
def test_few_are_not_judged(share, enough):
    assert judged(share) is enough


def test_what_is_judged_has_a_range_of_about_forty_points_at_most():
    assert max(wilson(Share(hit, JUDGED_FROM)).width for hit in range(JUDGED_FROM + 1)) < 0.41
