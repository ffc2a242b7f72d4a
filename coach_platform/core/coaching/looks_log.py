"""The log a seeker reads: who looked at what of theirs, where and when. Append-only; pages by keyset."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Uuid, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from coach_platform.content.vocabulary import Section
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.case_names import CaseName, case_names
from coach_platform.core.relations.models import Look
from coach_platform.kit.db import db

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
    """The newest first; `next` is the mark of the page after, or ""."""

    lines: list[LookLine]
    cases: Mapping[UUID, CaseName]
    next: str = ""


def looks_page(actor: Actor, *, before: str = "") -> LooksPage:
    """The actor's own log. `before` is a mark from an earlier page; one that cannot be read means the first.

    Two statements. Rows written together (one page, one queue) are one line.
    """
    pair = func.array_agg(aggregate_order_by(Look.section, Look.section, Look.case_id))
    case = cast(func.array_agg(aggregate_order_by(Look.case_id, Look.section, Look.case_id)), ARRAY(Uuid))
    query = (
        select(
            Look.looked_at, Look.reader_name, Look.team_name, Look.surface, pair.label("sections"), case.label("cases")
        )
        .where(Look.seeker_id == actor.person_id)
        .group_by(Look.looked_at, Look.reader_id, Look.reader_name, Look.team_name, Look.surface)
        .order_by(Look.looked_at.desc(), Look.reader_id, Look.team_name)
        .limit(PAGE + 1)
    )
    if (moment := _moment(before)) is not None:
        query = query.where(Look.looked_at < moment)
    rows = db.session.execute(query).all()
    more = len(rows) > PAGE
    lines = [
        LookLine(r.looked_at, r.reader_name, r.team_name, r.surface, _seen(r.sections, r.cases)) for r in rows[:PAGE]
    ]
    return LooksPage(
        lines=lines,
        cases=case_names(actor.person_id, {case for line in lines for _section, cases in line.seen for case in cases}),
        next=_mark(rows[PAGE - 1].looked_at) if more else "",
    )


def _seen(sections: list[str], cases: list[UUID | None]) -> tuple[tuple[Section, tuple[UUID, ...]], ...]:
    found: dict[Section, list[UUID]] = {}
    for section, case_id in zip(sections, cases, strict=True):
        found.setdefault(Section(section), []).extend([case_id] if case_id else [])
    return tuple((section, tuple(found[section])) for section in Section if section in found)


def _mark(moment: datetime) -> str:
    return str((moment - _EPOCH) // timedelta(microseconds=1))


def _moment(mark: str) -> datetime | None:
    if not (mark.isascii() and mark.isdecimal() and len(mark) < 18):
        return None
    return _EPOCH + timedelta(microseconds=int(mark))
