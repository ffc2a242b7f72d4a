"""A new role brings its digest: Monday at eight, until its reader chooses otherwise."""

from uuid import UUID

from coach_platform.core.digests.models import Face
from coach_platform.core.digests.preferences import ensure_schedule
from coach_platform.core.relations.models import Role

_FACES = {Role.SEEKER: Face.SEEKER, Role.COACH: Face.COACH}


def welcome(person_id: UUID, role: Role, zone: str) -> None:
    """To be called where somebody begins to hold `role`, in the same transaction. Asking again changes nothing."""
    if role in _FACES:
        ensure_schedule(person_id, _FACES[role], zone)
