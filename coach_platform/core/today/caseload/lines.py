"""A line of the caseload, as a coach may see it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coach_platform.core.today.caseload.work_stages import WorkStage


@dataclass(frozen=True)
class CaseloadLine:
    """One seeker. None means: not granted; the page then shows nothing, not a zero."""

    seeker_id: UUID
    name: str
    name_sort: str
    since: datetime
    mine: bool  # a coaching of the reader's own, not only a team's
    office_id: UUID | None  # of that coaching
    office: str
    work_stage: WorkStage | None  # several sections: work_stages.py
    last_seen_at: datetime | None  # ACTIVITY
    last_seen_on: date | None  # ACTIVITY, in the coach's zone
    activity: bool
    quiet: bool  # ACTIVITY
    waiting_since: datetime | None  # PLAN
    open_actions: int | None  # PLAN
    overdue: int | None  # PLAN
    deeper_of: tuple[UUID, ...]  # DEEPER: the cases of it that the reader looked into, of which a stage may tell
    cases: int | None  # STORY
    confidence: tuple[int, ...] | None  # CONFIDENCE: the last eight taps, oldest first

    @property
    def plan(self) -> bool:
        """The plan is granted."""
        return self.open_actions is not None
