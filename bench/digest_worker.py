"""One process that sends every digest that is due, as a worker does, and says what it took: `python -m bench.digest_worker`.

Without Celery: its part (2.4 ms for each five hundred letters) is nothing beside the rest, and a process that ends by
itself can say what it used. `naive` sends them as one would at first: see bench/baselines/naive_digests.py.
"""

import json
import resource
import sys
import time

from sqlalchemy import Engine, event

from coach_platform.config import from_environment
from coach_platform.core.digests import due
from coach_platform.core.mail.delivery import deliver
from coach_platform.core.mail.kinds import Lane
from coach_platform.core.mail.transport import Relay
from coach_platform.foundation import create_foundation
from coach_platform.kit import jobs
from coach_platform.kit.db import db
from coach_platform.kit.settings import settings


def main(how: str) -> None:
    """Send, and print one JSON line."""
    app = create_foundation(from_environment(role="worker"))
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    event.listen(Engine, "before_cursor_execute", count)
    jobs.publish = lambda *_args, **_more: None  # type: ignore[assignment]  # nobody is to be woken but this process
    with app.app_context():
        began, cpu = time.monotonic(), time.process_time()
        sent, looked = _naive() if how == "naive" else _as_the_product_does()
        took, cpu = time.monotonic() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(
        json.dumps({"sent": sent, "due": looked, "seconds": took, "cpu": cpu, "statements": statements, "peak": peak})
    )


def _as_the_product_does() -> tuple[int, int]:
    relay, sent, looked = Relay(settings().smtp_url, hello=settings().mail_domain), 0, 0
    while True:
        swept = due.sweep_due()
        db.session.commit()
        looked += swept
        tally = deliver(Lane.DIGESTS, relay=relay, worker="bench")
        db.session.commit()
        sent += tally.accepted
        if not swept and not tally.claimed:
            relay.close()
            return sent, looked


def _naive() -> tuple[int, int]:
    from bench.baselines.naive_digests import send_all

    return send_all()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
