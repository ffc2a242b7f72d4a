"""Does this process do its work? `python -m coach_platform.probe web | worker | beat`: says so, and exits 0 or 1.

For health checks. Without Flask and Celery, so that asking twice a minute costs next to nothing.
"""

import http.client
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg

from coach_platform.config import Config, ConfigError, from_environment
from coach_platform.programs import BEAT_STATE, Role

# A worker is judged by what it leaves undone: Celery's process may live and take nothing any more (celery#10205).
# Ten minutes: after an outage all that was due must be out by then.
LONGEST_WAIT = timedelta(minutes=10)
LONGEST_BETWEEN_TICKS = timedelta(minutes=3)  # beat ticks each minute and writes that down
SECONDS = 4  # less than a health check waits

# What waits longest: a message, or a schedule that nobody turned into one. A long queue that is being worked on is
# no fault, so a row that somebody holds right now says that the workers live. What an operator stopped waits on purpose,
# and so does everything after a restore: the alerts say that, no restart of a worker mends it.
_STANDING = """
    select clock_timestamp() - least(
               (select min(due_at) from messages where state in ('queued', 'claimed', 'sending', 'unknown')
                  and kind not in (select kind from mail_stops)
                  and not exists (select from mail_place where moved_at is not null)),
               (select min(next_at) from digest_schedules where next_at is not null)),
           exists (select from messages where state in ('claimed', 'sending') and lease_until > clock_timestamp())
"""


class Unwell(Exception):
    """What is wrong, as a sentence."""


def web() -> str:
    """The site answers as ready. Raises: Unwell."""
    config = from_environment()
    place = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=SECONDS)
    try:
        # Any other name than the site's own is refused in production.
        place.request("GET", "/readyz", headers={"Host": config.host})
        answer = place.getresponse()
        body = answer.read().decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        raise Unwell(f"The site does not answer: {type(error).__name__}.") from error
    finally:
        place.close()
    if answer.status != 200:
        raise Unwell(f"The site answers {answer.status}: {body}")
    return f"The site is ready: {body}"


def worker() -> str:
    """Nothing due waits too long, whichever worker should have done it. Raises: Unwell."""
    waited, held = _standing(from_environment(role="worker"))
    if waited > LONGEST_WAIT and not held:
        raise Unwell(f"Something has been due for {_minutes(waited)} and no worker holds anything.")
    return f"The longest wait is {_minutes(max(waited, timedelta(0)))}."


def beat(state: str = BEAT_STATE) -> str:
    """The clock ticked lately. Raises: Unwell."""
    # The library behind the file may add an ending of its own to the name.
    ticks = [file.stat().st_mtime for file in Path(state).parent.glob(f"{Path(state).name}*")]
    if not ticks:
        raise Unwell("The clock has not begun to tick.")
    since = timedelta(seconds=time.time() - max(ticks))
    if since > LONGEST_BETWEEN_TICKS:
        raise Unwell(f"The clock last ticked {_minutes(since)} ago.")
    return f"The clock ticked {round(since.total_seconds())} s ago."


PROBES: dict[Role, Callable[[], str]] = {Role.WEB: web, Role.WORKER: worker, Role.BEAT: beat}


def _standing(config: Config) -> tuple[timedelta, bool]:
    url = config.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        with psycopg.connect(url, connect_timeout=SECONDS) as connection:
            row = connection.execute(_STANDING).fetchone()
    except psycopg.Error as error:
        raise Unwell(f"The database does not answer: {type(error).__name__}.") from error
    assert row is not None
    return row[0] or timedelta(0), row[1]


def _minutes(time: timedelta) -> str:
    return f"{max(time.total_seconds(), 0) / 60:.1f} minutes"


def main() -> None:
    """Raises: SystemExit, always; its status is the answer."""
    asked = sys.argv[1] if len(sys.argv) == 2 else ""
    if asked not in {role.value for role in PROBES}:
        sys.exit(f"Which one? {', '.join(PROBES)}.")
    try:
        print(PROBES[Role(asked)]())  # noqa: T201 - shown by `docker inspect`
    except (Unwell, ConfigError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
