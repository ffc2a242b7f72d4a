"""Whose words may stand in a mail to a coach: nobody's, unless the seeker said so for that coaching.

What was mailed cannot be revoked, so little is mailed: who, how much, a link. What the coach may read on the site is
another question, and is asked as well (sight.py).
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.sight import Sight
from coach_platform.core.relations.models import Coaching
from coach_platform.kit.db import db

Pair = tuple[UUID, UUID]  # a coach and a seeker


def words_allowed(sights: Collection[Sight]) -> frozenset[Pair]:
    """(reader, seeker) of those sights through a coaching for which the seeker allowed it. One statement, or none."""
    # Allowed for one coach: nobody else of a team gets words by mail because of it.
    through = {sight.coaching_id for sight in sights if sight.coaching_id and sight.beside}
    if not through:
        return frozenset()
    allowed = set(db.session.scalars(select(Coaching.id).where(Coaching.id.in_(through), Coaching.mail_words)))
    return frozenset(
        (sight.reader_id, sight.seeker_id) for sight in sights if sight.beside and sight.coaching_id in allowed
    )
