"""The clock of the workers, for hosts whose own clock is set back.

Celery's remembers when each tick was last given, and waits until that moment comes again: after a clock that had run days
ahead was put right, nothing ticked for days, not even after a restart (`make faults` saw it).
"""

from typing import Any

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    """Celery's own, that does not believe in ticks of the future."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """One round. How many seconds to sleep."""
        self._forget_the_future()
        return super().tick(*args, **kwargs)

    def _forget_the_future(self) -> None:
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at > entry.schedule.now()]
        for entry in ahead:
            entry.last_run_at = entry.schedule.now()
        if ahead:
            self._heap = None  # its order was by those moments
