"""The rows of the sample world, gathered first and written in bulk, tables that others point to first."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from coach_platform.core import models
from coach_platform.kit.db import Base
from coach_platform.kit.ids import new_id

Row = TypeVar("Row", bound=Base)

assert models, "imported so that the order of all tables is known"


class Rows:
    """Gathers; `write` sends one batch a table."""

    def __init__(self) -> None:
        self._of: dict[type[Base], list[Any]] = defaultdict(list)

    def add(self, model: type[Row], **values: Any) -> Row:
        """One more row, with its id made here, so that others can point to it before it is written."""
        if "id" in model.__table__.columns:
            values.setdefault("id", new_id())
        row = model(**values)
        self._of[model].append(row)
        return row

    def of(self, model: type[Row]) -> list[Row]:
        """What was gathered for one table."""
        return self._of[model]

    def write(self, session: Session) -> None:
        """Send all of it; the caller commits."""
        for model in self._in_order():
            session.add_all(self._of[model])
            session.flush()

    def _in_order(self) -> Iterable[type[Base]]:
        # The unit of work orders tables by relationship(), and these models have none: the foreign keys decide.
        order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
        return sorted(self._of, key=lambda model: order[model.__tablename__])
