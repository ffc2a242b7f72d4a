"""Everything of mine as one document: every row that the rules call mine, table by table."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, or_, select, text, true

from coach_platform.core.access import looks
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.sight import Sight, sights_of_coaches
from coach_platform.core.assessments.models import AssessmentResponse, AuthorRole
from coach_platform.core.plans.comments import sees, target_of_row
from coach_platform.core.plans.models import Comment
from coach_platform.core.plans.targets import Target
from coach_platform.core.portability.tables import RULES, Rule
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit import clock
from coach_platform.kit.db import Base, db
from coach_platform.kit.i18n import _, using

Sights = Mapping[UUID, Sight]
FORMAT = "rebound-export"
VERSION = 1


def gather(person_id: UUID) -> dict[str, Any]:
    """The whole file of one person, ready for JSON. One statement a table, whatever their number of rows."""
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, "made_at": clock.now().isoformat()}
    for name, rule in RULES.items():
        if rule.mine:
            document[rule.heading or name] = _rows(Base.metadata.tables[name], rule, person_id)
    sights = sights_of_coaches([person_id]).get(person_id, {})
    document["comments"] += _said_as_coach(person_id, sights)
    document["assessment_responses"] += _answered_as_coach(person_id, sights)
    document["not_in_this_file"] = not_in_it(db.session.scalar(select(Person.locale).where(Person.id == person_id)))
    return document


def not_in_it(locale: str | None) -> list[str]:
    """What is kept about somebody and is not in their file, and how to come by it, in their language."""
    with using(locale or "en"):
        return [
            _("A coach’s private notes about you: ask for them in your settings, under Privacy."),
            _("Your password and the keys of your second factor: they are kept so that nobody can read them."),
            _("The log of accounts under keyed hashes: what of it is yours stands in your settings, under History."),
        ]


def _rows(table: Table, rule: Rule, person_id: UUID) -> list[dict[str, Any]]:
    columns = [column for column in table.columns if column.name not in rule.hidden]
    which = and_(_mine(table, rule, person_id), text(f"({rule.only})") if rule.only else true())
    query = select(*columns).where(which).order_by(*table.primary_key.columns)
    return [{key: _plain(value) for key, value in row.items()} for row in db.session.execute(query).mappings()]


def _said_as_coach(person_id: UUID, sights: Sights) -> list[dict[str, Any]]:
    """What they said to seekers, where they still see it: sight of one's own comments ends with the grant (6-data.md)."""
    said = db.session.scalars(
        select(Comment)
        .where(Comment.seeker_id.in_(sights), Comment.author_id == person_id, Comment.deleted_at.is_(None))
        .order_by(Comment.id)
    )
    shown = [comment for comment in said if sees(sights[comment.seeker_id], target_of_row(comment))]
    _note_looks(person_id, [(sights[comment.seeker_id], target_of_row(comment)) for comment in shown])
    columns = [column.key for column in Comment.__table__.columns]
    return [{key: _plain(getattr(comment, key)) for key in columns} for comment in shown]


def _answered_as_coach(person_id: UUID, sights: Sights) -> list[dict[str, Any]]:
    """Their own views of seekers' cases, where the case is still shared: their words, so no look at the seeker's."""
    rows = db.session.scalars(
        select(AssessmentResponse)
        .where(
            AssessmentResponse.seeker_id.in_(sights),
            AssessmentResponse.author_id == person_id,
            AssessmentResponse.author_role == AuthorRole.COACH,
        )
        .order_by(AssessmentResponse.id)
    )
    columns = [column.key for column in AssessmentResponse.__table__.columns]
    seen = [row for row in rows if sights[row.seeker_id].granted(row.case_id, Section.DEEPER)]
    return [{key: _plain(getattr(row, key)) for key in columns} for row in seen]


def _note_looks(person_id: UUID, shown: list[tuple[Sight, Target]]) -> None:
    """A comment belongs to what it stands at: carried in a file, that is a look."""
    name = db.session.scalar(select(Person.name).where(Person.id == person_id)) or ""
    seen = [(sight, (target.section, target.case_id)) for sight, target in shown]
    looks.record_many([(name, seen)], surface=Surface.EXPORT)


def _mine(table: Table, rule: Rule, person_id: UUID) -> ColumnElement[bool]:
    return or_(*(table.columns[name] == person_id for name in rule.mine))


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
