"""Dates of a pasted column. Whether 3/9 is in March or in September is judged by the whole column, else asked. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from babel.dates import get_month_names

from coach_platform.kit.text import plain

_EXCEL_BEGINS = date(1899, 12, 30)  # how spreadsheets count days
_EXCEL = range(36_526, 73_051)  # 2000 to 2099: shorter numbers are something else
_TIME = re.compile(r"[T,\s]+(a|à)?\s*\d{1,2}\s*[:h]\s*\d{0,2}.*$", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_TRIPLE = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})$")
_WORDS = re.compile(r"[^\W\d_]+|\d+")


class Order(StrEnum):
    """How a numeric date is written."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class Why(StrEnum):
    """What told the two apart."""

    IMPOSSIBLE = "impossible"  # some rows can only be read one way
    FUTURE = "future"  # read the other way, some days have not come yet


@dataclass(frozen=True)
class Judged:
    """`order` is None where no row needs one, or where it must be asked (`ask`). `example`: a row that differs."""

    order: Order | None
    why: Why | None = None
    ask: bool = False
    example: str = ""


@dataclass(frozen=True)
class _Numbers:
    said: str
    first: int
    second: int
    year: int
    dotted: bool

    def on(self, order: Order) -> date | None:
        day, month = (self.first, self.second) if order is Order.DAY_FIRST else (self.second, self.first)
        return _day(self.year, month, day)


def judge(values: Iterable[str], *, today: date) -> Judged:
    """The order of a column's dates, in which no day may lie after `today` (the person's)."""
    rows = [row for row in (_numbers(value) for value in values) if row and not row.dotted]
    possible = [order for order in Order if any(row.on(order) for row in rows)]
    both = [row for row in rows if len({row.on(order) for order in Order} - {None}) == 2]
    only = {order: sum(row.on(order) is not None and row.on(_other(order)) is None for row in rows) for order in Order}
    told = [order for order in possible if only[order] and not only[_other(order)]]
    if told:
        return Judged(told[0], Why.IMPOSSIBLE)
    if not both:
        mixed = all(only.values())
        return Judged(None, ask=mixed, example=rows[0].said if mixed else "")
    timely = [order for order in Order if all((row.on(order) or today) <= today for row in both)]
    if len(timely) == 1 and not any(only.values()):
        return Judged(timely[0], Why.FUTURE)
    return Judged(None, ask=True, example=both[0].said)


def read_date(said: str, order: Order | None) -> date | None:
    """The day that `said` names; None where it names none, or where its order is not known."""
    text = _TIME.sub("", said.strip())
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if numbers := _numbers(said):
        known = Order.DAY_FIRST if numbers.dotted else order
        return numbers.on(known) if known else _same(numbers)
    if text.isdecimal():
        return _of_digits(text)
    return _of_words(text)


def _numbers(said: str) -> _Numbers | None:
    found = _TRIPLE.match(_TIME.sub("", said.strip()))
    if found is None:
        return None
    # Between dots the day comes first wherever dates are written so.
    return _Numbers(said.strip(), int(found[1]), int(found[3]), _year(found[4]), found[2] == ".")


def _same(numbers: _Numbers) -> date | None:
    days = {numbers.on(order) for order in Order}
    return days.pop() if len(days) == 1 else None


def _of_digits(text: str) -> date | None:
    if len(text) == 8:
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    return _EXCEL_BEGINS + timedelta(days=int(text)) if len(text) == 5 and int(text) in _EXCEL else None


def _of_words(text: str) -> date | None:
    """ "12 sept. 2026", "1er octobre 2026", "Sep 12, 2026", "12-Sep-26"."""
    words = _WORDS.findall(plain(text))
    months = [found for word in words if (found := _months().get(word))]
    numbers = [word for word in words if word.isdecimal()]
    if len(months) != 1 or len(numbers) != 2:
        return None
    day, year = numbers if len(numbers[0]) <= 2 else (numbers[1], numbers[0])
    return _day(_year(year), months[0], int(day)) if len(year) in (2, 4) else None


@cache
def _months() -> dict[str, int]:
    """Names of months in both languages, whole and short, from the CLDR by way of Babel."""
    return {
        plain(name).rstrip("."): number
        for locale in ("en", "en_CA", "fr", "fr_CA")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
    } | {"sept": 9}


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _other(order: Order) -> Order:
    return Order.MONTH_FIRST if order is Order.DAY_FIRST else Order.DAY_FIRST
