"""Writing down what an employer said: in the no itself, in a reply, on the phone, through a recruiter.

A card's answer comes another way (answering.py). An agency's recruiter who placed the seeker may enter the client's
words, where the seeker shares the feedback of that case with them.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.reasons import reasons as known_reasons
from coach_platform.content.vocabulary import FeedbackSource
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import Sight, sight_of
from coach_platform.core.applications.models import Application, Case, Contact
from coach_platform.core.applications.owned import past_day
from coach_platform.core.mail import keys, outbox
from coach_platform.core.reconnect.models import Feedback
from coach_platform.core.relations.models import Coaching, Section
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control
from coach_platform.kit.undo import can_come_back

WORDS, NAME = 20_000, 200
TYPED = frozenset(FeedbackSource) - {FeedbackSource.CARD}


@dataclass(frozen=True)
class Said:
    """What a form says. `contact_id`: one of the people there; else `person`, a name, or neither for the company."""

    source: FeedbackSource | None
    on: date | None = None
    contact_id: UUID | None = None
    person: str = ""
    words: str = ""
    reasons: Collection[str] = field(default_factory=tuple)


def record_feedback(actor: Actor, case_id: UUID, said: Said, *, client_id: UUID | None = None) -> UUID:
    """Keep it. By the seeker, or by a recruiter who places candidates and to whom it is granted: then the seeker hears.

    `client_id` names this one act. Raises: NotFound, NotAllowed, Invalid (source, on, person, words, reasons).
    """
    sight = seen_for_feedback(actor, case_id)
    row = Feedback(
        seeker_id=sight.seeker_id,
        case_id=case_id,
        locale=actor.locale,
        author_id=actor.person_id,
        author_name=actor.name,
        verified=True,
        client_id=client_id,
        created_at=clock.now(),
        answers={},
    )
    _put(actor, row, said)
    try:
        with meaning({"uq_feedback_client": Conflict()}):
            db.session.add(row)
    except Conflict:
        before = select(Feedback.id).where(Feedback.author_id == actor.person_id, Feedback.client_id == client_id)
        return db.session.scalars(before).one()
    if not sight.own:
        outbox.add(
            "card_answered",
            key=keys.about("card_answered", row.id),
            to=sight.seeker_id,
            params={"feedback": str(row.id)},
        )
    return row.id


def edit_feedback(actor: Actor, feedback_id: UUID, said: Said) -> UUID:
    """Say it anew; only who wrote it down may. Returns the case's id. Raises: NotFound, Invalid."""
    row = own_feedback(actor, feedback_id)
    if row.author_id != actor.person_id:
        raise NotFound
    _put(actor, row, said)
    row.corrected_at = clock.now()
    db.session.flush()
    return row.case_id


def remove_feedback(actor: Actor, feedback_id: UUID) -> UUID:
    """It leaves the page, for 30 days it can come back. Returns the case's id. Raises: NotFound."""
    row = own_feedback(actor, feedback_id)
    row.deleted_at = clock.now()
    db.session.flush()
    return row.case_id


def restore_feedback(actor: Actor, feedback_id: UUID) -> UUID:
    """Bring it back. Returns the case's id. Raises: NotFound."""
    row = own_feedback(actor, feedback_id, deleted=True)
    row.deleted_at = None
    db.session.flush()
    return row.case_id


def own_feedback(actor: Actor, feedback_id: UUID, *, deleted: bool = False) -> Feedback:
    """A row of the seeker's own. Raises: NotFound."""
    there = can_come_back(Feedback.deleted_at) if deleted else Feedback.deleted_at.is_(None)
    query = select(Feedback).where(Feedback.id == feedback_id, Feedback.seeker_id == actor.person_id, there)
    found = db.session.scalars(query).first()
    if found is None or not actor.is_seeker:
        raise NotFound
    return found


def seen_for_feedback(actor: Actor, case_id: UUID) -> Sight:
    """What the actor sees of the seeker of a case in which they may write feedback down. Raises: NotFound, NotAllowed."""
    seeker_id = db.session.scalar(
        select(Case.seeker_id)
        .join(Application, Application.id == Case.application_id)
        .where(Case.id == case_id, Application.deleted_at.is_(None))
    )
    if seeker_id is None:
        raise NotFound
    sight = sight_of(actor, seeker_id)
    sight.need(Section.FEEDBACK, case_id)
    require(actor, Permission.RECORD_FEEDBACK, sight)
    if not sight.own and not places_candidates(sight):
        raise NotAllowed
    return sight


def places_candidates(sight: Sight) -> bool:
    """Whether the coach said, before anything was shared, that they place candidates as well."""
    return bool(db.session.scalar(select(Coaching.places_candidates).where(Coaching.id == sight.coaching_id)))


def _put(actor: Actor, row: Feedback, said: Said) -> None:
    own = actor.person_id == row.seeker_id
    source = said.source if own else FeedbackSource.VIA_RECRUITER
    contact = _contact(row, said.contact_id) if own else None
    person = contact.name if contact else " ".join(said.person.split())
    words = said.words.replace("\0", "").strip()
    wrong = {
        "source": None if source in TYPED else l_("How did it reach you?"),
        "person": l_("Please keep this to one line of at most %(n)s characters.", n=NAME)
        if len(person) > NAME or has_control(said.person.strip())
        else None,
        "words": _wrong_words(words, said.reasons),
        "reasons": l_("Choose one of the reasons.") if set(said.reasons) - known_reasons().keys() else None,
    }
    if found := {name: why for name, why in wrong.items() if why is not None}:
        raise Invalid(found)
    assert source is not None, "it is one of TYPED"
    row.source, row.contact_id, row.person_name = source, contact.id if contact else None, person
    row.received_on = past_day(actor, said.on, field="on")
    row.words, row.reasons = words, [key for key in known_reasons() if key in said.reasons]


def _wrong_words(words: str, reasons: Collection[str]) -> object | None:
    if len(words) > WORDS:
        return l_("At most %(n)s characters.", n=WORDS)
    return None if words or reasons else l_("Write a few words, or choose a reason.")


def _contact(row: Feedback, contact_id: UUID | None) -> Contact | None:
    """One of the people of this case's application. Raises: Invalid."""
    if contact_id is None:
        return None
    query = (
        select(Contact)
        .join(Case, Case.application_id == Contact.application_id)
        .where(Contact.id == contact_id, Case.id == row.case_id, Contact.seeker_id == row.seeker_id)
        .where(Contact.deleted_at.is_(None))
    )
    found = db.session.scalars(query).first()
    if found is None:
        raise Invalid({"person": l_("Choose one of the people there, or write a name.")})
    return found
