"""One turn of a plan: asked by the seeker, answered and handed back by the coach, agreed by both."""

from uuid import UUID

from sqlalchemy import exists, select, update

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import live_grant, sight_of
from coach_platform.core.mail import outbox
from coach_platform.core.mail.keys import about
from coach_platform.core.plans.details import LENGTH
from coach_platform.core.plans.models import Action, ActionState, Plan, Review, Turn
from coach_platform.core.plans.owned import move, own_plan, plan_of
from coach_platform.core.plans.turns import Move
from coach_platform.core.relations.models import Coaching, CoachingState, Grant, Section
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_


def ask_review(actor: Actor, coaching_id: UUID, *, note: str = "") -> UUID:
    """The seeker asks the coach of an active coaching to look at the plan, and tells them by mail; sent twice, once.

    Raises: NotFound (no such coaching), Invalid (they do not see the plan; nothing is in it), Conflict (asked already).
    """
    note = _tidy(note, "note")
    coach_id = _coach_of(actor, coaching_id)
    plan = own_plan(actor)
    if plan.turn is Turn.AWAITING_COACH and (asked := _asked_alike(plan, coaching_id, note)) is not None:
        return asked
    _need_something_in(plan)
    move(plan, Move.ASK)
    plan.coaching_id = coaching_id
    review = Review(
        seeker_id=actor.person_id,
        plan_id=plan.id,
        coaching_id=coaching_id,
        note=note,
        note_locale=actor.locale,
        asked_at=clock.now(),
    )
    with meaning({"uq_reviews_open": Conflict(l_("A review was asked for already."))}):
        db.session.add(review)
    outbox.add("review_asked", key=about("review_asked", review.id), to=coach_id, params={"review": str(review.id)})
    return review.id


def withdraw_review(actor: Actor) -> None:
    """The seeker takes the plan back before it was answered. Raises: Conflict when nothing waits."""
    plan = own_plan(actor)
    if plan.turn is not Turn.AWAITING_COACH:
        raise Conflict
    _withdraw_open(plan.id)
    move(plan, Move.WITHDRAW)


def coaching_ended(coaching_id: UUID) -> None:
    """A coaching has ended: what waits for its coach waits no more, and the plan is the seeker's draft again.

    For the verb that ends a coaching, in its own transaction.
    """
    plan = db.session.scalars(select(Plan).where(Plan.coaching_id == coaching_id).with_for_update()).first()
    if plan is None:
        return
    _withdraw_open(plan.id)
    if plan.turn in (Turn.AWAITING_COACH, Turn.AWAITING_SEEKER):
        move(plan, Move.WITHDRAW)


def answer_review(actor: Actor, review_id: UUID, *, answer: str) -> None:
    """The coach answers and hands the turn back, which is also their yes to the plan as it stands.

    Raises: NotFound, NotAllowed, Conflict (answered or withdrawn meanwhile), Invalid.
    """
    seeker_id, coaching_id = _where(review_id)
    sight = sight_of(actor, seeker_id)
    sight.need(Section.PLAN)
    if sight.coaching_id != coaching_id:
        raise NotFound
    require(actor, Permission.ANSWER_REVIEW, sight)
    answer = _tidy(answer, "answer")
    if not answer:
        raise Invalid({"answer": l_("Write a few words: they have been waiting for them.")})
    plan = plan_of(seeker_id)
    review = db.session.get(Review, review_id, populate_existing=True)
    if review is None or review.answered_at or review.withdrawn_at:
        raise Conflict(l_("The plan has moved on meanwhile. Load the page again to see whose turn it is."))
    review.answer, review.answer_locale, review.answered_at = answer, actor.locale, clock.now()
    move(plan, Move.ANSWER)
    outbox.add(
        "review_answered", key=about("review_answered", review.id), to=seeker_id, params={"review": str(review.id)}
    )


def agree(actor: Actor) -> None:
    """The seeker agrees to what the coach handed back: now both have. The coach is told.

    Raises: Conflict when it is not the seeker's turn.
    """
    plan = own_plan(actor)
    move(plan, Move.AGREE)
    review = _last_answered(plan.id)
    review.agreed_at = plan.turn_since_at
    db.session.flush()
    coach_id = db.session.scalar(select(Coaching.coach_id).where(Coaching.id == review.coaching_id))
    if coach_id is not None:
        outbox.add("plan_agreed", key=about("plan_agreed", review.id), to=coach_id, params={"review": str(review.id)})


def _coach_of(actor: Actor, coaching_id: UUID) -> UUID:
    row = db.session.execute(
        select(Coaching.coach_id, Coaching.state, Grant.sections)
        .outerjoin(Grant, (Grant.coaching_id == Coaching.id) & live_grant())
        .where(Coaching.id == coaching_id, Coaching.seeker_id == actor.person_id)
    ).first()
    if row is None or row.state is not CoachingState.ACTIVE or row.coach_id is None:
        raise NotFound
    if Section.PLAN.value not in (row.sections or ()):
        raise Invalid({"coaching_id": l_("This coach does not see your plan yet. Share it first, then ask.")})
    return row.coach_id


def _need_something_in(plan: Plan) -> None:
    points = exists().where(
        Action.plan_id == plan.id, Action.deleted_at.is_(None), Action.state != ActionState.DECLINED
    )
    if not db.session.scalar(select(points)):
        raise Invalid(message=l_("There is nothing in the plan yet. Add one action first; it need not be a good one."))


def _asked_alike(plan: Plan, coaching_id: UUID, note: str) -> UUID | None:
    alike = (Review.plan_id == plan.id, Review.coaching_id == coaching_id, Review.note == note)
    waits = (Review.answered_at.is_(None), Review.withdrawn_at.is_(None))
    return db.session.scalar(select(Review.id).where(*alike, *waits))


def _withdraw_open(plan_id: UUID) -> None:
    db.session.execute(
        update(Review)
        .where(Review.plan_id == plan_id, Review.answered_at.is_(None), Review.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
    )


def _where(review_id: UUID) -> tuple[UUID, UUID]:
    row = db.session.execute(select(Review.seeker_id, Review.coaching_id).where(Review.id == review_id)).first()
    if row is None:
        raise NotFound
    return row.seeker_id, row.coaching_id


def _last_answered(plan_id: UUID) -> Review:
    query = select(Review).where(Review.plan_id == plan_id, Review.answered_at.is_not(None))
    return db.session.scalars(query.order_by(Review.answered_at.desc(), Review.id.desc()).limit(1)).one()


def _tidy(text: str, field: str) -> str:
    text = text.replace("\0", "").strip()
    if len(text) > LENGTH:
        raise Invalid({field: l_("Please keep it under %(n)s characters.", n=LENGTH)})
    return text
