"""Cases for the tests of assessments: an application with its stages, its no and its opened case."""

from datetime import timedelta
from uuid import UUID

from coach_platform.content.vocabulary import Need, Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application, Case, OutcomeEvent, Requirement, StageEvent
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import plain

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
    stages = stages or INTERVIEWED
    today = clock.now().date()
    furthest = max(stages, key=lambda stage: stage.rank)
    application = Application(
        id=new_id(),
        seeker_id=seeker.person_id,
        company=company,
        company_sort=plain(company),
        role="Project coordinator",
        role_sort="project coordinator",
        search_text=plain(company),
        locale=seeker.locale,
        created_at=clock.now(),
        updated_at=clock.now(),
        furthest_stage=furthest,
        outcome=Outcome.REJECTED,
        last_event_on=today,
    )
    db.session.add(application)
    db.session.flush()
    of = {"seeker_id": seeker.person_id, "application_id": application.id, "locale": seeker.locale}
    for days, stage in enumerate(stages):
        on = today - timedelta(days=30 - days)
        db.session.add(StageEvent(**of, stage=stage, occurred_on=on, recorded_at=clock.now()))
    db.session.add(
        OutcomeEvent(
            **of,
            outcome=Outcome.REJECTED,
            occurred_on=today,
            own_words=own_words,
            stated_reason=reason,
            recorded_at=clock.now(),
        )
    )
    of.pop("locale")
    for place, text in enumerate(requirements):
        db.session.add(Requirement(**of, position=place, text=text, weight=Need.MUST))
    case = Case(**of, opened_at=clock.now(), steps_done=[])
    db.session.add(case)
    db.session.flush()
    return case.id
