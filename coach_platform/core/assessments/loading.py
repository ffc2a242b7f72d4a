"""Loads the question sets of content/ into their immutable rows, each version once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach_platform.content.question_sets import load_all
from coach_platform.core.assessments.models import QuestionSet
from coach_platform.kit import clock


class ChangedAfterRelease(Exception):
    """A released version of a question set was edited; a change needs the next version number."""


def load_question_sets(session: Session) -> int:
    """Add what is new; returns how many. Raises: ChangedAfterRelease."""
    known = {
        (row.key, row.version): row.content_hash
        for row in session.execute(
            select(QuestionSet.key, QuestionSet.version, QuestionSet.content_hash).where(
                QuestionSet.organisation_id.is_(None)
            )
        )
    }
    new = [body for body in load_all() if _is_new(known.get((body.key, body.version)), body)]
    session.add_all(
        QuestionSet(
            key=body.key,
            version=body.version,
            body=body.body,
            content_hash=body.content_hash,
            loaded_at=clock.now(),
        )
        for body in new
    )
    return len(new)


def _is_new(known_hash: str | None, body) -> bool:
    if known_hash not in (None, body.content_hash):
        raise ChangedAfterRelease(f"{body.key} v{body.version} was edited after its release: give it the next version.")
    return known_hash is None
