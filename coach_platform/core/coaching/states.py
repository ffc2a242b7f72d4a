"""Where a coaching may go from where it stands: the whole machine in one table."""

from coach_platform.core.relations.models import CoachingState as S
from coach_platform.kit.errors import Conflict
from coach_platform.kit.i18n import lazy as l_

MOVES: dict[S, frozenset[S]] = {
    S.REQUESTED: frozenset({S.ACTIVE, S.DECLINED, S.ENDED}),  # ended: withdrawn by the seeker
    S.INVITED: frozenset({S.ACTIVE, S.DECLINED, S.ENDED}),  # ended: withdrawn by the coach
    S.ACTIVE: frozenset({S.ENDED}),
    S.DECLINED: frozenset(),
    S.ENDED: frozenset(),
}
LIVE = (S.REQUESTED, S.INVITED, S.ACTIVE)


def check(now: S, then: S) -> None:
    """Raises: Conflict when the link has already moved on."""
    if then not in MOVES[now]:
        raise Conflict(l_("This was answered meanwhile. Load the page again to see how it stands now."))
