"""Which cells may be shown: nobody may be found by subtracting one figure from another, this month's or an earlier one's.

The rule of the house (aggregates: five distinct people a cell, fixed cells over twelve rolling months frozen once a month,
complementary suppression, small offices merged, no free filters), and how it is kept:

1. A cell of fewer than FEWEST people is not shown.
2. Whoever knows the whole and the rows that are shown knows their difference: it is a cell like any other.
3. Two views of neighbouring months share eleven months: their difference is a cell like any other. So is that of any two
   figures anybody was ever shown here. A figure that would leave fewer than FEWEST people in a difference is not counted
   anew: it stays as it was, with the month up to which it counts; or is hidden where it was never shown.
4. Where a difference is made of nobody as the data are now and yet is not nought, somebody's data were erased or are
   shared no more: it is that person's. The same as 3.
5. What is left of the whole without some of its rows is compared with the same of each earlier month, also where then
   other rows stood beside them: five people more in one office must not carry one less in another past the rule.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations

from coach_platform.core.outcomes.cells import WHOLE, Cell, Offices, differing, without
from coach_platform.core.outcomes.measures import Measure

FEWEST = 5  # distinct people in whatever can be read or worked out
EVERY_CHOICE = 8  # rows of which every choice is tried; of more than that one, two, all and all but one
Shown = dict[Offices, Cell]


def publish(measure: Measure, fresh: Mapping[Offices, Cell], before: Sequence[Shown]) -> Shown:
    """What is shown this month. `before`: what was shown of this measure, the newest first, its shares as they are now."""
    last = before[0] if before else {}
    shown: Shown = {row: cell for row, cell in fresh.items() if cell.people >= FEWEST}
    anew = set(shown)
    while anew and (bad := _first_unsafe(measure, shown, before)):
        row = min(bad & anew or anew, key=lambda each: (shown[each].people, sorted(map(str, each))))
        anew.discard(row)
        if row in last:
            shown[row] = last[row]
        else:
            del shown[row]
    if not anew:  # nothing new may be said: what was said stands, in the rows in which it was said
        return dict(last)
    return shown


def _first_unsafe(measure: Measure, shown: Shown, before: Sequence[Shown]) -> set[Offices] | None:
    """The rows of a pair of figures that give somebody away; None when there is no such pair."""
    now = list(_known(measure, shown))
    for place, (rows, cell) in enumerate(now):
        if 0 < cell.people < FEWEST or (not cell.people and cell.value):
            return rows
        for others, other in now[:place]:
            if _tells(cell, other):
                return rows | others
        for earlier in before:
            for _rows, other in _known(measure, earlier):
                if _tells(cell, other):
                    return rows
    return _first_between(measure, shown, before)


def _first_between(measure: Measure, shown: Shown, before: Sequence[Shown]) -> set[Offices] | None:
    """The same as `_first_unsafe` of the whole without the same rows, in this month and in an earlier one."""
    if measure is Measure.WAIT or WHOLE not in shown:  # medians cannot be subtracted
        return None
    for some in _choices([row for row in shown if row != WHOLE]):
        left = without(shown[WHOLE], (shown[row] for row in some))
        rows = {WHOLE, *some}
        then = (without(one[WHOLE], (one[row] for row in some)) for one in before if rows <= one.keys())
        if any(_tells(left, other) for other in then):
            return rows
    return None


def _choices(rows: Sequence[Offices]) -> Iterable[tuple[Offices, ...]]:
    every = len(rows) <= EVERY_CHOICE
    sizes = range(1, len(rows) + 1) if every else (1, 2, len(rows) - 1, len(rows))
    return chain.from_iterable(combinations(rows, size) for size in sizes)


def _known(measure: Measure, shown: Shown) -> Iterator[tuple[set[Offices], Cell]]:
    """Every figure that can be read or worked out of one month, with the rows it needs."""
    for row, cell in shown.items():
        yield {row}, cell
    parts = [row for row in shown if row != WHOLE]
    if measure is not Measure.WAIT and WHOLE in shown and parts:
        yield set(shown), without(shown[WHOLE], (shown[row] for row in parts))


def _tells(one: Cell, other: Cell) -> bool:
    left = len(differing(one.shares, other.shares))
    return 0 < left < FEWEST or (left == 0 and one.value != other.value)


def rows_for(offices: Mapping[Offices, int], before: Iterable[Offices]) -> list[Offices]:
    """Which rows there are: each office that stands alone, and the small ones together. Pure.

    `offices`: people of each (a set of one). `before`: the rows of last month: who stood alone or together then, does so
    as long as it holds.
    """
    small = {office for office, people in offices.items() if people < FEWEST}
    if small and sum(offices[office] for office in small) < FEWEST:
        small |= {min(offices.keys() - small, key=lambda each: offices[each])} if offices.keys() - small else set()
    together = frozenset().union(*small)
    for row in before:
        if len(row) > 1 and row >= together and {frozenset({o}) for o in row} <= offices.keys():
            together = row
    alone = [office for office in offices if not office <= together]
    rows = [*alone, *([together] if together else [])]
    return rows if len(rows) > 1 else []  # one row says the same as the whole
