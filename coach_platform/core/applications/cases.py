"""Opening a case: a no that its seeker picks to learn from. One an application, never closed by a changed outcome."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Case
from coach_platform.core.applications.outcomes import ENDED
from coach_platform.core.applications.owned import own, own_row
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_

# The sting may pass: 24 hours proposed, the seeker decides; a week is the longest before it is a decision of its own.
PAUSES = (timedelta(hours=24), timedelta(hours=48), timedelta(hours=72), timedelta(days=7))

# For a week after a pause the message comes before a first look; later it is one step of six again.
MESSAGE_FIRST_FOR = timedelta(days=7)


class Step(StrEnum):
    """The six steps of a case, in their usual order; any order will do."""

    FIRST = "first"
    RECONNECT = "reconnect"
    DEEPER = "deeper"
    EXPECTATIONS = "expectations"
    PLAN = "plan"
    PROFESSIONAL = "professional"


def open_case(actor: Actor, application_id: UUID) -> UUID:
    """Open the case of an application that has ended; the one that is open already is given again.

    Raises: NotFound, Invalid (nothing has come of it yet).
    """
    application = own(actor, application_id, lock=True)
    if (there := case_of(application.id)) is not None:
        return there
    if (application.outcome, application.offer_state) not in ENDED:
        raise Invalid(message=l_("This application is still open. Note what came of it first."))
    case = Case(seeker_id=actor.person_id, application_id=application.id, opened_at=clock.now(), steps_done=[])
    with meaning({"uq_cases_application_id": Conflict()}):
        db.session.add(case)
    return case.id


def pause_case(actor: Actor, case_id: UUID, *, for_: timedelta | None = PAUSES[0]) -> datetime | None:
    """Leave the case alone for a while (one of PAUSES); None ends the pause. Returns until when.

    Raises: NotFound, Invalid.
    """
    case: Case = own_row(actor, Case, case_id)
    if for_ is not None and for_ not in PAUSES:
        raise Invalid({"pause": l_("Choose one of the times.")})
    case.paused_until = None if for_ is None else clock.now() + for_
    db.session.flush()
    return case.paused_until


def message_first(paused_until: datetime | None, steps_done: Collection[str]) -> bool:
    """Whether a pause has just ended and the message to the employer is what waited for it: the mail about it says so."""
    now = clock.now()
    just_over = paused_until is not None and now - MESSAGE_FIRST_FOR < paused_until <= now
    return just_over and Step.RECONNECT.value not in steps_done


def mark_step(actor: Actor, case_id: UUID, step: Step, *, done: bool = True) -> None:
    """The seeker calls a step done, or not done after all. Raises: NotFound."""
    case: Case = own_row(actor, Case, case_id)
    steps = {*case.steps_done, step.value} if done else {*case.steps_done} - {step.value}
    case.steps_done = [s.value for s in Step if s.value in steps]
    db.session.flush()


def case_of(application_id: UUID) -> UUID | None:
    """The id of an application's case, once it was opened."""
    return db.session.scalar(select(Case.id).where(Case.application_id == application_id))
