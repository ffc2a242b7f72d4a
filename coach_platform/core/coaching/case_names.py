"""The names of a seeker's own cases, for saying what is shared. Cases stand above this folder: read by their table."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from coach_platform.kit.db import db

_OWN = text(
    """
    select c.id, a.company, a.role from cases c join applications a on a.id = c.application_id
    where c.seeker_id = :seeker and a.deleted_at is null order by c.opened_at desc, c.id desc
    """
)


@dataclass(frozen=True)
class CaseName:
    """A case as its seeker calls it."""

    company: str
    role: str

    @property
    def said(self) -> str:
        """ "Nordlys (Project coordinator)", or the company alone."""
        return f"{self.company} ({self.role})" if self.role else self.company


def case_names(seeker_id: UUID) -> dict[UUID, CaseName]:
    """All of them, the newest first. For the seeker alone: never hand these to another reader. One statement."""
    return {row.id: CaseName(row.company, row.role) for row in db.session.execute(_OWN, {"seeker": seeker_id})}
