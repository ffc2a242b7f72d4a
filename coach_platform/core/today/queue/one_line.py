"""One line after an act: still there, and why, or gone."""

from dataclasses import dataclass
from uuid import UUID

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.today.queue.gathering import seen
from coach_platform.core.today.queue.handing import line_now
from coach_platform.core.today.queue.reasons import QueueLine


@dataclass(frozen=True)
class OneLine:
    """`line` is None where nothing waits any more."""

    seeker_id: UUID
    name: str
    line: QueueLine | None


def one_line(actor: Actor, seeker_id: UUID) -> OneLine:
    """The line as it stands now; what it shows is written into the log of looks. Raises: NotFound, NotAllowed."""
    sight, name, line = line_now(actor, seeker_id)
    if line is not None:
        looks.record(actor.name, seen([line], {seeker_id: sight}), surface=Surface.QUEUE)
    return OneLine(seeker_id, name, line)
