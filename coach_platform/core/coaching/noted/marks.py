"""The mark "entered by Casey, by phone" at whatever a confirmed entry became, for statements that read such rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal_column
from sqlalchemy.dialects.postgresql import JSONB

from coach_platform.core.coaching.noted.models import NotedKind


@dataclass(frozen=True)
class Mark:
    """Who entered it and when; when its seeker made it their own, and whether in other words."""

    kind: NotedKind
    by: str  # "" where the account is gone
    entered_at: datetime
    confirmed_at: datetime
    changed: bool


def marks_sql(made_id: str, *, first_of: str = "false") -> str:
    """An SQL expression over `made_id` (a column of the statement around it, ours): the marks as a JSON list or null.

    `first_of`: also those of the first assessment of this case.
    """
    became = f"n.made_id = {made_id}"
    if first_of != "false":
        became = f"({became} or n.case_id = {first_of} and n.kind = 'first')"
    return f"""(select jsonb_agg(jsonb_build_array(n.kind, n.author_name, n.entered_at, n.confirmed_at, n.changed)
        order by n.entered_at) from noted_entries n where {became} and n.confirmed_at is not null)"""  # noqa: S608 (names of ours)


def marks_column(made_id: str, *, first_of: str = "false") -> Any:
    """The same for a statement of SQLAlchemy's, as the column `noted`."""
    return literal_column(marks_sql(made_id, first_of=first_of), type_=JSONB).label("noted")


def marks(document: Iterable[list[Any]] | None) -> tuple[Mark, ...]:
    """From such a column."""
    return tuple(
        Mark(NotedKind(kind), by, datetime.fromisoformat(entered), datetime.fromisoformat(confirmed), changed)
        for kind, by, entered, confirmed, changed in document or ()
    )
