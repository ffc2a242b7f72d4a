"""What beat wakes exists, and each task waits in a queue that somebody listens to."""

import json
import subprocess
import sys

import pytest

from workers.queues import QUEUES
from workers.schedule import SCHEDULE

pytestmark = pytest.mark.workers

TELL = """
import json
from workers.celery_app import celery
celery.loader.import_default_modules()
own = [name for name in celery.tasks if not name.startswith("celery.")]
print(json.dumps({name: celery.amqp.router.route({}, name)["queue"].name for name in own}))
"""


def test_every_task_is_known_and_has_a_listened_queue(worker_environment):
    told = subprocess.run(
        [sys.executable, "-c", TELL], env=worker_environment, capture_output=True, text=True, check=True
    )
    queue_of = json.loads(told.stdout.splitlines()[-1])
    assert {entry["task"] for entry in SCHEDULE.values()} <= set(queue_of)
    assert set(queue_of.values()) <= {queue.name for queue in QUEUES}
    assert queue_of["mail.deliver_post"] == "post"
    assert queue_of["mail.deliver_digests"] == queue_of["digests.sweep"] == "digests"


def test_no_queue_hears_what_is_meant_for_another():
    assert len({(queue.exchange.name, queue.routing_key) for queue in QUEUES}) == len(QUEUES)
