"""Who answers a request: the organisation's admins; a coach who works alone; the operator where neither is there."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.notes_requests.models import NotesRequest
from coach_platform.core.relations.models import Membership, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db


def answered_by(actor: Actor) -> ColumnElement[bool]:
    """The requests that are the actor's to answer."""
    of_organisation = NotesRequest.organisation_id.in_(actor.admin_of) if actor.admin_of else false()
    alone = and_(NotesRequest.organisation_id.is_(None), NotesRequest.coach_id == actor.person_id)
    return or_(of_organisation, alone, _nobody_there() if actor.is_operator else false())


def who_answers(request: NotesRequest) -> Iterable[UUID]:
    """Their ids: at least one, as long as the site has an operator."""
    if request.organisation_id is not None:
        admins = _holding(Role.ADMIN, Membership.organisation_id == request.organisation_id)
        return admins or _holding(Role.OPERATOR)
    return [request.coach_id] if request.coach_id else _holding(Role.OPERATOR)


def _nobody_there() -> ColumnElement[bool]:
    """No admin, no coach: else a request the law gives thirty days would lie there for ever."""
    admin = exists().where(
        Membership.organisation_id == NotesRequest.organisation_id, Membership.role == Role.ADMIN, _now()
    )
    gone = and_(NotesRequest.organisation_id.is_(None), NotesRequest.coach_id.is_(None))
    return or_(gone, and_(NotesRequest.organisation_id.is_not(None), ~admin))


def _now() -> ColumnElement[bool]:
    moment = clock.now()
    return and_(Membership.from_at <= moment, or_(Membership.until_at.is_(None), Membership.until_at > moment))


def _holding(role: Role, *where: ColumnElement[bool]) -> list[UUID]:
    query = select(Membership.person_id).where(Membership.role == role, _now(), *where).distinct()
    return sorted(db.session.scalars(query))
