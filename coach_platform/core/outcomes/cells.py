"""Cells: a figure of one measure over some offices and months, and who it is made of. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from uuid import UUID

from coach_platform.core.outcomes.measures import Contribution, Measure
from coach_platform.core.outcomes.months import Month, view_through

DAY = 86_400
Offices = frozenset[UUID | None]
WHOLE: Offices = frozenset()  # the row of the whole organisation
Share = tuple[int, ...]  # what one person adds: a count, or the seconds of each wait


@dataclass(frozen=True)
class Cell:
    """`shares`: by person, what they add to it. `value`: what is shown (None until somebody says it may be)."""

    shares: Mapping[UUID, Share]
    value: int
    through: Month

    @property
    def people(self) -> int:
        """Distinct people it is made of."""
        return len(self.shares)


@dataclass
class _Gathered:
    """By person and thing: what was done beside two coaches of one row counts there once, in two rows in each of them."""

    shares: dict[UUID, dict[object, int]] = field(default_factory=lambda: defaultdict(dict))


def cells_of(
    measure: Measure, rows: Iterable[Offices], found: Iterable[Contribution], through: Month
) -> dict[Offices, Cell]:
    """The cells of one measure in the view that ends with `through`: the whole organisation and each of `rows`."""
    view = view_through(through)
    row_of = {office: row for row in rows for office in row}
    gathered: dict[Offices, _Gathered] = {row: _Gathered() for row in (WHOLE, *row_of.values())}
    for place, one in enumerate(found):
        if one.measure is measure and view.since <= one.month <= view.through:
            for row in {WHOLE, row_of.get(one.office_id, WHOLE)}:
                gathered[row].shares[one.person_id].setdefault(one.what or place, one.amount)
    return {row: _cell(measure, of.shares, through) for row, of in gathered.items()}


def _cell(measure: Measure, gathered: Mapping[UUID, Mapping[object, int]], through: Month) -> Cell:
    shares = {person: _share(measure, list(of.values())) for person, of in gathered.items()}
    return Cell(shares, value_of(measure, shares), through)


def _share(measure: Measure, amounts: list[int]) -> Share:
    if measure is Measure.WAIT:
        return tuple(sorted(amounts))
    return (1,) if measure is Measure.SEEKERS else (sum(amounts),)  # a person is one person in however many months


def value_of(measure: Measure, shares: Mapping[UUID, Share]) -> int:
    """What a cell shows: a count, or the median in whole days, counted up."""
    every = [amount for share in shares.values() for amount in share]
    if measure is Measure.WAIT:
        return -(-int(median(every)) // DAY) if every else 0
    return sum(every)


def differing(one: Mapping[UUID, Share], other: Mapping[UUID, Share]) -> set[UUID]:
    """Whose shares are not the same in both: whoever subtracts the two figures is left with these people."""
    return {person for person in one.keys() | other.keys() if one.get(person) != other.get(person)}


def without(whole: Cell, parts: Iterable[Cell]) -> Cell:
    """What is left of the whole when the parts are subtracted (counts only): the row that everybody can work out."""
    shares = {person: sum(share) for person, share in whole.shares.items()}
    value = whole.value
    for part in parts:
        value -= part.value
        for person, share in part.shares.items():
            shares[person] = shares.get(person, 0) - sum(share)
    left = {person: (amount,) for person, amount in shares.items() if amount}
    return Cell(left, value, whole.through)
