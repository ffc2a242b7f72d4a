"""The days of the sample world, counted from today on the calendar of the person they belong to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from coach_platform.kit import clock


@dataclass(frozen=True)
class Days:
    """Counts in `zone` from `now`, which is the same for the whole world. Nothing it says happened lies after `now`."""

    zone: str
    now: datetime

    def on(self, days_ago: int) -> date:
        """The day that many days before today; a negative number is ahead."""
        return clock.local(self.now, self.zone).date() - timedelta(days=days_ago)

    def at(self, days_ago: int, hour: int, minute: int = 0) -> datetime:
        """That hour of the day; today at most the present moment."""
        wall = datetime.combine(self.on(days_ago), time(hour, minute))
        return min(clock.instant(wall, self.zone), self.now)
