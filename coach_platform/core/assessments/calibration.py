"""A coach's own view of a case, beside the seeker's: asked for, begun, read first after all, and both shown at once.

While it is held the seeker's deeper answers are closed to that coach everywhere (core/access/sight.py). `blind` is not
what somebody chose but what the log says: no look at the deeper section of that case before the answer.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import sights_of_coaches
from coach_platform.core.assessments.context import CaseContext, own_case, seen_case
from coach_platform.core.assessments.models import AssessmentResponse, AuthorRole
from coach_platform.core.assessments.queries import answered_by_seeker
from coach_platform.core.relations.models import Calibration, Look, Section, held
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import new_id


def coachs_case(actor: Actor, case_id: UUID) -> CaseContext:
    """A case whose deeper assessment is shared with the actor, a coach, be it held back. Raises: NotFound."""
    case, sight = seen_case(actor, case_id)
    if sight.own or not sight.granted(case_id, Section.DEEPER):
        raise NotFound
    return case


def begin(actor: Actor, case_id: UUID) -> None:
    """The coach answers before they look. Whoever looked before answers all the same, not blind. Raises: NotFound."""
    case = coachs_case(actor, case_id)
    keep_begun(actor, case)


def keep_begun(actor: Actor, case: CaseContext) -> None:
    """The same for a case that was read already."""
    _keep(case, actor.person_id, begun_at=clock.now())


def read_first(actor: Actor, case_id: UUID) -> None:
    """The coach reads the answers now: what they say later is not blind. Raises: NotFound."""
    coachs_case(actor, case_id)
    mine = (Calibration.case_id == case_id, Calibration.coach_id == actor.person_id, held())
    db.session.execute(update(Calibration).where(*mine).values(opened_at=clock.now()))


def ask_for_view(actor: Actor, case_id: UUID, coach_id: UUID) -> None:
    """The seeker asks a coach who sees their deeper answers of this case for the coach's own. Raises: NotFound."""
    case = own_case(actor, case_id)
    sight = sights_of_coaches([coach_id], only=actor.person_id).get(coach_id, {}).get(actor.person_id)
    if sight is None or not sight.granted(case_id, Section.DEEPER):
        raise NotFound
    _keep(case, coach_id, asked_at=clock.now())


def reveal(case: CaseContext) -> None:
    """Both have answered: from here on each sees the other's. Called by either one's submit; one statement."""
    row = AssessmentResponse
    answered = select(row.id).where(
        row.case_id == Calibration.case_id,
        row.author_id == Calibration.coach_id,
        row.author_role == AuthorRole.COACH,
    )
    waiting = (Calibration.case_id == case.case_id, Calibration.revealed_at.is_(None))
    both = (answered.exists(), answered_by_seeker(Calibration.case_id))
    db.session.execute(
        update(Calibration)
        .where(*waiting, *both)
        .values(revealed_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def looked(reader_id: Any, seeker_id: Any, case_id: Any) -> Any:
    """An SQL condition: whether a coach was ever shown something of the deeper section of a case."""
    return (
        select(Look.id)
        .where(
            Look.seeker_id == seeker_id,
            Look.reader_id == reader_id,
            Look.section == Section.DEEPER,
            (Look.case_id == case_id) | Look.case_id.is_(None),
        )
        .correlate_except(Look)
        .exists()
    )


def unchosen_sql(reader_id: str, seeker_id: str, case_id: str) -> str:
    """The same as text, the other way round: a coach has neither looked at that section nor chosen to, and may yet
    answer blind. What else they are shown must then neither tell of it nor count as a look. The names are ours."""
    return f"""(not exists (select from looks lk where lk.seeker_id = {seeker_id} and lk.reader_id = {reader_id}
            and lk.section = 'deeper' and (lk.case_id = {case_id} or lk.case_id is null))
        and not exists (select from calibrations cb where cb.case_id = {case_id} and cb.coach_id = {reader_id}
            and (cb.opened_at is not null or cb.revealed_at is not null)))"""  # noqa: S608 (names of ours)


def _keep(case: CaseContext, coach_id: UUID, **what: Any) -> None:
    """The row of this case and coach, with what is new; the first time of each counts. One who looked holds nothing back."""
    now = clock.now()
    has_looked = db.session.scalar(select(looked(coach_id, case.seeker_id, case.case_id)))
    key = {"case_id": case.case_id, "coach_id": coach_id, "seeker_id": case.seeker_id}
    made = insert(Calibration).values(id=new_id(), **key, **what, opened_at=now if has_looked else None)
    first = {name: func.coalesce(getattr(Calibration, name), value) for name, value in what.items()}
    db.session.execute(made.on_conflict_do_update(constraint="uq_calibrations_case_id", set_=first))
