"""Sheets of earlier, similar applications: offered when one applies for a similar role (similar.py says when that is)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.content.vocabulary import RoleKind
from coach_platform.core.access.actor import Actor
from coach_platform.core.preparation.similar import Role, similar
from coach_platform.kit.db import db

OFFERED = 3
LOOKED_AT = 200  # of the latest sheets: so many interviews nobody prepares for


@dataclass(frozen=True)
class EarlierSheet:
    """A sheet of the actor's own. `taken`: its notes were taken over already."""

    application_id: UUID
    company: str
    role: str
    changed_on: date
    taken: bool


_SHEETS = text(
    """
    select a.id, a.company, a.company_sort, a.role, a.role_kind, s.changed_at,
           me.company_sort as my_company, me.role as my_role, me.role_kind as my_kind,
           a.id = any(coalesce(h.taken_from, '{}')) as taken
    from applications me
    join preparation_sheets s on s.seeker_id = me.seeker_id and s.application_id <> me.id
    join applications a on a.id = s.application_id and a.deleted_at is null
    left join preparation_sheets h on h.application_id = me.id
    where me.id = :here and me.seeker_id = :seeker and (s.notes <> '' or s.research <> '' or s.questions <> '{}')
    order by s.changed_at desc
    limit :most
    """
)


def earlier_sheets(actor: Actor, application_id: UUID) -> list[EarlierSheet]:
    """Those of similar applications of the actor's own, the latest first. One statement."""
    given = {"here": application_id, "seeker": actor.person_id, "most": LOOKED_AT}
    rows = [row for row in db.session.execute(_SHEETS, given) if similar(*_roles(row))]
    return [EarlierSheet(row.id, row.company, row.role, row.changed_at.date(), row.taken) for row in rows[:OFFERED]]


def _roles(row: Any) -> tuple[Role, Role]:
    return (
        Role(row.company_sort, row.role, RoleKind(row.role_kind) if row.role_kind else None),
        Role(row.my_company, row.my_role, RoleKind(row.my_kind) if row.my_kind else None),
    )
