"""No page reads the whole of a large table: every statement of every page is planned as if there were ten million rows.

A crowd of a thousand people is written and analyzed; then the planner is told that each table that grows with people holds a
thousand times as many, in the same proportions (an id's share of them shrinks accordingly). The plan, not the time, is
what is looked at, and nothing is switched off for it: what PostgreSQL would choose is what a page would get.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from bench.crowd.build import Known, Size, build
from bench.crowd.tables import Tables
from bench.signing_in import Cookies, cookies
from bench.site import BY_THE_PROXY
from coach_platform.kit.db import db
from coach_platform.laptop.roles import ADMIN
from tests.apart import own_app, own_database, settings_on
from tests.rules.access_world import routes

# What the crowd fills and what grows with people. A table that the crowd leaves empty has no pages to plan with: of those
# nothing is said here.
LARGE = {table.name for table in Tables().all()} - {"organisations", "offices"}
TIMES = 1_000
# Ids of the crowd for the parameters of addresses; a page whose thing the crowd lacks is planned up to where it is missed.
VALUES = {
    "application_id": "01900006-0000-7000-8000-000000000001",
    "case_id": Known.CASE,
    "seeker_id": "01900002-0000-7000-8000-0000000f4242",  # with the first coach
    "coaching_id": "01900004-0000-7000-8000-000000000001",
    "step": "first", "key": "fit", "word": "applied", "kind": "digest_seeker", "summary": "seeker", "rule": "x",
}  # fmt: skip
WHERE = {"coach_of_50": ("coach_", "caseload", "library", "assigning", "inserting"), "seeker": ("",)}


@dataclass(frozen=True)
class Asked:
    """A statement of a page, as it reached the driver."""

    page: str
    statement: str
    values: Any


@pytest.fixture(scope="module")
def crowd(services, template, environment) -> Iterator[tuple[Any, Cookies]]:
    """The product on a crowd whose statistics say that it is a thousand times as large."""
    production = {"REBOUND_ENV": "production", "BASE_URL": "https://rebound.example.org", "PROXIES": "1"}
    with own_database(services, template, "indexes") as urls:
        admin = services.postgres.url(ADMIN, urls.name, dialect=False)
        build(admin, Size(1_000))
        with psycopg.connect(admin) as connection:
            _make_large(connection)
        with own_app({**settings_on(environment, urls), **production}) as app:
            yield app, cookies(app)


def _make_large(connection: psycopg.Connection[Any]) -> None:
    """Tell the planner. What is said of one id (how many rows have it) stays as it was counted."""
    connection.execute("set allow_system_table_mods = on")
    large = list(LARGE)
    connection.execute(
        """
        update pg_statistic s
        set stadistinct = case when s.stadistinct > 20 then -least(1, s.stadistinct / greatest(c.reltuples, 1))
                               else s.stadistinct end,
            stakind1 = case when a.atttypid = 'uuid'::regtype and s.stakind1 = 1 then 0 else s.stakind1 end,
            stanumbers1 = case when a.atttypid = 'uuid'::regtype and s.stakind1 = 1 then null else s.stanumbers1 end,
            stavalues1 = case when a.atttypid = 'uuid'::regtype and s.stakind1 = 1 then null else s.stavalues1 end
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.oid = s.starelid and a.attnum = s.staattnum and c.relnamespace = 'public'::regnamespace
          and c.relname = any(%s)
        """,
        [large],
    )
    connection.execute(
        """
        update pg_class set reltuples = greatest(reltuples, 100) * %s, relpages = greatest(relpages, 1)
        where relnamespace = 'public'::regnamespace and relkind = 'r' and relname = any(%s)
        """,
        [TIMES, large],
    )


def _asked(app: Any, signed: Cookies) -> dict[str, Asked]:
    """Every reading statement of every page, once each."""
    found: dict[str, Asked] = {}
    page = ""

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.lstrip()[:6].lower() in ("select", "with s", "with c") and not many:
            found.setdefault(statement, Asked(page, statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        client = app.test_client(use_cookies=False)
        for key, rule in routes(app).items():
            who = next(name for name, starts in WHERE.items() if rule.endpoint.startswith(starts))
            if not key.startswith("GET") or set(rule.arguments) - set(VALUES):
                continue
            page = app.url_map.bind("rebound.example.org").build(rule.endpoint, {n: VALUES[n] for n in rule.arguments})
            client.get(page, headers={**BY_THE_PROXY, "Cookie": getattr(signed, who)})
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return found


def _whole_tables(plan: Any) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan" and plan.get("Relation Name") in LARGE:
        yield f"{plan['Relation Name']} {plan.get('Filter', '')}"
    for part in plan.get("Plans", ()):
        yield from _whole_tables(part)


def test_no_page_reads_a_large_table_from_end_to_end(crowd):
    app, signed = crowd
    found, planned = [], 0
    asked = _asked(app, signed)
    with app.app_context():
        for one in asked.values():
            try:
                plan = db.session.connection().exec_driver_sql(f"explain (format json) {one.statement}", one.values)
            except SQLAlchemyError as error:
                pytest.fail(f"{one.page}: {error}")
            told = plan.scalar()
            planned += 1
            tree = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
            found += [
                f"{one.page}: {where}\n    {' '.join(one.statement.split())[:300]}" for where in _whole_tables(tree)
            ]
        db.session.rollback()
    assert planned > 60  # the pages were really asked
    assert found == [], "\n".join(["", *found])
