"""What changed at a seeker's since this coach last looked: a line a kind of thing, of what is granted alone.

"Last looked" is the reader's own log: pages of this seeker, the last sitting before this one. A second page, or the same
one loaded again, within half an hour belongs to the same sitting, and takes nothing off the list.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from coach_platform.core.access.looks import Seen
from coach_platform.core.access.sight import Sight
from coach_platform.core.relations.models import Section
from coach_platform.core.today.since_statement import SINCE
from coach_platform.kit import clock
from coach_platform.kit.db import db

SITTING = timedelta(minutes=30)
NAMED = 5  # cases called by name on a line


class What(StrEnum):
    """What a line counts."""

    CASES = "cases"  # cases opened
    STEPS = "steps"  # stages and outcomes noted in cases
    FIRST = "first"  # first assessments handed in
    COMMENTS_CASE = "comments_case"
    DEEPER = "deeper"  # deeper assessments handed in, of cases they had looked into
    COMMENTS_DEEPER = "comments_deeper"
    FEEDBACK = "feedback"
    COMMENTS_FEEDBACK = "comments_feedback"
    DONE = "done"
    DROPPED = "dropped"
    ADDED = "added"
    CHANGED = "changed"
    COMMENTS_PLAN = "comments_plan"
    PRACTICE = "practice"
    COMMENTS_PRACTICE = "comments_practice"
    APPLICATIONS = "applications"
    CHECK_INS = "check_ins"


_STORY, _DEEPER, _FEEDBACK = Section.STORY, Section.DEEPER, Section.FEEDBACK
SECTION_OF = {
    **dict.fromkeys((What.CASES, What.STEPS, What.FIRST, What.COMMENTS_CASE), _STORY),
    **dict.fromkeys((What.DEEPER, What.COMMENTS_DEEPER), _DEEPER),
    **dict.fromkeys((What.FEEDBACK, What.COMMENTS_FEEDBACK), _FEEDBACK),
    **dict.fromkeys((What.DONE, What.DROPPED, What.ADDED, What.CHANGED, What.COMMENTS_PLAN), Section.PLAN),
    **dict.fromkeys((What.PRACTICE, What.COMMENTS_PRACTICE), Section.PRACTICE),
    What.APPLICATIONS: Section.PIPELINE,
    What.CHECK_INS: Section.CONFIDENCE,
}
OF_CASES = (_STORY, _DEEPER, _FEEDBACK, Section.PRACTICE)


@dataclass(frozen=True)
class Change:
    """One line: how many. `cases`: the first of those it is about, by name, where a name may be said (of the story)."""

    what: What
    count: int
    case_ids: tuple[UUID, ...] = ()
    cases: tuple[tuple[UUID, str], ...] = ()

    @property
    def section(self) -> Section:
        """The section it is a figure of."""
        return SECTION_OF[self.what]


@dataclass(frozen=True)
class Since:
    """`at`: the last look before this sitting."""

    at: datetime
    changes: tuple[Change, ...]

    @property
    def seen(self) -> list[Seen]:
        """What of whom is carried: a section, by case where it belongs to one."""
        return [(one.section, case_id) for one in self.changes for case_id in one.case_ids or (None,)]


def changes(sight: Sight) -> Since | None:
    """For a coach; None at their first look. One statement, whatever there is."""
    rows = db.session.execute(SINCE, _bound(sight)).all()
    if not rows or rows[0].since is None:
        return None
    found = {row.what: row for row in rows if row.what}
    return Since(rows[0].since, tuple(_change(found[what]) for what in What if what in found))


def _bound(sight: Sight) -> dict[str, Any]:
    now = clock.now()
    given: dict[str, Any] = {"seeker": sight.seeker_id, "me": sight.reader_id, "now": now, "sitting": SITTING}
    for section in OF_CASES:
        reach = sight.reach(section)
        given |= {
            f"{section.value}_all": reach.all_cases,
            f"{section.value}_in": list(reach.listed),
            f"{section.value}_out": list(reach.excluded),
        }
    for section in (Section.PLAN, Section.PIPELINE, Section.CONFIDENCE):
        given[section.value] = sight.section(section)
    given["kept_out"] = list(sight.kept_out(Section.PIPELINE))
    return given | {"practice_whole": sight.section(Section.PRACTICE) and sight.reach(Section.PRACTICE).whole}


def _change(row: Any) -> Change:
    what = What(row.what)
    named = row.named or [] if SECTION_OF[what] is _STORY else []
    return Change(
        what=what,
        count=row.n,
        case_ids=tuple(row.case_ids or ()),
        cases=tuple((UUID(case_id), company) for case_id, company in named[:NAMED]),
    )
