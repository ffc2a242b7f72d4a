"""The organisations whose things somebody finds here: where they coach or administer, and where they are coached."""

from uuid import UUID

from sqlalchemy import CompoundSelect, Select, or_, select, union

from coach_platform.core.relations.models import Coaching, CoachingState, Membership, Role
from coach_platform.kit import clock


def works_for(person_id: UUID) -> Select:
    """As a coach, at this moment: whoever left an organisation finds nothing of it from that moment on."""
    return _members(person_id, (Role.COACH,))


def circle(person_id: UUID) -> CompoundSelect:
    """As a coach, as an administrator, or as a seeker by an active coaching."""
    coached = select(Coaching.organisation_id).where(
        Coaching.seeker_id == person_id,
        Coaching.state == CoachingState.ACTIVE,
        Coaching.organisation_id.is_not(None),
    )
    return union(_members(person_id, (Role.COACH, Role.ADMIN)), coached)


def _members(person_id: UUID, roles: tuple[Role, ...]) -> Select:
    moment = clock.now()
    return select(Membership.organisation_id).where(
        Membership.person_id == person_id,
        Membership.role.in_(roles),
        Membership.organisation_id.is_not(None),
        Membership.from_at <= moment,
        or_(Membership.until_at.is_(None), Membership.until_at > moment),
    )
