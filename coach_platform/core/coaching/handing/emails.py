"""The letters about a hand-over and about a coach who left: who, what happened, a link. Never a word of a note."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from coach_platform.core.coaching.emails import gather_links
from coach_platform.core.coaching.handing.models import HandOver, HandOverState
from coach_platform.core.mail import links
from coach_platform.core.mail.kinds import SEEKERS, Family, Kind, Messages
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.render import write
from coach_platform.core.relations.models import Coaching, CoachingState, Membership, Organisation, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_


@dataclass(frozen=True)
class Facts:
    """A hand-over as it stands at this moment. `by_coach`: whoever asked is the coach, and not the organisation."""

    state: HandOverState
    seeker_id: UUID
    seeker: str
    former: str
    to: str
    organisation: str
    by_coach: bool
    asked_by_id: UUID | None
    asker_there: bool  # whoever asked works in the organisation still


def gather(messages: Messages) -> Mapping[UUID, Facts]:
    """By message; of what is gone there is nothing. One statement."""
    seeker, former, to = aliased(Person), aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(
            HandOver,
            Coaching.coach_id,
            seeker.name.label("seeker"),
            former.name.label("former"),
            to.name.label("to"),
            Organisation.name.label("organisation"),
            _asker_there().label("asker_there"),
        )
        .join(Coaching, Coaching.id == HandOver.from_coaching_id)
        .join(Organisation, Organisation.id == HandOver.organisation_id)
        .join(seeker, seeker.id == HandOver.seeker_id)
        .outerjoin(former, former.id == Coaching.coach_id)
        .join(to, to.id == HandOver.to_coach_id)
        .where(HandOver.id.in_({message.id_param("hand_over") for message in messages}))
    )
    found = {
        row.HandOver.id: Facts(
            row.HandOver.state,
            row.HandOver.seeker_id,
            row.seeker,
            row.former or "",
            row.to,
            row.organisation,
            row.HandOver.asked_by_id == row.coach_id,
            row.HandOver.asked_by_id,
            row.asker_there,
        )
        for row in rows
    }
    return {m.id: found[m.id_param("hand_over")] for m in messages if m.id_param("hand_over") in found}


def _asker_there() -> ColumnElement[bool]:
    """Coach or administrator there at this moment: whoever left is told no more of its seekers."""
    moment, m = clock.now(), Membership
    held = (m.from_at <= moment, or_(m.until_at.is_(None), m.until_at > moment))
    there = (m.person_id == HandOver.asked_by_id, m.organisation_id == HandOver.organisation_id)
    return exists().where(*there, m.role.in_((Role.COACH, Role.ADMIN)), *held).correlate(HandOver)


def _answered_due(messages: Messages, found: Mapping[UUID, Facts]) -> Mapping[UUID, Reason]:
    """As long as whoever asked is there to be told."""
    gone = {m.id: Reason.ENDED for m in messages if m.id in found and not found[m.id].asker_there}
    return gone | dict(_while(*DONE)(messages, found))


def _while(*states: HandOverState) -> Callable[[Messages, Mapping[UUID, Facts]], Mapping[UUID, Reason]]:
    def still_due(messages: Messages, found: Mapping[UUID, Facts]) -> Mapping[UUID, Reason]:
        return {
            m.id: Reason.ENDED if m.id not in found else Reason.ALREADY_ANSWERED
            for m in messages
            if m.id not in found or found[m.id].state not in states
        }

    return still_due


def compose(messages: Messages, found: Mapping[UUID, Facts]) -> Mapping[UUID, Letter]:
    """Both kinds: what differs is in their templates."""
    return {message.id: _letter(message, found[message.id]) for message in messages}


def _letter(message: Outgoing, facts: Facts) -> Letter:
    if message.kind == "hand_over_asked":
        return write(
            message, face="seeker", facts=facts, url=links.page(f"/sharing/handing/{message.id_param('hand_over')}")
        )
    path = "/coach/seekers" if facts.by_coach else "/organisation/seekers"
    return write(message, face="coach", facts=facts, yes=facts.state is HandOverState.ACCEPTED, url=links.page(path))


def _left(messages: Messages, found: Mapping[UUID, object]) -> Mapping[UUID, Letter]:
    return {message.id: _of_left(message, found[message.id_param("coaching")]) for message in messages}


def _of_left(message: Outgoing, link: object) -> Letter:
    return write(message, face="seeker", other=getattr(link, "coach", ""), url=links.page("/sharing"))


def _left_due(messages: Messages, found: Mapping[UUID, object]) -> Mapping[UUID, Reason]:
    return {m.id: Reason.ENDED for m in messages if m.id_param("coaching") not in found}


def _sample(*states: HandOverState) -> Callable[[UUID], Mapping[str, str] | None]:
    def sample(person_id: UUID) -> Mapping[str, str] | None:
        whose = HandOver.seeker_id if states == OPEN else HandOver.asked_by_id
        theirs = select(HandOver.id).where(HandOver.state.in_(states), whose == person_id)
        found = db.session.scalar(theirs.order_by(HandOver.id.desc()).limit(1))
        return {"hand_over": str(found)} if found else None

    return sample


def _sample_left(person_id: UUID) -> Mapping[str, str] | None:
    left = or_(Coaching.coach_left_at.is_not(None), Coaching.state == CoachingState.ENDED)
    query = select(Coaching.id).where(Coaching.seeker_id == person_id, left).order_by(Coaching.id.desc()).limit(1)
    found = db.session.scalar(query)
    return {"coaching": str(found)} if found else None


OPEN, DONE = (HandOverState.ASKED,), (HandOverState.ACCEPTED, HandOverState.DECLINED)
KINDS = (
    Kind(
        name="hand_over_asked",
        family=Family.NOTICE,
        label=l_("Another coach is proposed to you"),
        why=l_(
            "You get this because your coach, or their organisation, asks whether somebody else may go on with you."
        ),
        to=SEEKERS,
        gather=gather,
        still_due=_while(*OPEN),
        compose=compose,
        sample=_sample(*OPEN),
    ),
    Kind(
        name="hand_over_answered",
        family=Family.NOTICE,
        label=l_("An answer to a hand-over"),
        why=l_("You get this because you asked whether a colleague may go on with somebody."),
        to=frozenset({Role.COACH, Role.ADMIN}),
        gather=gather,
        still_due=_answered_due,
        compose=compose,
        sample=_sample(*DONE),
    ),
    Kind(
        name="coach_left",
        family=Family.NOTICE,
        label=l_("Your coach has left their organisation"),
        why=l_("You get this because you worked with this coach, or had asked to."),
        to=SEEKERS,
        gather=gather_links,
        still_due=_left_due,
        compose=_left,
        sample=_sample_left,
    ),
)
