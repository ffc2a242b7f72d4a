"""Every threshold of the insights, on one screen: from when something is counted, drawn, or said as more than a count.

Raising one says less, lowering one says more; what may be claimed is decided by the interval, never by these alone.
`tests/core/insights/test_no_pattern.py` measures what the whole table does to data that hold no pattern.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# The chance that a page says even one thing of chance alone, over all its rules and groups together.
FAMILY_ERROR = 0.05
# A share of fewer is left unjudged ("3 of 8, too few to judge"): its 95% interval would be wider than 40 points.
JUDGED_FROM = 20
# Below so many applications a chart would draw noise: then words only.
DRAWN_FROM = 20
# A try is asked whether it led anywhere only after so many days: a young one had no time yet.
GROWN_AFTER = timedelta(days=42)
# The middle of fewer answers than this is somebody's single letter.
MEDIAN_FROM = 5
# Groups of a funnel that are shown; the rest are added up in one line.
GROUPS_SHOWN = 12


class Rule(StrEnum):
    """The open rules. A key is kept for good: what was sent away is remembered by it."""

    ENDS = "ends"  # where it ends
    RATING = "rating"  # which own ratings precede an end
    AREA = "area"  # which areas recur
    LINE = "line"  # which requirement lines are missing again and again
    VIEWS = "views"  # what I believed beside what they said
    CHANGE = "change"  # what changed after an action
    MOVES = "moves"  # whether the later half of the search leads further than the earlier


@dataclass(frozen=True, slots=True)
class Threshold:
    """`version` goes up when the meaning changes: what was sent away under another meaning may speak again.

    `shown_hit` of `shown_of`: the fewest that are shown as a count. `tested_of`, `tested_against`: the fewest on each
    side of the comparison before it is made at all; None: this rule never claims.
    """

    version: int
    shown_hit: int
    shown_of: int
    tested_of: int | None = None
    tested_against: int | None = None


TABLE: dict[Rule, Threshold] = {
    Rule.ENDS: Threshold(version=2, shown_hit=2, shown_of=3, tested_of=5, tested_against=5),
    Rule.RATING: Threshold(version=1, shown_hit=2, shown_of=3, tested_of=4, tested_against=4),
    Rule.AREA: Threshold(version=1, shown_hit=2, shown_of=2, tested_of=4, tested_against=8),
    Rule.LINE: Threshold(version=1, shown_hit=2, shown_of=2, tested_of=4, tested_against=8),
    Rule.VIEWS: Threshold(version=1, shown_hit=1, shown_of=2),
    Rule.CHANGE: Threshold(version=1, shown_hit=0, shown_of=2),
    Rule.MOVES: Threshold(version=1, shown_hit=0, shown_of=10, tested_of=10, tested_against=10),
}
