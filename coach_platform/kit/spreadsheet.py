"""Tables as CSV that a spreadsheet opens without running anything in them (OWASP, CSV injection)."""

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins with one of these may be taken for a formula; an apostrophe before it makes it text.
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def neutral(cell: object) -> str:
    """A cell's text, never a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINNINGS) else text


def as_csv(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it, CRLF (RFC 4180), every cell quoted and neutral."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([neutral(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")
