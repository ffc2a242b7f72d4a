"""Keyset pages: as fast at the end of a long list as at its beginning, and nothing is seen twice when rows come in."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlakeyset import InvalidPage, select_page
from sqlalchemy import Select

from coach_platform.kit.db import db

Row = TypeVar("Row")
PAGE = 50


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """One page of a list, with the marks of the pages beside it ("" where there is none)."""

    rows: list[Row]
    previous: str = ""
    next: str = ""


def paged(query: Select, mark: str, *, size: int = PAGE) -> Paged[Any]:
    """The page of `query` (ordered down to its key) that `mark` names; one that cannot be read means the first.

    One statement.
    """
    try:
        found = select_page(db.session(), query, per_page=size, page=mark or None)
    except (InvalidPage, ValueError):
        found = select_page(db.session(), query, per_page=size)
    marks = found.paging
    return Paged(
        list(found),
        marks.bookmark_previous if marks.has_previous else "",
        marks.bookmark_next if marks.has_next else "",
    )
