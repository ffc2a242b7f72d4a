"""The queues, and who waits in them. Routes by a task's name stand in kit/jobs.py, because the web publishes too."""

from kombu import Queue

from coach_platform.kit.jobs import DEFAULT_QUEUE

# A worker listens to all of them unless told otherwise (-Q post). On several hosts, give `digests` workers of their own.
QUEUES = (
    Queue("post"),  # what somebody waits for: seconds
    Queue(DEFAULT_QUEUE),  # exports, housekeeping: a minute
    Queue("digests"),  # Monday mornings: may take an hour
)
