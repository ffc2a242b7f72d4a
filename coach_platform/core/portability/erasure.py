"""Erasing an account, whole and hard (6-data.md, "Deleting"). Asked for on a page, done by a worker."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts import sessions
from coach_platform.core.accounts.attempts import address_key
from coach_platform.core.accounts.models import Credential, FailedAttempts, Invitation
from coach_platform.core.coaching import endings
from coach_platform.core.coaching.inviting.models import SeekerInvitation
from coach_platform.core.coaching.staff import alone_in
from coach_platform.core.coaching.teams.changing import leave_all
from coach_platform.core.mail.models import Message, MessageState, Suppression
from coach_platform.core.portability.models import Erasure
from coach_platform.core.portability.tables import NAMES_LEFT_BEHIND
from coach_platform.core.relations.models import Coaching, CoachingState, Grant, Person
from coach_platform.kit import clock, jobs
from coach_platform.kit.db import db, own_transaction
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import format_list
from coach_platform.kit.i18n import lazy as l_

ATTEMPTS = 5
TASK = "portability.erase"


def left_alone_by(actor: Actor) -> list[str]:
    """The organisations that would have no administrator without the actor, by name; who erases their own counts no more."""
    return alone_in(actor, gone=select(Erasure.person_id))


def need_successor(actor: Actor) -> None:
    """Before an erasure by somebody who did not say that they know what they leave behind.

    Raises: Invalid (field leaves_alone) where an organisation would be left without an administrator.
    """
    if left := left_alone_by(actor):
        raise Invalid(
            {"leaves_alone": l_("Nobody else administers %(names)s. Say that you know.", names=format_list(left))}
        )


def ask_erasure(actor: Actor) -> None:
    """Begin: from this moment nobody is signed in as them; a worker erases the rest."""
    row = {"person_id": actor.person_id, "asked_at": clock.now(), "attempts": 0}
    db.session.execute(insert(Erasure).values(row).on_conflict_do_nothing())
    # Without a password nobody comes in again, whenever the worker's turn is.
    db.session.execute(delete(Credential).where(Credential.person_id == actor.person_id))
    sessions.revoke_all(actor.person_id)
    audit.note(actor.person_id, "erasure.asked")
    jobs.publish(TASK, str(actor.person_id))


def due_erasures() -> list[UUID]:
    """Asked for and not done yet; those that failed too often are for the operator."""
    return list(db.session.scalars(select(Erasure.person_id).where(Erasure.attempts < ATTEMPTS)))


def erase(person_id: UUID) -> bool:
    """A worker's turn: delete the person and every trace of them. False when it was done already, or must wait.

    It waits while a letter to them is being handed over: after an erasure none leaves any more.

    What a coach wrote to a seeker stays with the seeker, without the coach's name; the audit log keeps a pseudonym.
    """
    email = _begin(person_id)
    if email is None or not _take_back_mail(person_id, email):
        return False
    _leave_others(person_id)
    db.session.execute(delete(Suppression).where(Suppression.address == email))
    db.session.execute(delete(Invitation).where(Invitation.email == email))
    # Also one that went to another address of theirs and became a coaching.
    theirs = select(Coaching.id).where(Coaching.seeker_id == person_id)
    to_them = (SeekerInvitation.address == email) | SeekerInvitation.coaching_id.in_(theirs)
    db.session.execute(delete(SeekerInvitation).where(to_them))
    db.session.execute(delete(FailedAttempts).where(FailedAttempts.address_key == address_key(email)))
    db.session.execute(delete(Person).where(Person.id == person_id))
    audit.note(person_id, "erasure.done")
    return True


def _begin(person_id: UUID) -> str | None:
    with own_transaction() as session:
        session.execute(update(Erasure).where(Erasure.person_id == person_id).values(attempts=Erasure.attempts + 1))
    # Locked, so that a doubled task finds nothing left to do.
    asked = select(Erasure.person_id).where(Erasure.person_id == person_id).with_for_update()
    if db.session.scalar(asked) is None:
        return None
    return db.session.scalar(select(Person.email).where(Person.id == person_id))


def _take_back_mail(person_id: UUID, email: str) -> bool:
    """Delete all letters to them; False, and none is deleted, while one is in a worker's hands for the relay.

    Locked first: a worker that composed one earlier asks its row again before it sends, waits for us, and finds it gone.
    """
    theirs = or_(Message.person_id == person_id, Message.address == email)
    leaving = and_(Message.state == MessageState.SENDING, Message.lease_until > func.clock_timestamp())
    if any(db.session.scalars(select(leaving).where(theirs).order_by(Message.id).with_for_update())):
        db.session.execute(_NOT_COUNTED, {"me": person_id})
        return False
    db.session.execute(delete(Message).where(theirs))
    return True


_NOT_COUNTED = text("update erasures set attempts = greatest(attempts - 1, 0) where person_id = :me")


def _leave_others(person_id: UUID) -> None:
    """As a coach: end every coaching, and leave no name where words stay with a seeker."""
    leave_all(person_id)
    live = (CoachingState.ACTIVE, CoachingState.INVITED, CoachingState.REQUESTED)
    over = db.session.scalars(
        update(Coaching)
        .where(Coaching.coach_id == person_id, Coaching.state.in_(live))
        .values(state=CoachingState.ENDED, ended_at=clock.now(), ended_by_id=None)
        .returning(Coaching.id)
    ).all()
    for coaching_id in over:
        endings.ended(coaching_id)  # a plan that waited for them waits no more
    db.session.execute(update(Coaching).where(Coaching.ended_by_id == person_id).values(ended_by_id=None))
    _close(over)
    for table, id_column, name_column in NAMES_LEFT_BEHIND:
        # Names of tables and columns are ours (tables.py), never given.
        statement = f"update {table} set {name_column} = '' where {id_column} = :me and seeker_id <> :me"  # noqa: S608
        db.session.execute(text(statement).bindparams(bindparam("me", person_id)))
    db.session.execute(text("update looks set reader_id = :nobody where reader_id = :me"), _nobody(person_id))


def _close(coaching_ids: Sequence[UUID]) -> None:
    """What was shared over them, with the coach or with a team, ends with them."""
    live = (Grant.coaching_id.in_(coaching_ids), Grant.revoked_at.is_(None))
    db.session.execute(update(Grant).where(*live).values(revoked_at=clock.now()))


def _nobody(person_id: UUID) -> dict[str, UUID]:
    return {"me": person_id, "nobody": UUID(int=0)}
