"""Cases for the tests of assessments: an application with its stages, its no and its opened case, all by the verbs."""

from datetime import timedelta
from uuid import UUID

from coach_platform.content.vocabulary import Need, Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.events import record_stage
from coach_platform.core.applications.models import Requirement
from coach_platform.core.applications.outcomes import record_outcome
from coach_platform.kit import clock
from coach_platform.kit.db import db

INTERVIEWED = (Stage.APPLIED, Stage.SCREENING, Stage.INTERVIEW)


def a_case(
    seeker: Actor,
    *stages: Stage,
    company: str = "Nordlys",
    requirements: tuple[str, ...] = (),
    own_words: str = "",
    reason: str | None = None,
) -> UUID:
    """A no at `company` after `stages` (applied, screening, interview unless said), opened as a case; its id."""
    today = clock.today(seeker.zone)
    began = today - timedelta(days=30)
    application_id = add_application(seeker, company=company, role="Project coordinator", noted_on=began)
    for days, stage in enumerate(stages or INTERVIEWED):
        if stage is not Stage.APPLIED:
            record_stage(seeker, application_id, stage=stage, on=began + timedelta(days=days))
    record_outcome(
        seeker, application_id, outcome=Outcome.REJECTED, on=today, own_words=own_words, stated_reason=reason
    )
    of = {"seeker_id": seeker.person_id, "application_id": application_id, "weight": Need.MUST}
    db.session.add_all(Requirement(**of, position=place, text=text) for place, text in enumerate(requirements))
    case_id = open_case(seeker, application_id)
    db.session.commit()  # inside the test's own transaction, but kept when a page answers with a rollback
    return case_id
