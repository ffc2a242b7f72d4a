"""The letters about a coaching: who, what happened, a link. Never the message that was written, never what is shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from coach_platform.core.mail import links
from coach_platform.core.mail.kinds import COACHES, SEEKERS, Family, Kind, Messages, StillDue
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.render import write
from coach_platform.core.relations.models import Coaching, CoachingState, Person
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_

WAITS = {CoachingState.REQUESTED, CoachingState.INVITED}


@dataclass(frozen=True)
class Link:
    """A coaching as it stands at this moment, with both names."""

    state: CoachingState
    seeker_id: UUID
    seeker: str
    coach: str
    places_candidates: bool
    thanked: bool


Links = Mapping[UUID, Link]


def gather_links(messages: Messages) -> Links:
    """The coachings of these letters by id, in one statement; those that are gone are not there."""
    seeker, coach = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(Coaching, seeker.name.label("seeker"), coach.name.label("coach"))
        .join(seeker, seeker.id == Coaching.seeker_id)
        .outerjoin(coach, coach.id == Coaching.coach_id)
        .where(Coaching.id.in_({message.id_param("coaching") for message in messages}))
    )
    return {
        row.id: Link(row.state, row.seeker_id, seeker_name, coach_name or "", row.places_candidates, bool(row.thanks))
        for row, seeker_name, coach_name in rows
    }


def while_in(*states: CoachingState) -> StillDue:
    """It goes only while the coaching stands where the letter says."""

    def still_due(messages: Messages, found: Links) -> Mapping[UUID, Reason]:
        now = {message.id: found.get(message.id_param("coaching")) for message in messages}
        return {key: _why_not(link) for key, link in now.items() if link is None or link.state not in states}

    return still_due


def _why_not(link: Link | None) -> Reason:
    answered = link is not None and link.state in (CoachingState.ACTIVE, CoachingState.DECLINED)
    return Reason.ALREADY_ANSWERED if answered else Reason.ENDED


def compose(messages: Messages, found: Links) -> Mapping[UUID, Letter]:
    """All four kinds: what differs is in their templates."""
    return {message.id: _letter(message, found[message.id_param("coaching")]) for message in messages}


def _letter(message: Outgoing, link: Link) -> Letter:
    face = "seeker" if message.person_id == link.seeker_id else "coach"
    return write(
        message,
        face=face,
        other=link.coach if face == "seeker" else link.seeker,
        places_candidates=link.places_candidates,
        thanked=link.thanked,
        url=links.page(_path(message.kind, face, link)),
    )


def _path(kind: str, face: str, link: Link) -> str:
    if face == "seeker":
        return "/coaches" if kind == "coaching_declined" else "/sharing"
    if kind == "coaching_accepted":
        return f"/coach/seekers/{link.seeker_id}"
    return "/coach/requests" if kind == "coaching_asked" or link.thanked else "/coach"


def _latest(*states: CoachingState):
    def sample(person_id: UUID) -> Mapping[str, str] | None:
        theirs = or_(Coaching.seeker_id == person_id, Coaching.coach_id == person_id)
        newest = select(Coaching.id).where(theirs, Coaching.state.in_(states)).order_by(Coaching.id.desc()).limit(1)
        found = db.session.scalar(newest)
        return {"coaching": str(found)} if found else None

    return sample


def _kind(name: str, label: object, why: object, *states: CoachingState) -> Kind:
    return Kind(
        name=name,
        family=Family.NOTICE,
        label=label,
        why=why,
        to=SEEKERS | COACHES,  # either may ask, and either may answer
        gather=gather_links,
        still_due=while_in(*states),
        compose=compose,
        sample=_latest(*states),
    )


_BETWEEN = l_("You get this because it is about a coaching between the two of you.")
KINDS = (
    _kind("coaching_asked", l_("Somebody asks to work with you"), _BETWEEN, *WAITS),
    _kind("coaching_accepted", l_("A coaching begins"), _BETWEEN, CoachingState.ACTIVE),
    _kind("coaching_declined", l_("An answer to your request for coaching"), _BETWEEN, CoachingState.DECLINED),
    _kind("coaching_ended", l_("A coaching has ended"), _BETWEEN, CoachingState.ENDED),
)
