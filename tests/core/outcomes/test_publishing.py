"""Nobody can be found by subtracting figures: the rule tried by an adversary who has every page of every month."""

from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from coach_platform.core.outcomes.cells import WHOLE, Cell, cells_of, differing, without
from coach_platform.core.outcomes.measures import Contribution, Measure
from coach_platform.core.outcomes.months import Month
from coach_platform.core.outcomes.publishing import FEWEST, publish, rows_for

OFFICES = [UUID(int=1000 + place) for place in range(4)]
START = Month("2025-01")


def person(place: int) -> Any:
    """A number instead of a UUID, whose hash would be most of the time of these tests."""
    return place + 1


@st.composite
def worlds(draw, most=24):
    """What people did in two years, and who is gone from which month on (erased, or shares no more)."""
    people = draw(st.integers(3, most))
    measure = draw(st.sampled_from([Measure.CASES, Measure.SEEKERS, Measure.WAIT]))
    offices = draw(st.lists(st.sampled_from([*OFFICES, None]), min_size=people, max_size=people))
    moves = draw(st.booleans())
    found = [
        Contribution(
            measure,
            draw(st.sampled_from(OFFICES)) if moves and draw(st.booleans()) else offices[place],
            person(place),
            START.plus(draw(st.integers(0, 25))),
            draw(st.integers(1, 400_000)) if measure is Measure.WAIT else 1,
            # One of a few cases of theirs: the same one may stand in two offices and in two months.
            UUID(int=10_000 + 4 * place + draw(st.integers(0, 3))) if measure is Measure.CASES else None,
        )
        for place in range(people)
        for _ in range(draw(st.integers(0, 5)))
    ]
    gone = draw(st.dictionaries(st.integers(0, people - 1), st.integers(12, 25), max_size=3))
    return measure, found, {person(place): START.plus(month) for place, month in gone.items()}


def shown_through_the_years(measure, found, gone):
    """Each month as it is frozen: {row: (the cell as it was counted then, the value that was shown)}."""
    frozen = []
    for step in range(11, 26):
        month = START.plus(step)
        now = [one for one in found if one.month <= month and gone.get(one.person_id, Month("9999-12")) > month]
        people = Counter(office for office, _ in {(one.office_id, one.person_id) for one in now})
        before_rows = [row for row in frozen[-1] if row != WHOLE] if frozen else []
        rows = rows_for({frozenset({office}): count for office, count in people.items()}, before_rows)

        @cache
        def of(row, through, now=now):  # what stayed as it was is asked for again for each month
            return cells_of(measure, [row], now, through)[row].shares

        before = [
            {row: Cell(of(row, c.through), c.value, c.through) for row, c in one.items()} for one in reversed(frozen)
        ]
        frozen.append(publish(measure, cells_of(measure, rows, now, month), before) if rows or now else {})
        # What stays as it was is the very cell that was shown then.
        frozen[-1] = {row: _as_counted(row, cell, frozen[:-1]) for row, cell in frozen[-1].items()}
    return frozen


def _as_counted(row, cell, earlier):
    for one in reversed(earlier):
        if row in one and one[row].through == cell.through and one[row].value == cell.value:
            return one[row]
    return cell


def worked_out(measure, shown):
    """Everything somebody can read or work out of one month."""
    yield from shown.values()
    parts = [cell for row, cell in shown.items() if row != WHOLE]
    if measure is not Measure.WAIT and WHOLE in shown and parts:
        yield without(shown[WHOLE], parts)


def left_without(shown):
    """What is left of the whole without each choice of its rows: {the rows: the cell}."""
    parts = [row for row in shown if row != WHOLE] if WHOLE in shown else []
    chosen = (some for size in range(1, len(parts) + 1) for some in combinations(parts, size))
    return {frozenset(some): without(shown[WHOLE], [shown[row] for row in some]) for some in chosen}


def different(cells):
    """Each cell once: most months show again what the month before showed, and nothing can be read out of the same."""
    return list({(frozenset(cell.shares.items()), cell.value): cell for cell in cells}.values())


@settings(max_examples=150)
@given(worlds())
def test_whatever_is_subtracted_from_whatever_leaves_five_people_or_nobody(world):
    measure, found, gone = world
    everything = [
        cell for shown in shown_through_the_years(measure, found, gone) for cell in worked_out(measure, shown)
    ]
    for cell in everything:
        assert cell.people >= FEWEST or (cell.people == 0 and cell.value == 0)
    for one, other in combinations(different(everything), 2):
        left = differing(one.shares, other.shares)
        unmoved = (
            measure is Measure.WAIT and one.value == other.value
        )  # a median that did not move says nothing of whom
        assert len(left) >= FEWEST or not left or unmoved, (one, other)


