"""What the mails about a plan stand on, read just before they go: reviews, and comments not mailed yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.sight import Sight, own_sight, sights_of_coaches
from coach_platform.core.mail.kinds import Messages
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.plans.models import Plan, Review, Turn
from coach_platform.core.plans.threads import CommentView, said_since
from coach_platform.core.relations.models import Coaching, Person, Section
from coach_platform.kit.db import db


@dataclass(frozen=True)
class ReviewFacts:
    """One turn of a plan and how it stands at this moment."""

    seeker_id: UUID
    seeker: str
    coach: str
    review: Review
    turn: Turn
    coach_sees: bool  # the coaching is active and the plan is granted
    grant_id: UUID | None = None  # by this grant


@dataclass(frozen=True)
class Place:
    """Where something was said: a plan (case_id is None) or a case, and how often."""

    case_id: UUID | None
    comments: int


@dataclass(frozen=True)
class Said:
    """What one person said to the reader of a mail; no text of it."""

    seeker_id: UUID
    author: str
    places: tuple[Place, ...]
    unread: int
    grant_id: UUID | None = None  # by which a coach may read it

    @property
    def comments(self) -> int:
        """How many, over all places."""
        return sum(place.comments for place in self.places)


def gather_reviews(messages: Messages) -> Mapping[UUID, ReviewFacts]:
    """By review id; those that are gone are not there. Two statements."""
    rows = db.session.execute(
        select(Review, Plan.turn, Person.name, Coaching.coach_id)
        .join(Plan, Plan.id == Review.plan_id)
        .join(Person, Person.id == Review.seeker_id)
        .join(Coaching, Coaching.id == Review.coaching_id)
        .where(Review.id.in_({message.id_param("review") for message in messages}))
    ).all()
    coaches = {row.coach_id for row in rows if row.coach_id}
    names = _names(coaches)
    sights = sights_of_coaches(list(coaches)) if coaches else {}
    return {row.Review.id: _facts(row, names, sights) for row in rows}


def gather_comments(messages: Messages) -> Mapping[UUID, list[Said]]:
    """By message: who said how much where, of what its reader may see at this moment."""
    return {message.id: _said_to(message) for message in messages}


def _facts(row: Any, names: Mapping[UUID, str], sights: Mapping[UUID, Mapping[UUID, Sight]]) -> ReviewFacts:
    review: Review = row.Review
    sight = sights.get(row.coach_id, {}).get(review.seeker_id)
    sees = sight is not None and sight.coaching_id == review.coaching_id and sight.section(Section.PLAN)
    grant_id = sight.grant_id if sight is not None else None
    return ReviewFacts(review.seeker_id, row.name, names.get(row.coach_id, ""), review, row.turn, sees, grant_id)


def _names(ids: set[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))) if ids else ()
    return {row.id: row.name for row in rows}


def _said_to(message: Outgoing) -> list[Said]:
    reader_id = message.person_id
    if reader_id is None:
        return []
    sights = [own_sight(reader_id), *sights_of_coaches([reader_id]).get(reader_id, {}).values()]
    first = message.id_param("first")
    return [said for sight in sights for said in _by_author(sight, said_since(sight, first))]


def _by_author(sight: Sight, comments: list[CommentView]) -> list[Said]:
    authors = dict.fromkeys(comment.author for comment in comments)
    return [_one(sight, author, [c for c in comments if c.author == author]) for author in authors]


def _one(sight: Sight, author: str, comments: list[CommentView]) -> Said:
    cases = dict.fromkeys(comment.case_id for comment in comments)
    places = tuple(Place(case, sum(c.case_id == case for c in comments)) for case in cases)
    return Said(sight.seeker_id, author, places, sum(c.unread for c in comments), sight.grant_id)
