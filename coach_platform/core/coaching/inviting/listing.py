"""The inviters' own list: to whom, and where it stands. Nothing of the person before they said yes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlakeyset import InvalidPage, select_page
from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, null, select, update

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.coaching.inviting.models import InvitationRound, InvitationState, SeekerInvitation
from coach_platform.core.coaching.inviting.seats import Face
from coach_platform.core.relations.models import Coaching, CoachingState, Office, Organisation, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

PAGE = 50


@dataclass(frozen=True)
class InvitationLine:
    """One invitation. `seeker_id`: only for the coach, while the coaching it became is active."""

    id: UUID
    address: str
    name: str
    coach: str
    place: str
    state: InvitationState
    sent_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    seeker_id: UUID | None


@dataclass(frozen=True)
class InvitationList:
    """One page, the newest first; `counts` by state over all of them, and the marks of the pages beside it."""

    lines: list[InvitationLine]
    counts: dict[InvitationState, int] = field(default_factory=dict)
    previous: str = ""
    next: str = ""

    @property
    def total(self) -> int:
        """How many there are in all states."""
        return sum(self.counts.values())


def invitations_of(actor: Actor, face: Face, *, state: InvitationState | None = None, page: str = "") -> InvitationList:
    """A coach's own, whoever sent them; or all of an admin's organisations. Two statements. Raises: NotAllowed."""
    mine = _of(actor, face)
    query = _lines(face).where(mine)
    if state is not None:
        query = query.where(_standing() == state.value)
    query = query.order_by(SeekerInvitation.created_at.desc(), SeekerInvitation.id.desc())
    try:
        found = select_page(db.session(), query, per_page=PAGE, page=page or None)
    except (InvalidPage, ValueError):
        found = select_page(db.session(), query, per_page=PAGE)
    marks = found.paging
    return InvitationList(
        [_line(row) for row in found],
        _counts(mine),
        marks.bookmark_previous if marks.has_previous else "",
        marks.bookmark_next if marks.has_next else "",
    )


def take_back(actor: Actor, face: Face, invitation_id: UUID) -> None:
    """Its link is worthless at once, and a letter that has not left does not leave. Raises: NotAllowed; NotFound."""
    taken = db.session.execute(
        update(SeekerInvitation)
        .where(SeekerInvitation.id == invitation_id, _of(actor, face), SeekerInvitation.state == InvitationState.SENT)
        .where(SeekerInvitation.ends_at > clock.now())
        .values(state=InvitationState.TAKEN_BACK, ended_at=clock.now())
        .returning(SeekerInvitation.id)
    )
    if taken.first() is None:
        raise NotFound
    audit.note(actor.person_id, "seeker_invitation.taken_back", invitation=str(invitation_id))


def _of(actor: Actor, face: Face) -> ColumnElement[bool]:
    if face is Face.COACH:
        require(actor, Permission.USE_COACH_FACE)
        return SeekerInvitation.coach_id == actor.person_id
    require(actor, Permission.USE_ORGANISATION)
    return SeekerInvitation.organisation_id.in_(actor.admin_of)


def _standing() -> Any:
    over = and_(SeekerInvitation.state == InvitationState.SENT, SeekerInvitation.ends_at <= clock.now())
    return case((over, InvitationState.EXPIRED.value), else_=cast(SeekerInvitation.state, Text))


def _counts(mine: ColumnElement[bool]) -> dict[InvitationState, int]:
    standing = _standing().label("standing")
    rows = db.session.execute(select(standing, func.count()).where(mine).group_by(standing))
    return {InvitationState(word): count for word, count in rows}


def _lines(face: Face) -> Select:
    sees = and_(Coaching.id == SeekerInvitation.coaching_id, Coaching.state == CoachingState.ACTIVE)
    return (
        select(
            SeekerInvitation,
            _standing().label("standing"),
            Person.name.label("coach"),
            Organisation.name.label("organisation"),
            Office.name.label("office"),
            (Coaching.seeker_id if face is Face.COACH else null()).label("seeker_id"),
        )
        .join(InvitationRound, InvitationRound.id == SeekerInvitation.round_id)
        .join(Person, Person.id == SeekerInvitation.coach_id)
        .outerjoin(Organisation, Organisation.id == SeekerInvitation.organisation_id)
        .outerjoin(Office, Office.id == InvitationRound.office_id)
        .outerjoin(Coaching, sees)
    )


def _line(row: Any) -> InvitationLine:
    invitation = row.SeekerInvitation
    return InvitationLine(
        id=invitation.id,
        address=invitation.address,
        name=invitation.name,
        coach=row.coach,
        place=", ".join(part for part in (row.organisation, row.office) if part),
        state=InvitationState(row.standing),
        sent_at=invitation.created_at,
        ends_at=invitation.ends_at,
        ended_at=invitation.ended_at,
        seeker_id=row.seeker_id,
    )