@settings(max_examples=60)  # each run draws others
@given(worlds(most=60))
def test_the_whole_without_the_same_rows_tells_of_nobody_between_two_months(world):
    measure, found, gone = world
    if measure is Measure.WAIT:
        return  # medians cannot be subtracted
    months = [left_without(shown) for shown in shown_through_the_years(measure, found, gone)]
    through = defaultdict(list)
    for month in months:
        for some, cell in month.items():
            through[some].append(cell)
    for some, cells in through.items():
        for one, other in combinations(different(cells), 2):
            left = differing(one.shares, other.shares)
            assert not left or len(left) >= FEWEST, (some, one, other)


@settings(max_examples=40)
@given(worlds())
def test_what_is_shown_is_a_true_count_of_the_months_it_names(world):
    measure, found, _gone = world
    for shown in shown_through_the_years(measure, found, {}):
        for row, cell in shown.items():
            assert cell.value == cells_of(measure, [row], found, cell.through)[row].value


@settings(max_examples=150)
@given(worlds())
def test_a_thing_counts_once_in_each_row_and_once_in_the_whole(world):
    measure, found, _gone = world
    if measure is not Measure.CASES:
        return
    month, rows = START.plus(25), [frozenset({office}) for office in OFFICES]
    cells = cells_of(measure, rows, found, month)
    lately = [one for one in found if START.plus(14) <= one.month <= month]
    assert cells[WHOLE].value == len({one.what for one in lately})
    for row in rows:
        if row in cells:
            assert cells[row].value == len({one.what for one in lately if one.office_id in row})


def count(*who: int, through: str = "2026-01") -> Cell:
    return Cell({person(one): (1,) for one in who}, len(who), Month(through))


A, B, C = (frozenset({office}) for office in OFFICES[:3])


def test_a_cell_of_four_is_not_shown_and_one_of_five_is():
    assert publish(Measure.CASES, {WHOLE: count(*range(4))}, []) == {}
    assert set(publish(Measure.CASES, {WHOLE: count(*range(5))}, [])) == {WHOLE}


def test_one_small_office_is_not_left_over_when_the_others_are_subtracted():
    fresh = {WHOLE: count(*range(18)), A: count(*range(8)), B: count(*range(8, 16)), C: count(16, 17)}
    shown = publish(Measure.CASES, fresh, [])
    assert WHOLE in shown and C not in shown and len(shown) == 2  # A or B is hidden with it


def test_a_newcomer_does_not_show_by_the_month_they_came_in():
    before = {WHOLE: count(*range(20), through="2025-12")}
    shown = publish(Measure.SEEKERS, {WHOLE: count(*range(21))}, [before])
    assert shown == before  # stays as it was, with its month


def test_with_five_who_came_it_is_counted_anew():
    before = {WHOLE: count(*range(20), through="2025-12")}
    assert publish(Measure.SEEKERS, {WHOLE: count(*range(25))}, [before])[WHOLE].value == 25


def test_somebody_who_was_erased_does_not_show_by_their_absence():
    before = {WHOLE: Cell(count(*range(19)).shares, 20, Month("2025-12"))}  # twenty then; nineteen of them are left
    assert publish(Measure.CASES, {WHOLE: count(*range(19))}, [before])[WHOLE].value == 20


def test_slow_growth_shows_as_soon_as_five_have_come():
    frozen = [{WHOLE: count(*range(20), through="2025-12")}]
    for step in range(1, 7):
        month = Month("2025-12").plus(step)
        frozen.insert(0, publish(Measure.SEEKERS, {WHOLE: count(*range(20 + step), through=month)}, frozen))
    assert [shown[WHOLE].value for shown in reversed(frozen)] == [20, 20, 20, 20, 20, 25, 25]


def test_small_offices_stand_together_and_go_on_doing_so():
    assert rows_for({A: 12, B: 2, C: 3}, []) == [A, B | C]
    assert rows_for({A: 12, B: 7, C: 9}, [A, B | C]) == [A, B | C]
    assert rows_for({A: 12, B: 2}, []) == []  # together they would be the whole
    assert rows_for({A: 12, B: 9}, []) == [A, B]
