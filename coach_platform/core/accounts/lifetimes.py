"""How long a sign-in lasts: docs/decisions/how-long-a-sign-in-lasts.md says why. Pure; sessions.py asks.

The shortest that applies counts: whoever coaches and looks for work has a coach's sign-in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach_platform.core.access.second_factor import WORKING
from coach_platform.core.relations.models import Role


@dataclass(frozen=True)
class Lifetime:
    """It ends when unused for `idle`, and `absolute` after it began, whatever its use."""

    idle: timedelta
    absolute: timedelta

    @property
    def touch_every(self) -> timedelta:
        """How exactly its use is written down: a write a page would be one too many, idleness must stay true."""
        return min(timedelta(minutes=10), self.idle / 30)

    def is_over(self, *, began: datetime, used: datetime, now: datetime) -> bool:
        """Of a sign-in that began and was last used then, whether it has ended `now`."""
        return now - used >= self.idle or now - began >= self.absolute


SEEKER = Lifetime(idle=timedelta(days=30), absolute=timedelta(days=90))
AT_WORK = Lifetime(idle=timedelta(hours=12), absolute=timedelta(days=7))
SHARED = Lifetime(idle=timedelta(minutes=30), absolute=timedelta(hours=12))
LONGEST = SEEKER


def lifetime(roles: Iterable[Role], *, shared: bool) -> Lifetime:
    """Of a sign-in of somebody with these roles; `shared`: on a computer that others use."""
    if shared:
        return SHARED
    return AT_WORK if WORKING & set(roles) else SEEKER
