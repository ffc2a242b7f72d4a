"""The next talk as each of the two reads it. Also as a value inside other statements, so that a page pays none for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from coach_platform.core.coaching.talks.models import Talk
from coach_platform.core.relations.models import Coaching, CoachingState, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db

AHEAD = timedelta(days=14)  # of a coach's talks, those of the next two weeks stand on Today
MOST = 20


@dataclass(frozen=True)
class TalkView:
    """A talk that is not over. `other`: the name of whom the reader talks with; `cancelled`: called off, and by which side."""

    id: UUID
    coaching_id: UUID
    seeker_id: UUID
    other: str
    starts_at: datetime
    minutes: int
    place: str
    link: str
    by_coach: bool
    sequence: int
    changed_at: datetime
    cancelled: bool

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


def not_over() -> ColumnElement[bool]:
    """The condition under which a talk is still to come, or going on."""
    return Talk.starts_at + Talk.minutes * timedelta(minutes=1) > clock.now()


def next_of(coaching_id: UUID) -> Talk | None:
    """The row of the talk of this coaching that is next; one that was called off stays until its hour is over."""
    query = select(Talk).where(Talk.coaching_id == coaching_id, not_over()).order_by(*NEXT_FIRST).limit(1)
    return db.session.scalars(query).first()


# An SQL value: a coach's (:me) own of the next two weeks, the next first, twenty at most; read by `coming`.
COMING = f"""
    (select jsonb_agg(x.talk order by x.starts_at, x.id) from (
        select t.id, t.starts_at, to_jsonb(t) || jsonb_build_object('name', p.name) as talk
        from talks t join coachings k on k.id = t.coaching_id join persons p on p.id = t.seeker_id
        where k.coach_id = :me and k.state = 'active' and t.starts_at + t.minutes * interval '1 minute' > :now
          and t.starts_at < cast(:now as timestamptz) + interval '{AHEAD.days} days'
        order by t.starts_at, t.id limit {MOST}) x)
"""  # noqa: S608 (constants of ours, values are bound)


def coming(found: list[dict[str, Any]] | None) -> tuple[TalkView, ...]:
    """What COMING gave."""
    return tuple(talk for one in found or () if (talk := from_json(one)) is not None)


def view(talk: Talk, other: str) -> TalkView:
    """A row as it is read."""
    columns = {name: getattr(talk, name) for name in TalkView.__dataclass_fields__ if hasattr(talk, name)}
    return TalkView(other=other, cancelled=talk.cancelled_at is not None, **columns)


def beside(coaching_id: Any) -> ColumnElement[Any]:
    """An SQL value: the next talk of a coaching (an id, or a column), as `from_json()` reads it."""
    query = select(_as_json()).where(Talk.coaching_id == coaching_id, not_over())
    return query.order_by(*NEXT_FIRST).limit(1).scalar_subquery()


def of_seeker(seeker_id: UUID) -> ColumnElement[Any]:
    """The same: the next of all the talks of a seeker, with the coach's name."""
    query = (
        select(_as_json(name=Person.name))
        .select_from(Talk)
        .join(Coaching, and_(Coaching.id == Talk.coaching_id, Coaching.state == CoachingState.ACTIVE))
        .outerjoin(Person, Person.id == Coaching.coach_id)
        .where(Talk.seeker_id == seeker_id, not_over())
    )
    return query.order_by(*NEXT_FIRST).limit(1).scalar_subquery()


def from_json(found: dict[str, Any] | None, other: str = "") -> TalkView | None:
    """What those two gave."""
    if found is None:
        return None
    ids: dict[str, Any] = {name: UUID(found[name]) for name in ("id", "coaching_id", "seeker_id")}
    moments: dict[str, Any] = {name: datetime.fromisoformat(found[name]) for name in ("starts_at", "changed_at")}
    plain = {name: found[name] for name in ("minutes", "place", "link", "by_coach", "sequence")}
    name = other or found.get("name") or ""
    return TalkView(other=name, cancelled=found["cancelled_at"] is not None, **ids, **moments, **plain)


# One that holds comes before one that was called off.
NEXT_FIRST = (Talk.cancelled_at.is_not(None), Talk.starts_at, Talk.id)


def _as_json(**more: Any) -> ColumnElement[Any]:
    columns = {column.key: column for column in Talk.__table__.columns} | more
    return func.jsonb_build_object(*(part for pair in columns.items() for part in pair))
