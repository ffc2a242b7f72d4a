"""Kind by kind: does it come to this person, what became of the last one, and if they stopped it, when and from where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.core.mail.choices import By
from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.models import MessageState
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.states import WAITING
from coach_platform.core.mail_history.lines import Became
from coach_platform.core.mail_history.lists import YEAR
from coach_platform.core.relations.models import Role
from coach_platform.kit import clock
from coach_platform.kit.db import db

_OF_STATE = {MessageState.SENT: Became.SENT, MessageState.SKIPPED: Became.SKIPPED, MessageState.FAILED: Became.FAILED}


@dataclass(frozen=True, slots=True)
class Last:
    """The newest mail of a kind."""

    became: Became
    at: datetime
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class KindStanding:
    """One kind. `last`: None when none was asked for within the year. `off_since`, `off_by`: where it is turned off."""

    kind: str
    label: str
    last: Last | None
    off_since: datetime | None = None
    off_by: By | None = None


_KNOWN = text(
    """
    select k.kind, last.state, last.reason, coalesce(last.done_at, last.due_at) as at, c.changed_at, c.changed_by
    from unnest(cast(:kinds as text[])) as k (kind)
    left join lateral (
        select state, reason, done_at, due_at from messages m
        where m.person_id = :person and m.kind = k.kind and m.created_at > :since order by m.id desc limit 1) last on true
    left join mail_choices c on c.person_id = :person and c.kind = k.kind and not c.wanted
    """
)


def kinds_of(person_id: UUID, roles: frozenset[Role] | set[Role]) -> list[KindStanding]:
    """Every kind that reaches somebody with these roles, and every other that did; as the settings page lists them. One
    statement."""
    kinds = all_kinds()
    values = {"kinds": list(kinds), "person": person_id, "since": clock.now() - YEAR}
    rows = {row.kind: row for row in db.session.execute(_KNOWN, values)}
    reaching = {kind.name for kind in kinds.optional(set(roles))}
    return [_standing(kinds[name], rows[name]) for name in kinds if name in reaching or rows[name].state]


def _standing(kind: Any, row: Any) -> KindStanding:
    by = By(row.changed_by) if row.changed_by else None
    return KindStanding(kind.name, str(kind.label), _last(row), None if kind.covers else row.changed_at, by)


def _last(row: Any) -> Last | None:
    if row.state is None:
        return None
    state = MessageState(row.state)
    became = Became.WAITS if state in WAITING else _OF_STATE[state]
    return Last(became, row.at, Reason(row.reason) if row.reason else None)
