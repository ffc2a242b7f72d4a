"""Practice items: questions to be ready for, with a better answer. How often they were said aloud: rehearsing.py."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.vocabulary import Area, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.owned import own, own_row
from coach_platform.core.practice.models import PracticeItem
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.i18n import ngettext
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import plain

QUESTION_LIMIT = 500  # characters, as the question set has them
ANSWER_LIMIT = 2000


@dataclass(frozen=True)
class Surprise:
    """A question as it was written down in an assessment; `source` names the list it stood in."""

    source: str
    question: str
    said: str = ""
    better: str = ""

    @property
    def key(self) -> str:
        """The same for the same question, however it is spaced or accented: submitting again makes no double."""
        return f"{self.source}:{hashlib.sha256(plain(self.question).encode()).hexdigest()[:16]}"


def keep_surprises(actor: Actor, case_id: UUID, surprises: Sequence[Surprise]) -> int:
    """Make practice items of the surprises of the actor's own case; returns how many are new.

    One that is there already takes over what was said; its better answer is only filled where it is blank, since
    practising is where that is worked on. One that was let go stays gone.
    """
    there = _by_key(case_id) if surprises else {}
    new = {s.key: s for s in surprises if s.key not in there}
    db.session.add_all(_item(actor, case_id, surprise) for surprise in new.values())
    for surprise in surprises:
        if surprise.key in there:
            _take_over(there[surprise.key], surprise)
    db.session.flush()
    return len(new)


def add_question(
    actor: Actor,
    *,
    question: str,
    better_answer: str = "",
    application_id: UUID | None = None,
    area: Area | None = None,
    stage: Stage | None = None,
    item_id: UUID | None = None,
) -> UUID:
    """A question of one's own, for one interview (`application_id`) or for any. Returns its id.

    `item_id` may be named beforehand, so that a form sent twice makes one. Raises: NotFound (the application), Invalid.
    """
    if application_id is not None:
        own(actor, application_id)
    item = _own_question(actor, item_id or new_id())
    item.question, item.better_answer = _question(question), _text(better_answer, "better_answer")
    item.application_id, item.area, item.stage = application_id, area, stage
    try:
        with meaning({"pk_practice_items": Conflict()}):
            db.session.add(item)
    except Conflict:  # the same form a second time; an id that is somebody else's does not exist
        return own_row(actor, PracticeItem, item.id, removed_too=True).id
    return item.id


def edit_item(
    actor: Actor, item_id: UUID, *, better_answer: str, what_i_said: str | None = None, question: str | None = None
) -> None:
    """Write a better answer. A question may be worded anew where it is one's own; one from a case is changed there.

    Raises: NotFound, Invalid.
    """
    item: PracticeItem = own_row(actor, PracticeItem, item_id)
    item.better_answer = _text(better_answer, "better_answer")
    if what_i_said is not None:
        item.what_i_said = _text(what_i_said, "what_i_said")
    if question is not None and item.case_id is None:
        item.question = _question(question)
    item.locale = actor.locale
    db.session.flush()


def sort_item(actor: Actor, item_id: UUID, *, area: Area | None, stage: Stage | None) -> None:
    """Say what it is about and at which stage it was or may be asked; None takes that back. Raises: NotFound."""
    item: PracticeItem = own_row(actor, PracticeItem, item_id)
    item.area, item.stage = area, stage
    db.session.flush()


def let_go(actor: Actor, item_id: UUID) -> None:
    """Put an item away; `bring_back` undoes it. Raises: NotFound."""
    item: PracticeItem = own_row(actor, PracticeItem, item_id)
    item.deleted_at = clock.now()
    db.session.flush()


def bring_back(actor: Actor, item_id: UUID) -> None:
    """Undo `let_go`; does nothing for an item that is there. Raises: NotFound (also when the 30 days are over)."""
    item: PracticeItem = own_row(actor, PracticeItem, item_id, removed_too=True)
    item.deleted_at = None
    db.session.flush()


def _by_key(case_id: UUID) -> dict[str, PracticeItem]:
    rows = db.session.scalars(select(PracticeItem).where(PracticeItem.case_id == case_id).with_for_update())
    return {row.source_key: row for row in rows}


def _item(actor: Actor, case_id: UUID, surprise: Surprise) -> PracticeItem:
    return PracticeItem(
        id=new_id(),
        seeker_id=actor.person_id,
        case_id=case_id,
        source_key=surprise.key,
        question=surprise.question,
        what_i_said=surprise.said,
        better_answer=surprise.better,
        locale=actor.locale,
        times_rehearsed=0,
        created_at=clock.now(),
    )


def _own_question(actor: Actor, item_id: UUID) -> PracticeItem:
    return PracticeItem(
        id=item_id,
        seeker_id=actor.person_id,
        source_key=f"own:{item_id}",
        what_i_said="",
        locale=actor.locale,
        times_rehearsed=0,
        created_at=clock.now(),
    )


def _question(text: str) -> str:
    text = " ".join(text.replace("\0", "").split())
    if not text:
        raise Invalid({"question": l_("Write the question first.")})
    return _within(text, "question", QUESTION_LIMIT)


def _take_over(item: PracticeItem, surprise: Surprise) -> None:
    item.question = surprise.question
    item.what_i_said = surprise.said or item.what_i_said
    item.better_answer = item.better_answer or surprise.better


def _text(text: str, field: str) -> str:
    return _within(text.replace("\r\n", "\n").replace("\0", "").strip(), field, ANSWER_LIMIT)


def _within(text: str, field: str, limit: int) -> str:
    if (over := len(text) - limit) > 0:
        sentence = ngettext("This is %(num)s character too long.", "This is %(num)s characters too long.", over)
        raise Invalid({field: sentence})
    return text
