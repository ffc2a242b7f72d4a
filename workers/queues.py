"""The queues, and who waits in them. Routes by a task's name stand in kit/jobs.py, because the web publishes too."""

from kombu import Exchange, Queue

from coach_platform.kit.jobs import DEFAULT_QUEUE


def _queue(name: str) -> Queue:
    # An exchange and a key of its own: with Celery's shared default, one publish would land in all queues.
    return Queue(name, Exchange(name, type="direct"), routing_key=name)


# A worker listens to all of them unless told otherwise (-Q post). On several hosts, give `digests` workers of their own.
QUEUES = (
    _queue("post"),  # what somebody waits for: seconds
    _queue(DEFAULT_QUEUE),  # exports, housekeeping: a minute
    _queue("digests"),  # Monday mornings: may take an hour
)
