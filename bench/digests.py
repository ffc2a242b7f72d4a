"""Digests: how many a second against the raw limit of the sink, and how that grows with people."""

import json
import math
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import psycopg

from bench.cpu import of_tree
from bench.crowd.build import Size
from bench.crowd.people import ZONES
from bench.home import Home
from bench.site import ROOT, settings
from bench.smtp import Sent, Sink
from coach_platform.laptop.services import DatabaseUrls

LETTER = 24_000  # bytes, until one was measured


@dataclass(frozen=True)
class Round:
    """One run of a digest worker over everybody who was due."""

    sent: Sent
    due: int
    statements: int
    peak: int
    database: float  # PostgreSQL's part of the CPU

    @property
    def statements_each(self) -> float:
        return self.statements / self.sent.letters


def make_due(home: Home, urls: DatabaseUrls, people: int) -> None:
    """`people` seekers are due now, nobody else; what an earlier run sent is forgotten. All of them are awake."""
    zones = [zone for zone in ZONES if 9 <= datetime.now(ZoneInfo(zone)).hour < 18] or ["UTC"]
    with psycopg.connect(home.admin(urls.name)) as db:
        db.execute("set session_replication_role = replica")
        db.execute("delete from messages where created_at > now() - interval '2 days' and kind like 'digest_%'")
        db.execute("update digest_schedules set next_at = null where next_at is not null")
        db.execute(
            """
            with chosen as (select person_id from digest_schedules where face = 'seeker' order by person_id limit %s),
            moved as (
                update persons set zone = %s where id in (select person_id from chosen) and zone <> all(%s))
            update digest_schedules s set next_at = %s, last_on = null, last_period = null
            from chosen where s.person_id = chosen.person_id and s.face = 'seeker'
            """,
            [people, zones[0], zones, datetime.now(UTC)],
        )
        db.commit()
        db.autocommit = True
        db.execute("vacuum (analyze) digest_schedules, messages")


def run(home: Home, urls: DatabaseUrls, sink: Sink, how: str = "") -> Round:
    """One worker, until nothing is due."""
    env = {**os.environ, **settings(urls, home.services.redis_url, sink.url), "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    there, at_sink, began = of_tree(home.postgres), of_tree(sink.pid), time.monotonic()
    command = [sys.executable, "-m", "bench.digest_worker", *([how] if how else [])]
    with (home.folder / "log" / "digests.log").open("ab") as log:
        done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    assert time.monotonic() - began >= said["seconds"]
    database = of_tree(home.postgres) - there
    cpu = said["cpu"] + database + of_tree(sink.pid) - at_sink
    sent = Sent(said["sent"], cpu, said["seconds"])
    return Round(sent, said["due"], said["statements"], said["peak"], database / cpu)


def exponent(found: list[tuple[int, float]]) -> float:
    """Of the power law that fits best through (people, seconds): least squares over the logarithms."""
    xs, ys = [math.log(people) for people, _ in found], [math.log(seconds) for _, seconds in found]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def cost_of_finding(home: Home, size: Size, times: int = 40) -> float:
    """CPU seconds of PostgreSQL to find the 500 who come first among all who are due; nothing is kept."""
    urls = home.database(size)
    make_due(home, urls, size.people)
    with psycopg.connect(home.admin(urls.name)) as db:
        for each in range(times + 5):
            if each == 5:
                before = of_tree(home.postgres)
            db.execute(FIND, [datetime.now(UTC)]).fetchall()
            db.rollback()
        return (of_tree(home.postgres) - before) / times


# core/digests/due._take, as it reaches PostgreSQL.
FIND = """
    select s.person_id, s.face, s.frequency, s.weekday, s.hour, s.next_at, s.last_on, p.zone, p.locale, p.email
    from digest_schedules s join persons p on p.id = s.person_id
    where s.next_at <= %s order by s.next_at, s.person_id limit 500 for update of s skip locked
"""
