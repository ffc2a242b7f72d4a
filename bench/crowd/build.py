"""The whole crowd into an empty, migrated database.

    build(admin_url, size=Size(people=10_000))

Known people in every crowd, whatever its size: see `Known`. Where it is large, indexes and foreign keys are set aside
while it is written and made anew afterwards, as one would restore a backup.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import psycopg

from bench.crowd.ids import Ids, one
from bench.crowd.people import Agency, People, Person, agencies
from bench.crowd.seekers import Seekers
from bench.crowd.stories import stories
from bench.crowd.tables import Tables

SEED = 20_261_123
COACHED = 0.6
SEEKERS_OF_A_COACH = 40
AT_ONCE = 5_000  # seekers between two sendings: keeps memory the same however many there are
SET_ASIDE_FROM = 200_000  # applications


@dataclass(frozen=True)
class Size:
    """How many seekers, with how many applications each on average (those of `Known` come on top)."""

    people: int
    applications: float = 10.0


class Known:
    """People whom the measurements sign in as: the first coaches and the first seekers."""

    COACH_OF_50 = one("person", 1)
    COACH_OF_500 = one("person", 2)
    SEEKER_OF_2000 = one("person", 1_000_001)
    FIRST_SEEKER = 1_000_001  # numbers of seekers begin here, those of coaches at 1
    CASE = one("case", 1)  # of SEEKER_OF_2000, with both assessments


def build(url: str, size: Size, *, seed: int = SEED, say: Any = None) -> dict[str, int]:
    """How many rows of each table. `url`: of a superuser (libpq), because foreign keys are not asked row by row."""
    began = time.monotonic()
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("set synchronous_commit = off")
        connection.execute("set maintenance_work_mem = '1GB'")
        large = size.people * size.applications >= SET_ASIDE_FROM
        with _indexes_set_aside(connection, large, say):
            written = _write(connection, size, seed, say, began)
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum (analyze, parallel 0)")
    return written


def _write(connection: psycopg.Connection[Any], size: Size, seed: int, say: Any, began: float) -> dict[str, int]:
    tables, ids, draw, now = Tables(), Ids(), Random(seed), datetime.now(UTC).replace(microsecond=0)
    sets = dict(connection.execute("select key, id::text from question_sets where organisation_id is null").fetchall())
    people = People(tables, ids, draw, now)
    seekers = Seekers(tables, ids, draw, now, stories(seed), sets)
    houses = agencies(tables, ids, size.people, now)
    coaches = [_coach(people, number, houses) for number in range(1, max(4, size.people // SEEKERS_OF_A_COACH) + 1)]
    for number in range(size.people):
        _seeker(people, seekers, number, size, coaches, houses)
        if number % AT_ONCE == AT_ONCE - 1:
            _send(tables, connection)
            if say and number % (20 * AT_ONCE) == 20 * AT_ONCE - 1:
                say(
                    f"{number + 1} people, {tables.applications.written} applications, {time.monotonic() - began:.0f} s"
                )
    _send(tables, connection)
    return {table.name: table.written for table in tables.all()}


def _send(tables: Tables, connection: psycopg.Connection[Any]) -> None:
    for table in tables.all():
        table.send(connection)


def _coach(people: People, number: int, houses: list[Agency]) -> Person:
    coach, agency = people.person(number, f"c{number}"), houses[number % len(houses)]
    people.member(coach, "coach", agency.id, agency.offices[number % 3])
    people.digest(coach, "coach")
    return coach


def _seeker(
    people: People, seekers: Seekers, place: int, size: Size, coaches: list[Person], houses: list[Agency]
) -> None:
    """The first has 2,000 applications; the next 50 are with the first coach, the 500 after them with the second."""
    number = Known.FIRST_SEEKER + place
    me = people.person(number, f"p{number}")
    people.member(me, "seeker")
    people.digest(me, "seeker")
    draw = people.draw
    people.tables.search_settings.add(me.id, (people.now.date()).replace(day=1))
    late = seekers.applications(
        me, 2_000 if place == 0 else min(200, int(draw.expovariate(1 / size.applications) + 0.5))
    )
    cases = seekers.cases(me, late, 8 if place == 0 else draw.randrange(0, 3), whole=place == 0)
    coach = _coach_of(place, draw, coaches)
    coaching = "\\N"
    if coach is not None:
        coaching = seekers.coaching(me, coach, houses[coach.number % len(houses)])
    if cases or draw.random() < 0.5:
        seekers.plan(me, coach, coaching, cases, 12 if place == 0 else draw.randrange(1, 6))


def _coach_of(place: int, draw: Random, coaches: list[Person]) -> Person | None:
    if 0 < place <= 50:
        return coaches[0]
    if 50 < place <= 550:
        return coaches[1]
    if place and draw.random() >= COACHED:
        return None
    return draw.choice(coaches[2:])


@contextmanager
def _indexes_set_aside(connection: psycopg.Connection[Any], wanted: bool, say: Any) -> Iterator[None]:
    """Indexes that hold no constraint, of the tables that grow."""
    if not wanted:
        yield
        return
    made = connection.execute(
        """
        select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
        join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
        where not i.indisprimary and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
        """
    ).fetchall()
    for name, _definition in made:
        connection.execute(f"drop index {name}")  # type: ignore[arg-type]
    yield
    if say:
        say(f"{len(made)} indexes")
    for _name, definition in made:
        connection.execute(definition)
