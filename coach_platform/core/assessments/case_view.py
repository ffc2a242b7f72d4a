"""A case as one reader may see it. What was not granted is not there; a coach's look at what is there is written down."""

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
from coach_platform.core.applications.cases import Step
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.assessments.believed import Believed, believed
from coach_platform.core.assessments.context import CaseContext, seen_case_with
from coach_platform.core.assessments.facts import ratings_of
from coach_platform.core.assessments.models import AuthorRole
from coach_platform.core.assessments.queries import Response, latest_responses
from coach_platform.core.assessments.shown import ResponseShown, shown
from coach_platform.core.assessments.steps import STEP_OF_SET, StepShown, begun, steps
from coach_platform.core.assessments.timeline import Timeline, timeline
from coach_platform.core.assessments.views_of_case import AskedView, MyView, asked_views, my_view, views_of
from coach_platform.core.coaching.looks_log import CaseLooks, looks_at
from coach_platform.core.coaching.noted.marks import Mark, marks, marks_column
from coach_platform.core.drafts.models import Draft
from coach_platform.core.practice.queries import PracticeShown, list_items
from coach_platform.core.reconnect.columns import EVERYTHING, TOLD
from coach_platform.core.reconnect.reading import ReconnectShown, standing
from coach_platform.core.reconnect.reading import shown as reconnect_shown
from coach_platform.core.reconnect.states import Standing
from coach_platform.core.relations.models import Coaching, CoachingState, Person, Section
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
    """`story`, `deeper`, `practice` and `reconnect` are None where they were not granted; empty where nothing is there yet."""

    case_id: UUID
    seeker_id: UUID
    own: bool
    story: Story | None
    deeper: tuple[ResponseShown, ...] | None
    practice: tuple[PracticeShown, ...] | None
    reconnect: ReconnectShown | None
    believed: Believed | None  # what the seeker thinks went wrong; None where that was not granted
    steps: tuple[StepShown, ...]
    places_candidates: bool  # the reader is a coach who said that they place candidates as well
    seeker: str  # the name, for a coach's page
    sight: Sight  # what the page was read through: its threads are read through the same
    view: MyView | None = None  # a coach's own answers to the deeper questions; None where these were not granted
    views: tuple[AskedView, ...] = ()  # for its seeker alone: the coaches who could be asked for theirs
    noted: tuple[Mark, ...] = ()  # of the story: entered by a coach by phone, and confirmed
    looked: CaseLooks | None = None  # how often coaches were shown something of it; for its seeker alone


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
    asking: Standing | None  # where asking the employer stands; None where feedback was not granted


NOTED = marks_column("applications.id", first_of="cases.id")


def case_page(actor: Actor, case_id: UUID, *, surface: str = "page", read: bool = False) -> CasePage:
    """One case for its seeker, or for a coach to whom some of it is granted.

    A coach who never looked at its deeper answers chooses first: to answer the same questions before, or to read
    (`read`). Raises: NotFound.
    """
    more = (*EVERYTHING, _places(actor), NOTED, *_looked(), *views_of(actor))
    case, sight, row = seen_case_with(actor, case_id, *more)
    view = my_view(row, sight, case_id, read=read)
    sight = sight.holding(case_id) if view and view.closed else sight
    responses = latest_responses(sight, [case_id])
    story = _story(case, responses) if sight.case(case_id, Section.STORY) else None
    page = CasePage(
        case_id=case_id,
        seeker_id=case.seeker_id,
        own=sight.own,
        story=story,
        deeper=_deeper(case, responses, story) if sight.case(case_id, Section.DEEPER) else None,
        practice=tuple(list_items(sight, [case_id])) if sight.case(case_id, Section.PRACTICE) else None,
        reconnect=reconnect_shown(row, actor.zone) if sight.case(case_id, Section.FEEDBACK) else None,
        believed=believed(responses),
        view=view,
        views=asked_views(row) if sight.own else (),
        steps=steps(case.steps_done, begun(case.begun)) if sight.own else _seen_steps(case, sight, responses),
        places_candidates=bool(row.places_candidates),
        seeker=case.seeker,
        sight=sight,
        noted=marks(row.noted) if story else (),
        looked=CaseLooks(row.looked_times, row.looked_last_at) if sight.own else None,
    )
    looks.record(actor.name, [(sight, (section, case_id)) for section in _shown_sections(page)], surface=surface)
    return page


def _places(actor: Actor) -> Any:
    """Whether the actor's active coaching of the case's seeker is one of a coach who places candidates."""
    mine = (Coaching.coach_id == actor.person_id, Coaching.state == CoachingState.ACTIVE)
    return (
        select(Coaching.places_candidates)
        .where(Coaching.seeker_id == Case.seeker_id, *mine)
        .correlate(Case)
        .limit(1)
        .scalar_subquery()
        .label("places_candidates")
    )


def case_list(sight: Sight, *, page: str = "") -> Paged[CaseLine]:
    """The cases whose story `sight` shows, the newest first, a page at a time; one statement.

    For a coach the caller records the look.
    """
    found = paged(_cases(sight), page)
    return replace(found, rows=[_line(row, sight) for row in found.rows])


def _line(row: Any, sight: Sight) -> CaseLine:
    granted = sight.case(row.id, Section.FEEDBACK)
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
        steps=steps(row.steps_done, begun(row.begun or ())),
        asking=standing(row.told, row.zone) if granted else None,
    )


def _cases(sight: Sight) -> Select:
    forms = (
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
            forms.label("begun"),
            TOLD,
            Person.zone,
        )
        .join(Person, Person.id == Case.seeker_id)
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
    found = [shown(response, lines) for response in responses if response.set_key == "deeper"]
    if all(one.by_coach for one in found):
        return ()  # a coach's view is shown beside the seeker's, never before it
    return tuple(sorted(found, key=lambda one: one.by_coach))  # the seeker's own first


def _looked() -> tuple[Any, Any]:
    """How often coaches were shown something of the case, and when last, beside the case itself."""
    looked = looks_at(Case.seeker_id, Case.id).correlate(Case)
    return (
        looked.with_only_columns(looked.selected_columns.times).scalar_subquery().label("looked_times"),
        looked.with_only_columns(looked.selected_columns.last_at).scalar_subquery().label("looked_last_at"),
    )


def _seen_steps(case: CaseContext, sight: Sight, responses: list[Response]) -> tuple[StepShown, ...]:
    """For a coach: the steps of which they see the answers."""
    theirs = [r for r in responses if r.author_role is AuthorRole.SEEKER]
    seen = [STEP_OF_SET[r.set_key] for r in theirs if r.set_key in STEP_OF_SET]
    seen += [Step.RECONNECT] if sight.case(case.case_id, Section.FEEDBACK) else []
    return steps([step for step in case.steps_done if step in seen], ())


def _shown_sections(page: CasePage) -> list[Section]:
    """The sections of which the page carries words: nothing seen, no look."""
    carried = {
        Section.STORY: page.story,
        Section.DEEPER: page.deeper,
        Section.FEEDBACK: page.reconnect,
        Section.PRACTICE: page.practice,
    }
    return [section for section, words in carried.items() if words]
