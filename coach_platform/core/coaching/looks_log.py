"""The log a seeker reads: who looked at what of theirs, where and when. Append-only; pages by keyset."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, cast, func, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from coach_platform.content.vocabulary import Section
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.case_names import CaseName, case_names
from coach_platform.core.coaching.looks_filter import EVERY_LOOK, LooksFilter, conditions
from coach_platform.core.relations.models import Look
from coach_platform.kit.db import db
from coach_platform.kit.ids import parse_id

PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class LookLine:
    """One look: everything that one answer to one coach carried. `seen`: sections, each with its cases if it has some."""

    at: datetime
    reader: str
    team: str  # by whose grant, where it was not the reader's own
    surface: str
    seen: tuple[tuple[Section, tuple[UUID, ...]], ...]


@dataclass(frozen=True)
class LooksPage:
    """The newest first. `cases`: all of the seeker's; `readers`: everybody who ever looked; `next`: the mark of the page
    after, or ""."""

    lines: list[LookLine]
    cases: Mapping[UUID, CaseName]
    readers: Mapping[UUID, str]
    next: str = ""


@dataclass(frozen=True)
class LookRow:
    """One row of the log as it is kept: a section, of a case or of the whole."""

    at: datetime
    reader: str
    team: str
    section: Section
    case_id: UUID | None
    surface: str


@dataclass(frozen=True)
class CaseLooks:
    """How often one case was looked at, and when last."""

    times: int
    last_at: datetime | None


def looks_page(actor: Actor, *, wanted: LooksFilter = EVERY_LOOK, before: str = "") -> LooksPage:
    """The actor's own log. `before` is a mark from an earlier page; one that cannot be read means the first.

    Three statements. Rows written together (one page, one queue) are one line, and carry what `wanted` asks for.
    """
    rows = db.session.execute(_lines(actor, wanted, before)).all()
    lines = [
        LookLine(r.looked_at, r.reader_name, r.team_name, r.surface, _seen(r.sections, r.cases)) for r in rows[:PAGE]
    ]
    return LooksPage(
        lines=lines,
        cases=case_names(actor.person_id),
        readers=_readers(actor),
        next=_mark(rows[PAGE - 1]) if len(rows) > PAGE else "",
    )


def look_rows(actor: Actor, *, wanted: LooksFilter = EVERY_LOOK) -> Iterator[LookRow]:
    """All of it, row by row, the newest first, for a file. One statement, fetched in parts."""
    query = (
        select(Look.looked_at, Look.reader_name, Look.team_name, Look.section, Look.case_id, Look.surface)
        .where(*conditions(actor, wanted))
        .order_by(Look.looked_at.desc(), Look.id.desc())
    )
    for row in db.session.execute(query.execution_options(yield_per=1_000)):
        yield LookRow(*row)


def looks_at(seeker_id: Any, case_id: Any) -> Select:
    """Of one case (ids, or columns to be correlated): `times` (each page, list or letter counts once), `last_at`."""
    once = tuple_(Look.looked_at, Look.reader_id, Look.surface)
    return select(func.count(once.distinct()).label("times"), func.max(Look.looked_at).label("last_at")).where(
        Look.seeker_id == seeker_id, Look.case_id == case_id
    )


def _lines(actor: Actor, wanted: LooksFilter, before: str) -> Select:
    order = (Look.section, Look.case_id)
    pair = func.array_agg(aggregate_order_by(Look.section, *order))
    case = cast(func.array_agg(aggregate_order_by(Look.case_id, *order)), ARRAY(Uuid))
    return (
        select(
            Look.looked_at,
            Look.reader_id,
            Look.reader_name,
            Look.team_name,
            Look.surface,
            pair.label("sections"),
            case.label("cases"),
        )
        .where(*conditions(actor, wanted), *_after(before))
        .group_by(Look.looked_at, Look.reader_id, Look.reader_name, Look.surface, Look.team_name)
        .order_by(Look.looked_at.desc(), Look.reader_id.desc(), Look.surface.desc(), Look.team_name.desc())
        .limit(PAGE + 1)
    )


def _readers(actor: Actor) -> dict[UUID, str]:
    """Everybody in it, by name."""
    query = select(Look.reader_id, func.max(Look.reader_name)).where(Look.seeker_id == actor.person_id)
    rows = db.session.execute(query.group_by(Look.reader_id)).all()
    return {row[0]: row[1] for row in sorted(rows, key=lambda row: row[1])}


def _seen(sections: list[str], cases: list[UUID | None]) -> tuple[tuple[Section, tuple[UUID, ...]], ...]:
    found: dict[Section, list[UUID]] = {}
    for section, case_id in zip(sections, cases, strict=True):
        found.setdefault(Section(section), []).extend([case_id] if case_id else [])
    return tuple((section, tuple(found[section])) for section in Section if section in found)


def _mark(row: Any) -> str:
    """Of a line: its microsecond, who, where, for which team. Two coaches may be told in the same moment."""
    return f"{(row.looked_at - _EPOCH) // timedelta(microseconds=1)}.{row.reader_id}.{row.surface}.{row.team_name}"


def _after(mark: str) -> list[ColumnElement[bool]]:
    moment, _, rest = mark.partition(".")
    who, _, rest = rest.partition(".")
    surface, _, team = rest.replace("\0", "").partition(".")
    reader_id = parse_id(who)
    if not (moment.isascii() and moment.isdecimal() and len(moment) < 18) or reader_id is None:
        return []
    at = _EPOCH + timedelta(microseconds=int(moment))
    order = tuple_(Look.looked_at, Look.reader_id, Look.surface, Look.team_name)
    return [order < tuple_(at, reader_id, surface, team)]
