"""One table to be filled: lines in PostgreSQL's text format of COPY, sent a piece at a time."""

from typing import Any

import psycopg

NULL = "\\N"


class Table:
    """Lines of one table. The columns that are the same in every row are given once."""

    def __init__(self, name: str, columns: str, always: dict[str, str] | None = None) -> None:
        self.name = name
        always = always or {}
        self._columns = ", ".join([*columns.split(), *always])
        self._end = "".join(f"\t{value}" for value in always.values()) + "\n"
        self._lines: list[str] = []
        self.written = 0

    def add(self, *values: object) -> None:
        """One row."""
        self._lines.append("\t".join(map(str, values)) + self._end)

    def line(self, values: str) -> None:
        """One row whose values are joined already: the quick way for the two large tables."""
        self._lines.append(values + self._end)

    def send(self, connection: psycopg.Connection[Any]) -> None:
        """Write what has come together."""
        if not self._lines:
            return
        with connection.cursor() as cursor, cursor.copy(f"copy {self.name} ({self._columns}) from stdin") as copy:  # type: ignore[arg-type]
            for start in range(0, len(self._lines), 2000):
                copy.write("".join(self._lines[start : start + 2000]))
        self.written += len(self._lines)
        self._lines.clear()
