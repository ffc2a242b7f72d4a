"""Asking for the mails about a coaching itself: asked, accepted, declined, ended. Told to the other side."""

from coach_platform.core.access.actor import Actor
from coach_platform.core.mail import outbox
from coach_platform.core.mail.keys import about
from coach_platform.core.relations.models import Coaching


def tell_other_side(kind: str, coaching: Coaching, *, by: Actor) -> None:
    """Ask for the mail of `kind` to whoever did not do this; nobody, where that account is gone."""
    other = coaching.coach_id if by.person_id == coaching.seeker_id else coaching.seeker_id
    if other is None:
        return
    outbox.add(kind, key=about(kind, coaching.id), to=other, params={"coaching": str(coaching.id)})
