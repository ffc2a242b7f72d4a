"""Arranging a sheet: taking lines off and putting them back, questions up and down, an earlier sheet taken over."""

from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.owned import own
from coach_platform.core.drafts import drop_draft, read_draft
from coach_platform.core.preparation.arranging import KEPT, moved
from coach_platform.core.preparation.models import PreparationSheet
from coach_platform.core.preparation.notes import LIMIT, locked_sheet, own_sheet
from coach_platform.core.preparation.sheet import sheet
from coach_platform.core.preparation.statements import FORM
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id

WHAT = ("line", "had", "question", "area", "action", "worked")


def take_off(actor: Actor, application_id: UUID, key: str) -> None:
    """This line is not for this interview. Raises: NotFound, Invalid."""
    row = _own(actor, application_id)
    row.hidden = [*dict.fromkeys([*row.hidden, _checked(key)])][-KEPT:]
    _touched(row)


def put_back(actor: Actor, application_id: UUID, key: str) -> None:
    """It is after all; nothing happens where it was not taken off. Raises: NotFound, Invalid."""
    row = _own(actor, application_id)
    row.hidden = [one for one in row.hidden if one != _checked(key)]
    _touched(row)


def move_question(actor: Actor, application_id: UUID, item_id: UUID, *, step: int) -> None:
    """A place up (-1) or down (+1) among the questions as they stand now. Raises: NotFound."""
    row = _own(actor, application_id)
    standing = [question.id for question in sheet(actor, application_id).chosen.questions]
    if item_id not in standing:
        raise NotFound
    row.questions = moved(standing, item_id, step)
    _touched(row)


def take_over(actor: Actor, application_id: UUID, source_id: UUID) -> None:
    """Take the notes of an earlier sheet into this one: below what is written there. A second time changes nothing.

    What was found out about a company stays with it: it comes along only to another role there.
    Raises: NotFound, Invalid (it would be too long).
    """
    here, there = own(actor, application_id, lock=True), own(actor, source_id)
    source = db.session.scalars(select(PreparationSheet).where(PreparationSheet.application_id == source_id)).first()
    if source is None or source_id == application_id:
        raise NotFound
    own_sheet(actor, application_id)
    row = locked_sheet(application_id)
    if source_id in row.taken_from:
        return
    _settle_draft(actor, row)
    row.notes = _below(row.notes, source.notes, "notes")
    if here.company_sort == there.company_sort:
        row.research = _below(row.research, source.research, "research")
    row.questions = row.questions or source.questions
    row.taken_from = [*row.taken_from, source_id]
    _touched(row)


def _own(actor: Actor, application_id: UUID) -> PreparationSheet:
    own(actor, application_id)
    own_sheet(actor, application_id)
    return locked_sheet(application_id)


def _settle_draft(actor: Actor, row: PreparationSheet) -> None:
    """What is being typed is on the sheet already: it goes above what is taken over, and the tab that lags is told so."""
    kept = read_draft(actor, form=FORM, subject_id=row.application_id, lock=True)
    if kept is not None:
        row.research, row.notes = kept.body.get("research", ""), kept.body.get("notes", "")
        drop_draft(actor, form=FORM, subject_id=row.application_id)


def _touched(row: PreparationSheet) -> None:
    row.changed_at = clock.now()
    db.session.flush()


def _checked(key: str) -> str:
    what, _, which = key.partition(":")
    if what not in WHAT or not which or len(key) > 80 or (what in ("line", "question") and parse_id(which) is None):
        raise NotFound
    return key


def _below(words: str, more: str, field: str) -> str:
    joined = "\n\n".join(part for part in (words, more) if part)
    if len(joined) > LIMIT:
        raise Invalid({field: l_("At most %(n)s characters.", n=LIMIT)})
    return joined
