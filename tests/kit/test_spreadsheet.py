"""A table for a spreadsheet runs nothing in it and loses nothing."""

import csv
import io

import pytest

from coach_platform.kit.spreadsheet import as_csv, neutral


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"])
def test_a_formula_is_text(cell):
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["a=1", "plain", "é", "", None, 3])
def test_anything_else_stays(cell):
    assert neutral(cell) == ("" if cell is None else str(cell))


def test_it_is_read_back_as_it_was_written():
    body = as_csv(["a", "b"], [["x\ny", 'say "no"'], ["é", None]])
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert rows == [["a", "b"], ["x\ny", 'say "no"'], ["é", ""]]
