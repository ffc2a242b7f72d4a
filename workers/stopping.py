"""Whether this worker was told to stop. Long tasks ask between two groups, so that a deploy waits for ten letters.

Celery tells only its main process; the children that run the tasks learn of it through memory shared before the fork.
"""

from multiprocessing.sharedctypes import RawValue
from typing import Any

from celery.signals import worker_shutting_down

_told = RawValue("b", 0)


def stopping() -> bool:
    """True from the moment the worker was asked to stop."""
    return bool(_told.value)


@worker_shutting_down.connect
def _tell(**_: Any) -> None:
    _told.value = 1
