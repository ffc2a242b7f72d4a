"""A case as one reader may see it. What was not granted is not there; a coach's look at what is there is written down."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import Sight
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.assessments.context import CaseContext, seen_case
from coach_platform.core.assessments.facts import ratings_of
from coach_platform.core.assessments.queries import Response, latest_responses
from coach_platform.core.assessments.shown import ResponseShown, shown
from coach_platform.core.assessments.steps import STEP_OF_SET, StepShown, steps
from coach_platform.core.assessments.timeline import Timeline, timeline
from coach_platform.core.drafts.models import Draft
from coach_platform.core.practice.queries import PracticeShown, list_items
from coach_platform.core.relations.models import Section
from coach_platform.kit.paging import Paged, paged


@dataclass(frozen=True)
class Story:
    """Section.STORY: the application, what happened, the first assessment."""

    case: CaseContext
    timeline: Timeline
    first: ResponseShown | None

    @property
    def ratings(self) -> dict[Stage, int]:
        """Stage -> the rating that counts: what the stage line draws."""
        return {stage: rating.value for stage, rating in self.timeline.ratings.items()}


@dataclass(frozen=True)
class CasePage:
    """`story`, `deeper` and `practice` are None where they were not granted; empty where nothing is there yet."""

    case_id: UUID
    seeker_id: UUID
    own: bool
    story: Story | None
    deeper: tuple[ResponseShown, ...] | None
    practice: tuple[PracticeShown, ...] | None
    steps: tuple[StepShown, ...]
    seeker: str  # the name, for a coach's page
    sight: Sight  # what the page was read through: its threads are read through the same


@dataclass(frozen=True)
class CaseLine:
    """A case in a list. `begun`: steps with a draft of the reader's own."""

    case_id: UUID
    company: str
    role: str
    furthest: Stage
    ratings: dict[str, int]
    outcome: Outcome
    offer_state: OfferState | None
    opened_at: datetime
    paused_until: datetime | None
    last_event_on: date
    steps: tuple[StepShown, ...]


def case_page(actor: Actor, case_id: UUID, *, surface: str = "page") -> CasePage:
    """One case for its seeker, or for a coach to whom some of it is granted. Raises: NotFound."""
    case, sight = seen_case(actor, case_id)
    responses = latest_responses(sight, [case_id])
    story = _story(case, responses) if sight.case(case_id, Section.STORY) else None
    page = CasePage(
        case_id=case_id,
        seeker_id=case.seeker_id,
        own=sight.own,
        story=story,
        deeper=_deeper(case, responses, story) if sight.case(case_id, Section.DEEPER) else None,
        practice=tuple(list_items(sight, [case_id])) if sight.case(case_id, Section.PRACTICE) else None,
        steps=_steps(case, sight, responses),
        seeker=case.seeker,
        sight=sight,
    )
    looks.record(actor.name, [(sight, (section, case_id)) for section in _shown_sections(page)], surface=surface)
    return page


def case_list(sight: Sight, *, page: str = "") -> Paged[CaseLine]:
    """The cases whose story `sight` shows, the newest first, a page at a time; one statement.

    For a coach the caller records the look.
    """
    found = paged(_cases(sight), page)
    return replace(found, rows=[_line(row) for row in found.rows])


def _line(row: Any) -> CaseLine:
    return CaseLine(
        case_id=row.id,
        company=row.company,
        role=row.role,
        furthest=row.furthest_stage,
        ratings=row.ratings or {},
        outcome=row.outcome,
        offer_state=row.offer_state,
        opened_at=row.opened_at,
        paused_until=row.paused_until,
        last_event_on=row.last_event_on,
        steps=steps(row.steps_done, _of_forms(row.begun or ())),
    )


def _cases(sight: Sight) -> Select:
    begun = (
        select(func.array_agg(cast(Draft.form, Text), type_=ARRAY(Text)))
        .where(Draft.subject_id == Case.id, Draft.person_id == sight.reader_id)
        .correlate(Case)
        .scalar_subquery()
    )
    return (
        select(
            Case.id,
            Application.company,
            Application.role,
            Application.furthest_stage,
            ratings_of(Application.id).label("ratings"),
            Application.outcome,
            Application.offer_state,
            Case.opened_at,
            Case.paused_until,
            Application.last_event_on,
            Case.steps_done,
            begun.label("begun"),
        )
        .join(Application, Application.id == Case.application_id)
        .where(
            Case.seeker_id == sight.seeker_id,
            Application.deleted_at.is_(None),
            sight.case_filter(Case.__table__.c.id, Section.STORY),
        )
        .order_by(Case.opened_at.desc(), Case.id.desc())
    )


def _story(case: CaseContext, responses: list[Response]) -> Story:
    first = next((r for r in responses if r.set_key == "first_assessment"), None)
    return Story(case, timeline(case.application_id), shown(first, ()) if first else None)


def _deeper(case: CaseContext, responses: list[Response], story: Story | None) -> tuple[ResponseShown, ...]:
    # The posting's lines are part of the story: without it the marks on them say nothing and are left out.
    lines = case.requirements if story else ()
    return tuple(shown(response, lines) for response in responses if response.set_key == "deeper")


def _steps(case: CaseContext, sight: Sight, responses: list[Response]) -> tuple[StepShown, ...]:
    if not sight.own:
        seen = [STEP_OF_SET[r.set_key] for r in responses if r.set_key in STEP_OF_SET]
        return steps([step for step in case.steps_done if step in seen], ())
    return steps(case.steps_done, _of_forms(case.begun))


def _of_forms(forms: Collection[str]) -> list[str]:
    return [STEP_OF_SET[form] for form in forms if form in STEP_OF_SET]


def _shown_sections(page: CasePage) -> list[Section]:
    """The sections of which the page carries words: nothing seen, no look."""
    carried = {Section.STORY: page.story, Section.DEEPER: page.deeper, Section.PRACTICE: page.practice}
    return [section for section, words in carried.items() if words]
