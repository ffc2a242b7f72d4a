"""A digest at once, because somebody asked for it (the command line, a preview): outside the schedule, at any hour."""

from uuid import UUID

from coach_platform.core.digests.due import KINDS
from coach_platform.core.digests.models import Face
from coach_platform.core.mail import keys, outbox
from coach_platform.kit.ids import new_id


def send_now(person_id: UUID, face: Face) -> None:
    """Ask for one digest now. It is still not sent when it has nothing to say. Raises: NotFound."""
    kind = KINDS[face]
    outbox.add(kind, key=keys.about(kind, person_id, new_id()), to=person_id, at_once=True)
