"""Asking a seeker whether a colleague may go on with them: by their coach, or by an admin of the organisation.

Nothing moves by asking. Private notes go along only where their author ticked them, and only after the seeker's yes.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, insert, or_, select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.handing.models import HandedNote, HandOver, HandOverState
from coach_platform.core.coaching.handing.standing import handable
from coach_platform.core.coaching.inviting.seats import works_now
from coach_platform.core.coaching.models import CoachNote
from coach_platform.core.mail import outbox
from coach_platform.core.mail.keys import about
from coach_platform.core.relations.models import Coaching, CoachingState, Membership
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_

NOTE_LENGTH = 2000


def ask_hand_over(
    actor: Actor, coaching_id: UUID, *, to_coach_id: UUID | None, note: str, note_ids: Collection[UUID] = ()
) -> UUID:
    """Propose `to_coach_id`, a colleague of the same organisation, to the seeker of a coaching.

    `note`: why, read by the seeker at once and by the colleague after a yes. `note_ids`: private notes that go along, of
    those the actor wrote over this coaching. The actor is its coach, or an admin of its organisation, who chooses no notes.
    Raises: NotFound, Invalid (fields to, note), Conflict (the seeker is being asked already, or works with them already).
    """
    coaching = _theirs(actor, coaching_id, handable())
    note = note.replace("\0", "").strip()
    _check(coaching, to_coach_id, note)
    assert to_coach_id is not None, "checked"
    chosen = _own_notes(actor, coaching, note_ids)
    if _beside_already(coaching.seeker_id, to_coach_id):
        raise Invalid({"to": l_("They work with this person already.")})
    row = HandOver(
        seeker_id=coaching.seeker_id,
        from_coaching_id=coaching.id,
        organisation_id=coaching.organisation_id,
        to_coach_id=to_coach_id,
        asked_by_id=actor.person_id,
        note=note,
        note_locale=actor.locale,
        state=HandOverState.ASKED,
        asked_at=clock.now(),
    )
    _drop_dead(coaching.id)
    with meaning({"uq_hand_overs_open": Conflict(l_("They are being asked already. Take that back first."))}):
        db.session.add(row)
    if chosen:
        goes = [{"hand_over_id": row.id, "note_id": note_id, "seeker_id": row.seeker_id} for note_id in chosen]
        db.session.execute(insert(HandedNote), goes)
    outbox.add(
        "hand_over_asked", key=about("hand_over_asked", row.id), to=row.seeker_id, params={"hand_over": str(row.id)}
    )
    audit.note(actor.person_id, "hand_over.asked", coaching=str(coaching.id), notes=len(chosen))
    return row.id


def take_back(actor: Actor, hand_over_id: UUID) -> None:
    """Whoever may ask may take it back before it was answered. Raises: NotFound."""
    row = db.session.scalar(
        select(HandOver).where(HandOver.id == hand_over_id, HandOver.state == HandOverState.ASKED).with_for_update()
    )
    if row is None:
        raise NotFound
    _theirs(actor, row.from_coaching_id)
    row.state, row.answered_at = HandOverState.TAKEN_BACK, clock.now()
    audit.note(actor.person_id, "hand_over.taken_back", coaching=str(row.from_coaching_id))


def _theirs(actor: Actor, coaching_id: UUID, *more: ColumnElement[bool]) -> Coaching:
    """A coaching under an organisation, of the actor's own or their organisation's: active, or left by its coach.

    `more`: what else it must be.
    """
    own = and_(Coaching.coach_id == actor.person_id, Coaching.state == CoachingState.ACTIVE)
    left = and_(Coaching.state == CoachingState.ENDED, Coaching.coach_left_at.is_not(None))
    admins = and_(Coaching.organisation_id.in_(actor.admin_of), or_(Coaching.state == CoachingState.ACTIVE, left))
    query = select(Coaching).where(Coaching.id == coaching_id, Coaching.organisation_id.is_not(None), *more)
    if not (actor.is_coach or actor.is_admin):
        raise NotFound
    allowed = or_(own, admins) if actor.is_coach else admins
    coaching = db.session.scalar(query.where(allowed).with_for_update())
    if coaching is None:
        raise NotFound
    return coaching


def _check(coaching: Coaching, to_coach_id: UUID | None, note: str) -> None:
    wrong: dict[str, object] = {}
    if to_coach_id is None or to_coach_id in (coaching.coach_id, coaching.seeker_id):
        wrong["to"] = l_("Choose a colleague.")
    elif not _works_there(to_coach_id, coaching.organisation_id):
        raise NotFound
    if not note:
        wrong["note"] = l_("Say in a few words why: the person you hand over reads it first.")
    elif len(note) > NOTE_LENGTH:
        wrong["note"] = l_("Please keep it under %(n)s characters.", n=NOTE_LENGTH)
    if wrong:
        raise Invalid(wrong)


def _works_there(person_id: UUID, organisation_id: UUID | None) -> bool:
    there = (Membership.person_id == person_id, Membership.organisation_id == organisation_id, works_now())
    return bool(db.session.scalar(select(exists().where(*there))))


def _own_notes(actor: Actor, coaching: Coaching, note_ids: Collection[UUID]) -> list[UUID]:
    if not note_ids:
        return []
    mine = (CoachNote.coaching_id == coaching.id, CoachNote.author_id == actor.person_id)
    found = set(db.session.scalars(select(CoachNote.id).where(CoachNote.id.in_(note_ids), *mine)))
    if found != set(note_ids) or coaching.coach_id != actor.person_id:
        raise NotFound
    return sorted(found)


def _beside_already(seeker_id: UUID, coach_id: UUID) -> bool:
    there = (Coaching.seeker_id == seeker_id, Coaching.coach_id == coach_id, Coaching.state == CoachingState.ACTIVE)
    return bool(db.session.scalar(select(exists().where(*there))))


def _drop_dead(coaching_id: UUID) -> None:
    """A question whose colleague has left meanwhile stands in nobody's way."""
    asked = (HandOver.from_coaching_id == coaching_id, HandOver.state == HandOverState.ASKED)
    for row in db.session.scalars(select(HandOver).where(*asked)).all():
        if not _works_there(row.to_coach_id, row.organisation_id):
            row.state, row.answered_at = HandOverState.TAKEN_BACK, clock.now()
    db.session.flush()
