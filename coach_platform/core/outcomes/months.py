"""Months as the page counts them: `2026-10`, in order, twelve to a view."""

from datetime import date, timedelta
from typing import NamedTuple

VIEW = 12  # months in a view: a year, so that a season is no outcome
FROZEN_FROM = 3  # day of the next month: what is logged late still counts in its month


class Month(str):
    """`2026-10`; sorts as time does."""

    __slots__ = ()

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day lies in."""
        return cls(f"{day:%Y-%m}")

    @property
    def first(self) -> date:
        """Its first day."""
        return date.fromisoformat(f"{self}-01")

    @property
    def last(self) -> date:
        """Its last day."""
        return self.plus(1).first - timedelta(days=1)

    def plus(self, months: int) -> "Month":
        """So many months later; a negative number is earlier."""
        count = self.first.year * 12 + self.first.month - 1 + months
        return Month(f"{count // 12:04d}-{count % 12 + 1:02d}")


class View(NamedTuple):
    """The months of one view: twelve, the last of them `through`."""

    since: Month
    through: Month


def view_through(month: Month) -> View:
    """The twelve months that end with `month`."""
    return View(month.plus(1 - VIEW), month)


def to_freeze(today: date) -> Month:
    """The month whose view is due on `today`: the last, or the one before while the last is not settled."""
    return Month.of(today).plus(-1 if today.day >= FROZEN_FROM else -2)
