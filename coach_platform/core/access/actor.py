"""Who is acting. Every verb of the core takes one first."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from coach_platform.core.relations.models import Role


@dataclass(frozen=True)
class Actor:
    """A signed-in person with the roles they hold now."""

    person_id: UUID
    name: str
    locale: str
    zone: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    organisation_ids: frozenset[UUID] = field(default_factory=frozenset)  # where they hold any role
    admin_of: frozenset[UUID] = field(default_factory=frozenset)
    session_id: UUID | None = None
    proved_at: datetime | None = None  # when whoever sits at that session last showed who they are
    must_enrol: bool = False  # may do nothing before there is a second factor
    country: str = "CA"
    outdated: tuple[str, ...] = ()  # texts they agreed to that have a newer version (core/agreements/holding.py)
    unreachable: bool = False  # mail to them came back: nothing is sent to their address
    # Nobody in particular of this team: reads by its grants alone ("view as", core/coaching/view_as.py), and does nothing.
    as_team: UUID | None = None

    @property
    def is_seeker(self) -> bool:
        """Searches for work here."""
        return Role.SEEKER in self.roles

    @property
    def is_coach(self) -> bool:
        """Coaches, alone or for an organisation."""
        return Role.COACH in self.roles

    @property
    def is_admin(self) -> bool:
        """Administers at least one organisation (`admin_of` says which)."""
        return Role.ADMIN in self.roles

    @property
    def is_operator(self) -> bool:
        """Runs the site; sees operations, never private text."""
        return Role.OPERATOR in self.roles
