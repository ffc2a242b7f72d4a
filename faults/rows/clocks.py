"""Clocks that jump by hours and days, the end of winter time, somebody who moves, new rules of zones."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import time_machine

from coach_platform.core.digests.models import Face
from coach_platform.core.digests.preferences import ensure_schedule, zone_changed
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from faults.field import Field, field_on
from faults.ground import Ground
from faults.outcome import Outcome, reckon
from faults.people import ask, nos, readers

BEGINS = datetime(2027, 3, 7, 6, 0, tzinfo=UTC)  # a Sunday, everywhere
ENDS = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)  # a Monday, everywhere; the day before, clocks went forward in America
WEEKS = ("2027-W10",)  # those that went by as a whole
ZONES = (
    "America/Toronto",
    "America/St_Johns",
    "America/Vancouver",
    "Pacific/Auckland",
    "Europe/Paris",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "America/Havana",
    "Africa/Cairo",
)
MOVES_FROM, MOVES_TO = "America/Toronto", "Pacific/Auckland"
STEP = (3, 11)  # hours; a digest that is more than twelve late is skipped, with its reason
SKIPS = ("too_late", "quiet_hours")


class Moved:
    """The one clock of the row's worker and beat; the servers keep their own."""

    def __init__(self, place: Field) -> None:
        self.file = Path(place.home / "clock")
        self.env = {"FAULTS_CLOCK": str(self.file), "FAULTS_TICK": "1"}
        self.off = 0.0

    def to(self, moment: datetime) -> None:
        self.off = moment.timestamp() - time.time()
        beside = self.file.with_suffix(".new")
        beside.write_text(f"{self.off:.3f}")
        beside.rename(self.file)

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.off, UTC)


def jumping(ground: Ground, rng: Random) -> Outcome:
    """A week in steps of hours, now and then days ahead and back again; one person moves in the middle of a week."""
    with field_on(ground, "clocks") as place:
        moved = Moved(place)
        moved.to(BEGINS)
        people = readers(place, 2 * len(ZONES), zones=ZONES)
        _schedules(place, people, rng, moved)
        place.beat(**moved.env)
        place.worker(**moved.env).kept = True
        nos(place, people, moved.now)
        moment, late, steps = BEGINS, [], 0
        while moment < ENDS:
            moment += timedelta(hours=rng.uniform(*STEP))
            late += _step(place, moved, moment)
            steps += 1
            if steps == 7:
                _move(place, people[0], moved)
            if steps % 12 == 6:  # the clock was wrong for a while: a day and a half ahead, then right again
                late += _step(place, moved, moment + timedelta(hours=36))
                late += _step(place, moved, moment)
            nos(place, people[: len(people) // 2], moved.now)
        outcome = reckon(place, skipped=SKIPS)
        outcome.latest = None
        outcome.broken += late
        _judge(place, people, outcome)
        outcome.note(
            f"{steps} steps over eight days and a change of clocks, {len(ZONES)} zones; the servers' clocks are not moved"
        )
        outcome.note("all zones for ten years: tests/core/digests, tests/kit/test_clock.py")
        return outcome


def _schedules(place: Field, people: list[UUID], rng: Random, moved: Moved) -> None:
    with place.app.app_context(), time_machine.travel(moved.now):
        for person in people:
            zone = db.session.get_one(Person, person).zone
            ensure_schedule(person, Face.SEEKER, zone, weekday=rng.randrange(7), hour=rng.randint(8, 19))
        db.session.commit()
    place.sql("update persons set created_at = %s, confirmed_at = %s", BEGINS, BEGINS)


def _step(place: Field, moved: Moved, moment: datetime) -> list[str]:
    """Set the clock, and wait until all that is due by it is done; a letter that is due now shows that ticks go on."""
    moved.to(moment)
    ask(place, 1, wake=False, due=[moved.now - timedelta(seconds=1)])
    until = time.monotonic() + 25
    while time.monotonic() < until:
        place.pause(0.2)
        due = place.sql(
            "select (select count(*) from digest_schedules where next_at <= %s)"
            " + (select count(*) from messages where due_at <= %s"
            "    and state in ('queued', 'claimed', 'sending', 'unknown'))",
            moved.now,
            moved.now,
        )
        if due[0][0] == 0:
            return []
    return [f"what is due at {moment:%d %b %H:%M} is done within 25 s ({due[0][0]} are not)"]


def _move(place: Field, person: UUID, moved: Moved) -> None:
    with place.app.app_context(), time_machine.travel(moved.now):
        db.session.get_one(Person, person).zone = MOVES_TO
        zone_changed(person)
        db.session.commit()
        db.session.remove()


def _judge(place: Field, people: list[UUID], outcome: Outcome) -> None:
    """Every person has exactly one digest for each whole ISO week of theirs that went by."""
    rows = place.sql("select person_id, key, state, reason from messages where kind = 'digest_seeker'")
    weeks = Counter((row[0], row[1].rsplit(":", 1)[1]) for row in rows)
    missing = [(person, week) for person in people for week in WEEKS if not weeks[(person, week)]]
    outcome.lost += len(missing)
    outcome.must(not missing, f"each has a digest for each of {WEEKS} ({missing[:3]})")
    outcome.must(max(weeks.values(), default=0) == 1, "none has two in a week")
    outcome.must(outcome.doubled == 0, "none twice")
    sent = sum(row[2] == "sent" for row in rows)
    why = Counter(row[3] for row in rows if row[2] == "skipped")
    outcome.must(sent >= len(people) // 2, f"digests were sent ({sent} of {len(rows)}; skipped: {dict(why)})")
    outcome.note(f"{sent} digests sent, skipped with their reason: {dict(why)}")


def zone_rules(ground: Ground, rng: Random, count: int = 30) -> Outcome:
    """Moments that were computed with older rules of zones, an hour off, before an update: moved, and sent once."""
    with field_on(ground, "tzdata") as place:
        people = readers(place, count)
        nos(place, people)
        now = clock.now()
        with place.app.app_context():
            for person in people:
                zone = db.session.get_one(Person, person).zone
                ensure_schedule(person, Face.SEEKER, zone, weekday=rng.randrange(7), hour=rng.randint(8, 19))
            db.session.commit()
        right = dict(place.sql("select person_id, next_at from digest_schedules"))
        place.sql("update digest_schedules set tzdata = '2020a', next_at = next_at + interval '1 hour'")
        place.worker()
        place.tick("digests.recompute")
        place.pause(0.5)
        until = time.monotonic() + 20
        while time.monotonic() < until and place.sql("select 1 from digest_schedules where tzdata = '2020a' limit 1"):
            place.pause(0.1)
        found = dict(place.sql("select person_id, next_at from digest_schedules"))
        outcome = Outcome(due=count)
        wrong = [person for person in people if found[person] != right[person]]
        outcome.lost = len(wrong)
        outcome.must(not wrong, f"each moment is what the rules of {clock.TZDATA} say ({len(wrong)} are not)")
        outcome.must(
            not place.sql("select 1 from digest_schedules where next_at <= %s", now), "nothing was due meanwhile"
        )
        return outcome
