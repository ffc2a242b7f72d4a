"""The caseload as a table to keep: a column stands where somebody shares it, a cell where this one does."""

from collections.abc import Callable, Sequence
from datetime import datetime

from coach_platform.core.today.caseload.filters import Sort
from coach_platform.core.today.caseload.lines import CaseloadLine
from coach_platform.kit import clock
from coach_platform.kit.i18n import _
from coach_platform.web.coach.caseload_words import HEADINGS, work_stages

Table = tuple[list[object], list[list[object]]]


def table(lines: Sequence[CaseloadLine], zone: str) -> Table:
    """Headings and rows. Days are the coach's, year first, so that a spreadsheet sorts them."""
    columns = [column for column in _columns(zone) if any(column[1](line) for line in lines)]
    blank = _("not shared")
    rows: list[list[object]] = [
        [cell(line) if shared(line) else blank for _h, shared, cell in columns] for line in lines
    ]
    return [str(heading) for heading, _s, _c in columns] or [str(HEADINGS[Sort.NAME])], rows


Column = tuple[object, Callable[[CaseloadLine], bool], Callable[[CaseloadLine], object]]


def _columns(zone: str) -> list[Column]:
    """(heading, is it shared, what stands there)"""
    stages = work_stages()

    def day(moment: datetime | None) -> str:
        return clock.local(moment, zone).date().isoformat() if moment else ""

    return [
        (HEADINGS[Sort.NAME], lambda _: True, lambda line: line.name),
        (
            HEADINGS[Sort.STAGE],
            lambda line: line.work_stage is not None,
            lambda line: line.work_stage and stages[line.work_stage],
        ),
        (HEADINGS[Sort.SINCE], lambda _: True, lambda line: day(line.since)),
        (HEADINGS[Sort.LAST_HERE], lambda line: line.activity, lambda line: day(line.last_seen_at)),
        (HEADINGS[Sort.WAITING], lambda line: line.plan, lambda line: day(line.waiting_since)),
        (HEADINGS[Sort.OPEN], lambda line: line.plan, lambda line: line.open_actions),
        (HEADINGS[Sort.OVERDUE], lambda line: line.plan, lambda line: line.overdue),
        (HEADINGS[Sort.CASES], lambda line: line.cases is not None, lambda line: line.cases),
        (
            HEADINGS[Sort.CONFIDENCE],
            lambda line: line.confidence is not None,
            lambda line: " ".join(map(str, line.confidence or ())),
        ),
    ]
