"""The log of looks: every answer to a coach that carried granted words. The seeker can read it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from coach_platform.core.access.sight import Sight
from coach_platform.core.relations.models import Look, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db, own_transaction
from coach_platform.kit.ids import new_id

VIEW_AS = "view_as"  # the seeker themself, through their coach's eyes: no coach looked
# The table, not the class: an ORM insert sends rows with and without a case in statements of their own.
LOOKS: Any = Look.__table__
Seen = tuple[Section, UUID | None]  # a section, of a case or of the whole
Looked = tuple[Sight, Seen]


def record(reader_name: str, seen: Iterable[Looked], *, surface: str) -> None:
    """Write down what is about to be shown, in a transaction of its own: if it cannot be kept, the page is refused.

    A seeker's look at their own things is not a look.
    """
    rows = _rows(reader_name, seen, surface)
    if rows:
        with own_transaction() as session:
            session.execute(insert(LOOKS), rows)


def record_many(readers: Iterable[tuple[str, Iterable[Looked]]], *, surface: str) -> None:
    """The looks of many readers, inside a transaction that is there already (digests). One statement."""
    rows = [row for reader_name, seen in readers for row in _rows(reader_name, seen, surface)]
    if rows:
        db.session.execute(insert(LOOKS), rows)


def _rows(reader_name: str, seen: Iterable[Looked], surface: str) -> list[dict[str, object]]:
    if surface == VIEW_AS:
        return []
    moment = clock.now()
    return [
        {
            "id": new_id(),
            "seeker_id": sight.seeker_id,
            "reader_id": sight.reader_id,
            "reader_name": reader_name,
            "team_name": sight.team_of(section, case_id),
            "section": section,
            "case_id": case_id,
            "surface": surface,
            "looked_at": moment,
        }
        for sight, (section, case_id) in dict.fromkeys(seen)
        if not sight.own
    ]
