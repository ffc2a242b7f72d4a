"""One turn of a plan: asked by the seeker, answered and handed back by the coach, agreed by both."""

from uuid import UUID

from sqlalchemy import exists, select, update

from coach_platform.core.access.actor import Actor
from coach_platform.core.library.inserting import need_no_gaps
from coach_platform.core.mail import outbox
from coach_platform.core.mail.keys import about
from coach_platform.core.plans import claims
from coach_platform.core.plans.answer_drafts import forget_answer
from coach_platform.core.plans.answering import answerable, readers_over
from coach_platform.core.plans.details import LENGTH
from coach_platform.core.plans.models import Action, ActionState, Plan, Review, Turn
from coach_platform.core.plans.owned import move, own_plan, plan_of
from coach_platform.core.plans.turns import Move
from coach_platform.core.relations.models import Coaching
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_


def ask_review(actor: Actor, coaching_id: UUID, *, note: str = "") -> UUID:
    """The seeker asks the coach of an active coaching, and the team it is shared with, to look at the plan.

    All who could answer are told by mail; sent twice, it is asked once.

    Raises: NotFound (no such coaching), Invalid (they do not see the plan; nothing is in it), Conflict (asked already).
    """
    note = _tidy(note, "note")
    readers = readers_over(actor, coaching_id)
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
    for reader_id in readers:
        key = about("review_asked", reader_id, review.id)
        outbox.add("review_asked", key=key, to=reader_id, params={"review": str(review.id)})
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
    """The coach, or anyone of the team, answers and hands the turn back: their yes to the plan as it stands.

    Raises: NotFound, NotAllowed, Conflict (answered or withdrawn meanwhile; somebody else of the team is on it), Invalid.
    """
    seeker_id = answerable(actor, review_id)
    answer = _tidy(answer, "answer")
    if not answer:
        raise Invalid({"answer": l_("Write a few words: they have been waiting for them.")})
    need_no_gaps(answer, field="answer")
    plan = plan_of(seeker_id)
    # Locked: somebody who claims it at this instant waits, and finds it answered.
    review = db.session.get(Review, review_id, populate_existing=True, with_for_update=True)
    if review is None or review.answered_at or review.withdrawn_at:
        raise Conflict(l_("The plan has moved on meanwhile. Load the page again to see whose turn it is."))
    claims.settle(actor, review_id)
    review.answer, review.answer_locale, review.answered_at = answer, actor.locale, clock.now()
    review.answered_by_id = actor.person_id
    forget_answer(actor, review_id)
    move(plan, Move.ANSWER)
    outbox.add(
        "review_answered", key=about("review_answered", review.id), to=seeker_id, params={"review": str(review.id)}
    )


def agree(actor: Actor) -> None:
    """The seeker agrees to what the coach handed back: now both have. The coach is told. Sent twice, it is agreed once.

    Raises: Conflict when it is not the seeker's turn.
    """
    plan = own_plan(actor)
    if plan.turn is Turn.AGREED:
        return
    move(plan, Move.AGREE)
    review = _last_answered(plan.id)
    review.agreed_at = plan.turn_since_at
    db.session.flush()
    coaches = select(Coaching.coach_id).where(Coaching.id == review.coaching_id)
    coach_id = review.answered_by_id or db.session.scalar(coaches)
    if coach_id is not None:
        outbox.add("plan_agreed", key=about("plan_agreed", review.id), to=coach_id, params={"review": str(review.id)})


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


def _last_answered(plan_id: UUID) -> Review:
    query = select(Review).where(Review.plan_id == plan_id, Review.answered_at.is_not(None))
    return db.session.scalars(query.order_by(Review.answered_at.desc(), Review.id.desc()).limit(1)).one()


def _tidy(text: str, field: str) -> str:
    text = text.replace("\0", "").strip()
    if len(text) > LENGTH:
        raise Invalid({field: l_("Please keep it under %(n)s characters.", n=LENGTH)})
    return text
