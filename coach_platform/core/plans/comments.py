"""Saying something at a plan, an action, a case, an answer or a practice item, and taking it back."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select, update

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import coaches_of
from coach_platform.core.access.sight import Sight, own_sight, sight_of, sights_of_coaches
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.library.inserting import need_no_gaps
from coach_platform.core.mail import outbox
from coach_platform.core.plans.models import Comment, CommentTarget, CommentText
from coach_platform.core.plans.owned import action_of, plan_of
from coach_platform.core.plans.targets import Target
from coach_platform.core.practice.queries import one_item
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.undo import can_come_back

LENGTH = 4_000
GATHERED = timedelta(minutes=10)  # what is said in one sitting comes in one mail


def add_comment(actor: Actor, seeker_id: UUID, target: Target, *, body: str, client_id: UUID | None = None) -> UUID:
    """Say something where the actor may see it; the other side hears of it by one gathered mail.

    `client_id` names this one act, so that a form sent twice says it once. Raises: NotFound, Invalid (field body).
    """
    sight = sight_of(actor, seeker_id)
    target.need(sight)
    body = _checked(body, by_coach=not sight.own)
    comment = Comment(
        seeker_id=seeker_id,
        coaching_id=sight.coaching_id,
        author_id=actor.person_id,
        author_name=actor.name,
        by_coach=not sight.own,
        target=target.kind,
        **_place(seeker_id, target),
        set_key=target.set_key,
        item_key=target.item_key,
        client_id=client_id,
        body=body,
        locale=actor.locale,
        created_at=clock.now(),
    )
    try:
        with meaning({"uq_comments_client": Conflict()}):
            db.session.add(comment)
    except Conflict:
        return _said_before(actor, client_id)
    for reader_id in _readers(sight, target):
        outbox.gather("comments", subject=comment.id, to=reader_id, window=GATHERED)
    return comment.id


def _said_before(actor: Actor, client_id: UUID | None) -> UUID:
    before = select(Comment.id).where(Comment.author_id == actor.person_id, Comment.client_id == client_id)
    return db.session.scalars(before).one()


def edit_comment(actor: Actor, comment_id: UUID, *, body: str) -> None:
    """Say it in other words; the earlier ones are kept. Raises: NotFound, Invalid."""
    comment = own_comment(actor, comment_id)
    body = _checked(body, by_coach=comment.by_coach)
    if body == comment.body:
        return
    now = clock.now()
    db.session.add(CommentText(seeker_id=comment.seeker_id, comment_id=comment.id, body=comment.body, replaced_at=now))
    comment.body, comment.locale, comment.edited_at = body, actor.locale, now
    db.session.flush()


def delete_comment(actor: Actor, comment_id: UUID) -> None:
    """It is no longer shown, with 30 days to change one's mind. Raises: NotFound."""
    own_comment(actor, comment_id).deleted_at = clock.now()
    db.session.flush()


def restore_comment(actor: Actor, comment_id: UUID) -> None:
    """Bring it back. Raises: NotFound (also when the 30 days are over)."""
    own_comment(actor, comment_id, deleted=True).deleted_at = None
    db.session.flush()


def mark_read(actor: Actor, seeker_id: UUID, comment_ids: Collection[UUID]) -> None:
    """The other side's comments among these were read by the actor. Those they may not see stay as they are.

    Raises: NotFound where the actor sees nothing of this seeker.
    """
    sight = sight_of(actor, seeker_id)
    unread = db.session.scalars(
        select(Comment).where(
            Comment.seeker_id == seeker_id,
            Comment.id.in_(comment_ids),
            Comment.read_at.is_(None),
            Comment.deleted_at.is_(None),
            Comment.by_coach == sight.own,
        )
    ).all()
    seen = [comment.id for comment in unread if sees(sight, target_of_row(comment))]
    if seen:
        db.session.execute(update(Comment).where(Comment.id.in_(seen)).values(read_at=clock.now()))


def own_comment(actor: Actor, comment_id: UUID, *, deleted: bool = False) -> Comment:
    """The actor's own comment, at something they still see. Raises: NotFound."""
    gone = can_come_back(Comment.deleted_at) if deleted else Comment.deleted_at.is_(None)
    query = select(Comment).where(Comment.id == comment_id, Comment.author_id == actor.person_id, gone)
    comment = db.session.scalars(query).first()
    if comment is None:
        raise NotFound
    target_of_row(comment).need(sight_of(actor, comment.seeker_id))
    return comment


def target_of_row(comment: Comment) -> Target:
    """What the comment stands at."""
    if comment.target is CommentTarget.PRACTICE:
        return Target(comment.target, comment.item_id, of_case=comment.case_id)
    at = comment.action_id if comment.target is CommentTarget.ACTION else comment.case_id
    return Target(comment.target, at, comment.set_key, comment.item_key)


def _place(seeker_id: UUID, target: Target) -> dict[str, UUID | None]:
    """The columns that tie it to its thing. Raises: NotFound when that is not this seeker's, or is deleted."""
    if target.kind is CommentTarget.PLAN:
        return {"plan_id": plan_of(seeker_id).id}
    assert target.id is not None, "targets other than the plan are made with an id"
    if target.kind is CommentTarget.ACTION:
        return {"action_id": action_of(seeker_id, target.id).id}
    if target.kind is CommentTarget.PRACTICE:
        return {"item_id": _item(seeker_id, target), "case_id": target.of_case}
    case = exists().where(
        Case.id == target.id,
        Case.seeker_id == seeker_id,
        Application.id == Case.application_id,
        Application.deleted_at.is_(None),
    )
    if not db.session.scalar(select(case)):
        raise NotFound
    return {"case_id": target.id}


def _item(seeker_id: UUID, target: Target) -> UUID:
    assert target.id is not None, "made with an id"
    item = one_item(own_sight(seeker_id), target.id)
    if item.case_id != target.of_case:  # a form may name any case: what may be seen hangs on it
        raise NotFound
    return item.id


def _readers(sight: Sight, target: Target) -> list[UUID]:
    """Whom it is said to: the seeker, or each of their coaches who sees the thing."""
    if not sight.own:
        return [sight.seeker_id]
    seen = sights_of_coaches(coaches_of(sight.seeker_id), only=sight.seeker_id)
    # In one order: each reader's waiting mail is locked, and two comments at once must not wait for one another.
    return sorted(coach for coach, sights in seen.items() if sees(sights[sight.seeker_id], target))


def sees(sight: Sight, target: Target) -> bool:
    """Whether the thing a comment stands at is shown to `sight`."""
    return target.seen_by(sight)


def _checked(body: str, *, by_coach: bool) -> str:
    body = body.replace("\0", "").strip()
    if not body:
        raise Invalid({"body": l_("Write a few words first.")})
    if len(body) > LENGTH:
        raise Invalid({"body": l_("Please keep it under %(n)s characters.", n=LENGTH)})
    if by_coach:
        need_no_gaps(body)
    return body
