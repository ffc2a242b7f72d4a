"""What a coach is writing as an answer: kept while they type, and where a team shares the work it holds the turn for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import team_sees_over
from coach_platform.core.drafts.drafts import drop_draft, read_draft, save_draft
from coach_platform.core.plans.answering import answerable
from coach_platform.core.plans.claims import claim
from coach_platform.core.plans.details import LENGTH
from coach_platform.core.plans.models import Review
from coach_platform.core.relations.models import Section
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict

FORM = "review_answer"


@dataclass(frozen=True)
class Writing:
    """An answer begun: its text, and the revision the next save goes on from. `errors`: by field, while it is kept anyway."""

    revision: int
    text: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


def keep_answer(actor: Actor, review_id: UUID, *, text: str, client_id: UUID | None, revision: int) -> Writing:
    """Keep what is typed, and hold the turn for thirty minutes more where a team could answer it.

    Raises: NotFound, NotAllowed, DraftConflict (another tab wrote meanwhile).
    """
    seeker_id = answerable(actor, review_id)
    text = text.replace("\0", "")[:LENGTH]
    saved = save_draft(
        actor,
        form=FORM,
        subject_id=review_id,
        client_id=client_id,
        revision=revision,
        body={"answer": text},
        seeker_id=seeker_id,
    )
    return Writing(saved.revision, text, _hold(actor, review_id) if text.strip() else {})


def answer_begun(actor: Actor, review_id: UUID) -> Writing:
    """What the actor had typed. One statement."""
    kept = read_draft(actor, form=FORM, subject_id=review_id)
    return Writing(kept.revision, str(kept.body.get("answer", ""))) if kept else Writing(0)


def forget_answer(actor: Actor, review_id: UUID) -> None:
    """It was sent."""
    drop_draft(actor, form=FORM, subject_id=review_id)


def _hold(actor: Actor, review_id: UUID) -> dict[str, str]:
    several = select(team_sees_over(Review.coaching_id, Section.PLAN)).where(Review.id == review_id)
    try:
        if db.session.scalar(several):
            claim(actor, review_id)
    except Conflict as error:
        return {"answer": str(error.message)}
    return {}
