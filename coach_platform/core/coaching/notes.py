"""A coach's private notes about a seeker: theirs alone here; the organisation owns and produces them under the law."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import Sight, sight_of
from coach_platform.core.coaching.handing.listing import Handed, handed_with
from coach_platform.core.coaching.handing.models import HandedNote, HandOver, HandOverState
from coach_platform.core.coaching.models import CoachNote
from coach_platform.core.coaching.notes_requests.keeping import must_stay
from coach_platform.core.relations.models import Coaching, Organisation, Person, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.paging import Paged, paged

LENGTH = 8_000


@dataclass(frozen=True)
class NoteView:
    """One note, for its author."""

    id: UUID
    body: str
    locale: str
    created_at: datetime
    updated_at: datetime

    @property
    def edited(self) -> bool:
        """Changed since it was written."""
        return self.updated_at > self.created_at


@dataclass(frozen=True)
class CameAlong:
    """A note that a colleague let go along. Read, never changed: it stays theirs."""

    author: str  # empty where the account is gone
    body: str
    locale: str
    created_at: datetime


@dataclass(frozen=True)
class NotesPage:
    """The notes about one seeker, the newest first; `organisation` owns them ("" where the coach works alone)."""

    seeker_id: UUID
    seeker: str
    organisation: str
    plan_granted: bool  # whether the page of the plan is there to go to
    notes: Paged[NoteView]
    asked_for: bool = False  # under the law: they stay as they are until that is settled
    handed: Handed | None = None  # why the seeker was handed over
    came_along: tuple[CameAlong, ...] = ()  # notes of the coach before, where they chose so
    coaching_id: UUID | None = None  # the reader's own coaching


def notes_page(actor: Actor, seeker_id: UUID, *, page: str = "") -> NotesPage:
    """A page of the actor's own notes of the present coaching; `page` is a mark from an earlier one.

    Six statements. Raises: NotFound (no active coaching).
    """
    sight = _coachs_sight(actor, seeker_id)
    head = db.session.execute(
        select(Person.name, Organisation.name.label("organisation"))
        .join(Coaching, Coaching.seeker_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Coaching.organisation_id)
        .where(Coaching.id == sight.coaching_id)
    ).one()
    found = paged(_notes(sight, actor), page)
    notes = replace(found, rows=[NoteView(*row) for row in found.rows])
    own = sight.coaching_id if sight.beside else None
    return NotesPage(
        seeker_id,
        head.name,
        head.organisation or "",
        sight.section(Section.PLAN),
        notes,
        _asked_for(sight),
        handed=handed_with(own) if own else None,
        came_along=_came_along(own) if own else (),
        coaching_id=own if head.organisation else None,
    )


def _came_along(coaching_id: UUID) -> tuple[CameAlong, ...]:
    """Through the coaching that the hand-over began, as long as it lasts."""
    n, over = CoachNote, HandOver
    rows = db.session.execute(
        select(Person.name, n.body, n.locale, n.created_at)
        .join(HandedNote, HandedNote.note_id == n.id)
        .join(over, over.id == HandedNote.hand_over_id)
        .outerjoin(Person, Person.id == n.author_id)
        .where(over.new_coaching_id == coaching_id, over.state == HandOverState.ACCEPTED)
        .order_by(n.created_at.desc(), n.id.desc())
    )
    return tuple(CameAlong(row.name or "", row.body, row.locale, row.created_at) for row in rows)


def _asked_for(sight: Sight) -> bool:
    return sight.coaching_id is not None and must_stay(sight.coaching_id)


def _notes(sight: Sight, actor: Actor) -> Select:
    n = CoachNote
    return (
        select(n.id, n.body, n.locale, n.created_at, n.updated_at)
        .where(n.coaching_id == sight.coaching_id, n.author_id == actor.person_id)
        .order_by(n.created_at.desc(), n.id.desc())
    )


def add_note(actor: Actor, seeker_id: UUID, *, body: str) -> UUID:
    """Write one down. Raises: NotFound, Invalid."""
    sight = _coachs_sight(actor, seeker_id)
    moment = clock.now()
    note = CoachNote(
        seeker_id=seeker_id,
        coaching_id=sight.coaching_id,
        author_id=actor.person_id,
        body=_checked(body),
        locale=actor.locale,
        created_at=moment,
        updated_at=moment,
    )
    db.session.add(note)
    db.session.flush()
    return note.id


def edit_note(actor: Actor, seeker_id: UUID, note_id: UUID, *, body: str) -> None:
    """Say it in other words. Raises: NotFound, Invalid, Conflict (asked for under the law)."""
    note = _changeable(actor, seeker_id, note_id)
    note.body, note.locale, note.updated_at = _checked(body), actor.locale, clock.now()
    db.session.flush()


def delete_note(actor: Actor, seeker_id: UUID, note_id: UUID) -> None:
    """For good. Raises: NotFound, Conflict (asked for under the law)."""
    db.session.execute(delete(CoachNote).where(CoachNote.id == _changeable(actor, seeker_id, note_id).id))


def one_note(actor: Actor, seeker_id: UUID, note_id: UUID) -> NoteView:
    """One of the actor's own, for editing. Raises: NotFound."""
    return _view(_own(actor, seeker_id, note_id))


def _own(actor: Actor, seeker_id: UUID, note_id: UUID) -> CoachNote:
    sight = _coachs_sight(actor, seeker_id)
    note = db.session.scalar(
        select(CoachNote).where(
            CoachNote.id == note_id,
            CoachNote.coaching_id == sight.coaching_id,
            CoachNote.author_id == actor.person_id,
        )
    )
    if note is None:
        raise NotFound
    return note


def _changeable(actor: Actor, seeker_id: UUID, note_id: UUID) -> CoachNote:
    note = _own(actor, seeker_id, note_id)
    if must_stay(note.coaching_id):
        raise Conflict(l_("These notes were asked for under the law. They stay as they are until that is settled."))
    return note


def _coachs_sight(actor: Actor, seeker_id: UUID) -> Sight:
    sight = sight_of(actor, seeker_id)
    if sight.own:
        raise NotFound  # the seeker's own sight opens everything of theirs; these are not theirs
    require(actor, Permission.KEEP_NOTES, sight)
    return sight


def _checked(body: str) -> str:
    body = body.replace("\0", "").strip()
    if not body:
        raise Invalid({"body": l_("Write a few words first.")})
    if len(body) > LENGTH:
        raise Invalid({"body": l_("Please keep it under %(n)s characters.", n=LENGTH)})
    return body


def _view(row: CoachNote) -> NoteView:
    return NoteView(row.id, row.body, row.locale, row.created_at, row.updated_at)
