"""A seeker's own list of what was noted for them, and one of the entries."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.coaching.noted.waiting import ENTRIES, Noted, one_noted
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.undo import UNDO

SHOWN = 100


@dataclass(frozen=True)
class NotedPage:
    """`waiting`: the first noted first; `removed`: what can come back; `confirmed`: the history, the latest first."""

    waiting: tuple[Noted, ...]
    removed: tuple[Noted, ...]
    confirmed: tuple[Noted, ...]


def noted_page(actor: Actor) -> NotedPage:
    """The actor's own. One statement."""
    require(actor, Permission.USE_SEEKER_FACE)
    entries = _read(_ALL, seeker=actor.person_id, shown=SHOWN, since=clock.now() - UNDO)
    return NotedPage(
        waiting=tuple(sorted((one for one in entries if one.waits), key=lambda one: (one.entered_at, one.id))),
        removed=tuple(one for one in entries if one.removed_at),
        confirmed=tuple(one for one in entries if one.confirmed_at),
    )


def waiting_entry(actor: Actor, entry_id: UUID) -> Noted:
    """One that waits for the actor. Raises: NotFound."""
    require(actor, Permission.USE_SEEKER_FACE)
    found = _read(_ONE, seeker=actor.person_id, entry=entry_id)
    if not found or not found[0].waits:
        raise NotFound
    return found[0]


def confirmed_entry(actor: Actor, entry_id: UUID) -> Noted:
    """One that the actor made their own. Raises: NotFound."""
    require(actor, Permission.USE_SEEKER_FACE)
    found = _read(_ONE, seeker=actor.person_id, entry=entry_id)
    if not found or not found[0].confirmed_at:
        raise NotFound
    return found[0]


def _read(query: Any, **values: object) -> list[Noted]:
    return [one_noted(entry) for entry in db.session.scalars(query, values)]


_ALL = text(
    f"""select e.entry from ({ENTRIES} and n.seeker_id = :seeker and (n.removed_at is null or n.removed_at > :since)) e
    order by (e.confirmed_at is null and e.removed_at is null) desc, e.entered_at desc, e.id desc
    limit :shown"""  # noqa: S608 (fragments of ours)
)
_ONE = text(f"select e.entry from ({ENTRIES} and n.seeker_id = :seeker and n.id = :entry) e")  # noqa: S608 (the same)
