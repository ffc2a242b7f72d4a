"""What exists already: found while a company or a role is typed, so that one try is not logged as two."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, or_, select

from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application
from coach_platform.kit.db import db
from coach_platform.kit.text import like_pattern, plain

MOST = 8  # what fits under a field on a phone without scrolling


@dataclass(frozen=True)
class Existing:
    """An application that may be the one that is meant."""

    id: UUID
    company: str
    role: str
    furthest_stage: Stage
    outcome: Outcome
    offer_state: OfferState | None


def find_existing(actor: Actor, words: str) -> list[Existing]:
    """The actor's applications whose company or role holds `words`; open ones first, then the newest."""
    a = Application
    if not plain(words):
        return []
    pattern = like_pattern(words)
    return _found(actor, or_(a.company_sort.like(pattern), a.role_sort.like(pattern)))


def same_try(actor: Actor, company: str, role: str) -> list[Existing]:
    """What may be the same try as this company and role: same company, and the same role or one still waiting."""
    a = Application
    waiting = a.outcome.in_([Outcome.OPEN, Outcome.NO_REPLY])
    return _found(actor, a.company_sort == plain(company), or_(a.role_sort == plain(role), waiting))


def _found(actor: Actor, *conditions) -> list[Existing]:
    a = Application
    rows = db.session.execute(
        select(a.id, a.company, a.role, a.furthest_stage, a.outcome, a.offer_state)
        .where(a.seeker_id == actor.person_id, a.deleted_at.is_(None), *conditions)
        .order_by(case((a.outcome == Outcome.OPEN, 0), else_=1), a.last_event_on.desc(), a.id.desc())
        .limit(MOST)
    )
    return [Existing(*row) for row in rows]
