"""The mails about a plan as kinds: who, where, a link. A seeker's words only to a coach they allowed it for."""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from coach_platform.core.access import looks
from coach_platform.core.access.figures import Surface
from coach_platform.core.mail import links
from coach_platform.core.mail.kinds import COACHES, SEEKERS, Compose, Family, Kind, Messages
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.render import write
from coach_platform.core.plans import deciding
from coach_platform.core.plans.deciding import WhyNot, of_review
from coach_platform.core.plans.gathering import ReviewFacts, gather_reviews
from coach_platform.core.plans.gathering_comments import Place, Said, gather_comments
from coach_platform.core.plans.models import Comment, Review
from coach_platform.core.relations.models import Coaching, Section
from coach_platform.kit.db import db
from coach_platform.kit.i18n import lazy as l_


def seekers_plan(seeker_id: UUID) -> str:
    """Where a coach reads a seeker's plan."""
    return links.page(f"/coach/seekers/{seeker_id}/plan")


def _reviews(face: str) -> Compose:
    def compose(messages: Messages, facts: Mapping[UUID, ReviewFacts]) -> Mapping[UUID, Letter]:
        if face == "coach":
            looks.record_many([_noted(m, facts[m.id]) for m in messages], surface=Surface.MAIL)
        return {m.id: _about(m, facts[m.id], face) for m in messages}

    return compose


def _lapsed(messages: Messages, facts: Mapping[UUID, ReviewFacts]) -> Mapping[UUID, Letter]:
    """To its seeker what they can do now; to those it was asked of that it waits no more."""
    looks.record_many([_noted(m, facts[m.id]) for m in messages if facts[m.id].sight], surface=Surface.MAIL)
    faces = {m.id: "seeker" if m.person_id == facts[m.id].seeker_id else "coach" for m in messages}
    return {m.id: _about(m, facts[m.id], faces[m.id]) for m in messages}


def _about(message: Outgoing, facts: ReviewFacts, face: str) -> Letter:
    url = links.page("/plan") if face == "seeker" else seekers_plan(facts.seeker_id)
    grants = facts.sight.grant_ids if facts.sight is not None and face == "coach" else ()
    note = facts.note if face == "coach" else ""
    lang = f"{facts.review.note_locale}-CA"
    return write(
        message, face=face, url=url, grants=grants, seeker=facts.seeker, coach=facts.coach, note=note, note_lang=lang
    )


def _noted(message: Outgoing, facts: ReviewFacts) -> tuple[str, list[looks.Looked]]:
    """That a plan waits, or is agreed, is a figure of it."""
    return message.name, [(facts.sight, (Section.PLAN, None))] if facts.sight else []


def _comments(messages: Messages, facts: Mapping[UUID, list[Said]]) -> Mapping[UUID, Letter]:
    looks.record_many([_counted(m, facts[m.id]) for m in messages], surface=Surface.MAIL)
    return {m.id: _of_comments(m, facts[m.id]) for m in messages}


def _counted(message: Outgoing, said: list[Said]) -> tuple[str, list[looks.Looked]]:
    """How many comments stand where is a figure, whether or not they are quoted."""
    return message.name, [(one.sight, seen) for one in said if one.sight for seen in one.seen]


def _of_comments(message: Outgoing, said: list[Said]) -> Letter:
    own = [one for one in said if one.seeker_id == message.person_id]
    lines = [(one, [(place, _place_url(message, one, place)) for place in one.places]) for one in said]
    return write(
        message,
        face="seeker" if own else "coach",
        said=lines,
        total=sum(one.comments for one in said),
        authors=[one.author for one in said if one.author],
        url=lines[0][1][0][1],
        grants=[grant_id for one in said if one.sight for grant_id in one.sight.grant_ids],
    )


def _place_url(message: Outgoing, said: Said, place: Place) -> str:
    own = said.seeker_id == message.person_id
    seeker = "" if own else f"/coach/seekers/{said.seeker_id}"
    if place.item_id is not None:
        return links.page(f"{seeker}/practice/{place.item_id}")
    return links.page(f"{seeker}/plan" if place.case_id is None else f"{seeker}/cases/{place.case_id}")


def _latest_review(rather: ColumnElement[bool]) -> Callable[[UUID], Mapping[str, str] | None]:
    """For a preview: the newest review this person has to do with, rather one of which the letter still holds."""

    def sample(person_id: UUID) -> Mapping[str, str] | None:
        query = select(Review.id).join(Coaching, Coaching.id == Review.coaching_id)
        theirs = query.where(or_(Review.seeker_id == person_id, Coaching.coach_id == person_id))
        found = db.session.scalar(theirs.order_by(rather.desc(), Review.id.desc()).limit(1))
        return {"review": str(found)} if found else None

    return sample


def _latest_comment(person_id: UUID) -> Mapping[str, str] | None:
    """For a preview: the newest comment said to this person."""
    to_me = or_(
        (Comment.seeker_id == person_id) & Comment.by_coach,
        Comment.by_coach.is_(False)
        & Comment.seeker_id.in_(select(Coaching.seeker_id).where(Coaching.coach_id == person_id)),
    )
    found = db.session.scalar(select(Comment.id).where(to_me).order_by(Comment.id.desc()).limit(1))
    return {"first": str(found)} if found else None


def _review_kind(name: str, face: str, label: object, why: object, due: WhyNot, rather: ColumnElement[bool]) -> Kind:
    return Kind(
        name=name,
        family=Family.NOTICE,
        label=label,
        why=why,
        to=COACHES if face == "coach" else SEEKERS,
        gather=gather_reviews,
        still_due=of_review(due),
        compose=_reviews(face),
        sample=_latest_review(rather),
    )


KINDS = (
    _review_kind(
        "review_asked",
        "coach",
        l_("Somebody asks you to look at their plan"),
        l_("You get this because you coach this person and they asked for your review."),
        deciding.asked,
        Review.answered_at.is_(None) & Review.withdrawn_at.is_(None),
    ),
    _review_kind(
        "review_answered",
        "seeker",
        l_("Your coach answered on your plan"),
        l_("You get this because you asked your coach for a review."),
        deciding.answered,
        Review.answered_at.is_not(None) & Review.agreed_at.is_(None),
    ),
    _review_kind(
        "plan_agreed",
        "coach",
        l_("Somebody you coach agreed to the plan"),
        l_("You get this because you coach this person and reviewed their plan."),
        deciding.agreed,
        Review.agreed_at.is_not(None),
    ),
    Kind(
        name="review_lapsed",
        family=Family.NOTICE,
        label=l_("A review ended unanswered"),
        why=l_("You get this because a review of a plan was asked for, and nobody answered in time."),
        to=SEEKERS | COACHES,
        gather=gather_reviews,
        still_due=of_review(deciding.lapsed),
        compose=_lapsed,
        sample=_latest_review(Review.lapsed_at.is_not(None)),
    ),
    Kind(
        name="comments",
        family=Family.NOTICE,
        label=l_("New comments"),
        why=l_("You get this because somebody commented where you can read it."),
        to=SEEKERS | COACHES,
        gather=gather_comments,
        still_due=deciding.comments,
        compose=_comments,
        sample=_latest_comment,
    ),
)
