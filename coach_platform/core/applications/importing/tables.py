"""A pasted list or a file as a table: its characters, its separator, its headings. Pure."""

import csv
import io
from dataclasses import dataclass

from coach_platform.content.import_words import Field, bare, headings
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_

MOST_ROWS = 10_000
LONGEST = (
    1_500_000  # characters: 10,000 rows of a tracker with notes; below what a form may carry (MAX_FORM_MEMORY_SIZE)
)
LONGEST_CELL = 5_000
MOST_COLUMNS = 100  # the widest tracker known has 25
_SEPARATORS = [",", ";", "\t", "|"]
_SAMPLE = 60  # rows that decide the separator
_ZIPPED = b"PK\x03\x04"  # an .xlsx, .ods or .zip


@dataclass(frozen=True)
class Row:
    """One row as it was pasted; `line` counts from 1, as an editor shows it."""

    line: int
    cells: tuple[str, ...]

    def cell(self, at: int | None) -> str:
        """The trimmed cell of a column; empty where there is none."""
        return self.cells[at].strip() if at is not None and at < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """`headings` is empty where the first row is a row like the others."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max([len(self.headings), *(len(row.cells) for row in self.rows)], default=0)

    def column(self, at: int | None) -> list[str]:
        """What stands in a column, row by row."""
        return [row.cell(at) for row in self.rows]


def decoded(data: bytes) -> str:
    """The text of an uploaded file: UTF-8 (with or without its mark), UTF-16 by its mark, else Windows' latin-1.

    Raises: Invalid (a workbook or an archive, not text).
    """
    if data.startswith(_ZIPPED):
        raise Invalid({"file": l_("This is a workbook or an archive. Save the sheet as CSV, or copy its cells below.")})
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_table(text: str) -> Table:
    """`text` as rows and headings; empty rows are left out. Raises: Invalid (nothing there, too much)."""
    text = text.lstrip("\ufeff").replace("\0", "")
    if len(text) > LONGEST:
        raise Invalid(
            {"text": l_("This is too much at once. Please bring it in parts of at most %(n)s rows.", n=5_000)}
        )
    rows = _rows(text)
    if len(rows) > MOST_ROWS + 1:
        raise Invalid({"text": l_("At most %(n)s rows at once.", n=MOST_ROWS)})
    names = rows[0].cells if rows and _are_headings(rows[0]) else ()
    body = rows[1:] if names else rows
    if not body:
        raise Invalid({"text": l_("There is no row here yet. Paste the cells of your list, its headings included.")})
    return Table(tuple(name.strip() for name in names), tuple(body))


def _rows(text: str) -> list[Row]:
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found, line = [], 1
    for cells in _whole(reader):
        cells = _without_frame(cells) if separator == "|" else cells
        if len(cells) > MOST_COLUMNS:
            raise Invalid({"text": l_("At most %(n)s columns in a row.", n=MOST_COLUMNS)})
        if any(cell.strip() for cell in cells) and not _is_rule(cells):
            found.append(Row(line, tuple(cell[:LONGEST_CELL] for cell in cells)))
        line = reader.line_num + 1
    return found


def _whole(reader):
    try:
        yield from reader
    except csv.Error:  # a quotation mark that never ends: a cell longer than the reader takes
        raise Invalid(
            {"text": l_("A quotation mark near line %(n)s never closes. Please mend that row.", n=reader.line_num)}
        ) from None


def _separator(text: str) -> str:
    sample = "\n".join(line[:2_000] for line in text.splitlines()[:_SAMPLE])
    import clevercsv  # a tenth of all that a start reads, for a list that somebody pastes now and then

    found = clevercsv.Sniffer().sniff(sample, delimiters=_SEPARATORS) if sample.strip() else None
    return found.delimiter if found and found.delimiter in _SEPARATORS else ","


def _without_frame(cells: list[str]) -> list[str]:
    """A table of Markdown stands between bars."""
    start = 1 if cells and not cells[0].strip() else 0
    end = -1 if len(cells) > 1 and not cells[-1].strip() else None
    return cells[start:end]


def _is_rule(cells: list[str]) -> bool:
    return all(set(cell.strip()) <= {"-", ":"} for cell in cells)


def _are_headings(row: Row) -> bool:
    known = {headings().get(bare(cell)) for cell in row.cells} - {None}
    return len(known) >= 2 or bool(known & {Field.COMPANY, Field.ROLE})
