"""How one seeker searches: the days of silence before "no reply" is proposed, and when the search ended (search_end.py)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.applications.models import SearchSettings
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_

NO_REPLY_DAYS = 21  # until the seeker chooses their own number
FEWEST, MOST = 3, 180


def no_reply_days(seeker_id: UUID) -> int:
    """The seeker's own number of days, or the usual one. Writes nothing."""
    chosen = db.session.scalar(select(SearchSettings.no_reply_days).where(SearchSettings.seeker_id == seeker_id))
    return chosen or NO_REPLY_DAYS


def set_no_reply_days(actor: Actor, days: int) -> None:
    """From now on "no reply" is proposed after `days` days of silence. Raises: Invalid."""
    if not FEWEST <= days <= MOST:
        raise Invalid({"no_reply_days": l_("Choose a number of days from %(low)s to %(high)s.", low=FEWEST, high=MOST)})
    search_settings(actor).no_reply_days = days
    db.session.flush()


def found_work_at(seeker_id: UUID) -> datetime | None:
    """When the search ended; None while it goes on. Writes nothing."""
    return db.session.scalar(select(SearchSettings.found_work_at).where(SearchSettings.seeker_id == seeker_id))


def search_settings(actor: Actor) -> SearchSettings:
    """The actor's row, made the first time something is chosen."""
    require(actor, Permission.USE_SEEKER_FACE)
    row = db.session.get(SearchSettings, actor.person_id)
    if row is None:
        row = SearchSettings(
            seeker_id=actor.person_id, no_reply_days=NO_REPLY_DAYS, searching_since_on=clock.today(actor.zone)
        )
        db.session.add(row)
    return row
