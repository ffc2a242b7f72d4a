"""The workers' Celery: `celery -A workers.celery_app worker` and `... beat`. Each setting with its reason."""

import structlog
from celery import Celery
from celery.signals import setup_logging, worker_ready

from coach_platform.config import from_environment
from coach_platform.foundation import create_foundation
from workers.base import BaseTask
from workers.queues import QUEUES
from workers.schedule import SCHEDULE

flask_app = create_foundation(from_environment(role="worker"))
BaseTask.flask_app = flask_app


@setup_logging.connect
def _our_own_logging(**_: object) -> None:
    """Being connected is enough: Celery then leaves the loggers as create_foundation() set them."""


@worker_ready.connect
def _say_so(**_: object) -> None:
    """Celery's own line went with its loggers; `make run` waits for this one (laptop/run.py)."""
    structlog.get_logger().info("worker.ready")


celery = Celery("rebound", broker=flask_app.extensions["rebound.config"].redis_url, task_cls=BaseTask)
celery.conf.update(
    imports=tuple(
        f"workers.tasks.{name}"
        for name in ("mail", "digests", "reminders", "portability", "teams", "plans", "organisations", "outcomes")
    ),
    # What is published here goes the same ways as what the web publishes.
    **{name: flask_app.extensions["celery"].conf[name] for name in ("task_routes", "task_default_queue")},
    task_queues=QUEUES,
    task_serializer="json",
    accept_content=["json"],  # nothing that arrives is ever unpickled
    task_ignore_result=True,  # results are rows
    # A task is lost with its worker only after it ran: claims make a second run harmless.
    task_acks_late=True,
    task_reject_on_worker_lost=True,  # a worker out of memory: its rows fail after three attempts, the task may return
    worker_prefetch_multiplier=1,  # nobody holds tasks that another could run
    # Redis gives back what was not acknowledged in this time. Longer than any task, shorter than anyone's patience;
    # nothing waits for it, since the sweep finds the rows within a minute. Never an ETA: waiting is a row.
    broker_transport_options={
        "visibility_timeout": 900,
        "queue_order_strategy": "priority",  # in the order of queues.py: post first
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
        "health_check_interval": 20,  # a connection that died silently is noticed
    },
    broker_connection_timeout=5,
    # A worker that connected anew may take nothing any more (celery#10205; `make faults` saw it). So one that lost Redis
    # finishes what it has in hand and ends; whoever started it starts it again, and a new one waits for Redis for ever.
    broker_connection_retry=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # at the start, for ever (Celery's own: a hundred times): Redis may be away for long
    broker_heartbeat=0,  # not a thing of Redis
    worker_cancel_long_running_tasks_on_connection_loss=False,  # a run that has the relay's ear goes on without Redis
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_send_task_events=False,
    worker_enable_remote_control=False,  # no control over the broker
    worker_max_tasks_per_child=10_000,  # whatever leaks, leaks little
    task_publish_retry=False,
    timezone="UTC",
    enable_utc=True,
    beat_schedule=SCHEDULE,
    beat_scheduler="workers.beat:Scheduler",
    beat_max_loop_interval=5,
    beat_sync_every=1,
)
