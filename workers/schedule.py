"""The whole beat table. Beat only wakes: what is due is a row, so a tick that is lost, late or doubled changes nothing."""

from datetime import timedelta
from typing import Any

MINUTE = timedelta(minutes=1)  # the most by which anything is late after Redis lost its queues
HOUR = timedelta(hours=1)
# A worker judges by its own clock whether a tick is too old: where hosts differ by more than this, it takes none. So not
# the period itself; a day of ticks that nobody took is some ten thousand, a minute or two of one worker.
GOOD_FOR = timedelta(days=1)


def _every(period: timedelta, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": period, "options": {"expires": GOOD_FOR.total_seconds()}}


SCHEDULE = {
    "mail-sweep": _every(MINUTE, "mail.sweep"),
    "reminders-sweep": _every(MINUTE, "reminders.sweep"),
    "digests-sweep": _every(MINUTE, "digests.sweep"),
    "teams-sweep": _every(MINUTE, "teams.sweep"),
    "organisations-sweep": _every(MINUTE, "organisations.sweep"),
    "plans-lapse": _every(HOUR, "plans.lapse"),
    "portability-sweep": _every(MINUTE, "portability.sweep"),
    "retention": _every(HOUR, "portability.retention"),
    "outcomes-sweep": _every(HOUR, "outcomes.sweep"),
    "digests-recompute": _every(HOUR, "digests.recompute"),
}
