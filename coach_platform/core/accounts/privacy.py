"""What rules may make of a seeker's data: suggestions from their answers, "went quiet" to a coach. Theirs to switch.

Highest privacy unless they choose otherwise (Québec, P-39.1, sections 8.1 and 9.1): nothing is suggested before they say
yes, and "went quiet" needs a grant of the activity section, which is never ticked beforehand.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.accounts.models import PrivacyChoice
from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True)
class Chosen:
    """`suggestions` None: not asked yet, which means no. `quiet_told`: to coaches to whom activity is granted."""

    suggestions: bool | None = None
    quiet_told: bool = True


def chosen(seeker_id: UUID) -> Chosen:
    """What counts for a seeker now. One statement; writes nothing."""
    query = select(PrivacyChoice.suggestions, PrivacyChoice.quiet_told).where(PrivacyChoice.seeker_id == seeker_id)
    row = db.session.execute(query).first()
    return Chosen(*row) if row else Chosen()


def choose_suggestions(actor: Actor, wanted: bool) -> None:
    """Whether rules may look through the actor's answers for what to do next. Raises: NotAllowed."""
    _keep(actor, suggestions=wanted)
    audit.note(actor.person_id, "privacy.suggestions", wanted=wanted)


def choose_quiet_told(actor: Actor, wanted: bool) -> None:
    """Whether a coach with sight of the actor's activity is told that they went quiet. Raises: NotAllowed."""
    _keep(actor, quiet_told=wanted)
    audit.note(actor.person_id, "privacy.quiet_told", wanted=wanted)


def _keep(actor: Actor, **choice: bool) -> None:
    require(actor, Permission.USE_SEEKER_FACE)
    change = {**choice, "changed_at": clock.now()}
    first = {"seeker_id": actor.person_id, "quiet_told": True, **change}
    statement = insert(PrivacyChoice).values(first)
    db.session.execute(statement.on_conflict_do_update(index_elements=["seeker_id"], set_=change))


# For statements over many people: p is persons. Nobody's quiet is told who does not want it.
QUIET_TOLD = "not exists (select from privacy_choices pc where pc.seeker_id = p.id and not pc.quiet_told)"
