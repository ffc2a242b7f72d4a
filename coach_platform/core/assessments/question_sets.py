"""The stored question sets, parsed once a process: a row never changes."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.question_sets import QuestionSetBody, parse
from coach_platform.core.assessments.models import QuestionSet
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

SET_KEYS = ("first_assessment", "deeper")
_parsed: dict[str, QuestionSetBody] = {}


def current(set_key: str) -> tuple[UUID, QuestionSetBody]:
    """The newest version of a set of ours, with the id of its row. Raises: NotFound."""
    row = db.session.execute(
        select(QuestionSet.id, QuestionSet.content_hash, QuestionSet.body)
        .where(QuestionSet.key == set_key, QuestionSet.organisation_id.is_(None))
        .order_by(QuestionSet.version.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound
    return row.id, parsed(row.content_hash, row.body)


def parsed(content_hash: str, body: dict[str, Any]) -> QuestionSetBody:
    """The typed shape of a stored row."""
    if content_hash not in _parsed:
        _parsed[content_hash] = parse(body)
    return _parsed[content_hash]
