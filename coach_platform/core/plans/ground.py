"""What a plan stands on, in one statement: its turn, the companies of the cases, what rules may know of the search."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.selectable import ScalarSelect

from coach_platform.content.case_facts import SearchFacts
from coach_platform.content.reasons import batch_answers
from coach_platform.content.vocabulary import TALK_STAGES, Area, Stage
from coach_platform.core.access.sight import Sight
from coach_platform.core.accounts.models import PrivacyChoice
from coach_platform.core.applications.models import Application, BatchAnswer, Case, SearchSettings, StageEvent
from coach_platform.core.coaching.noted.waiting import Noted, noted, waiting_column
from coach_platform.core.drafts.models import Draft
from coach_platform.core.plans.models import Action, DismissedSuggestion, Plan, Review, Turn
from coach_platform.core.relations.models import Coaching, CoachingState, Person, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True)
class CaseName:
    """A case as a plan names it."""

    case_id: UUID
    company: str
    role: str
    paused_until: datetime | None
    steps_done: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """For a coach only what belongs to the plan: of the cases those they see, nothing of search and suggestions."""

    seeker_id: UUID
    seeker: str
    plan_id: UUID | None
    turn: Turn
    turn_since_at: datetime | None
    coach: str  # whose turn it is or was, "" where there is none or the account is gone
    coaching_live: bool
    cases: tuple[CaseName, ...]  # in the order of the facts that rules are asked of: the latest first
    settled: frozenset[str] = frozenset()  # rules that are not offered again
    search: SearchFacts = field(default_factory=lambda: SearchFacts(0, 0))
    drafts: tuple[tuple[str, UUID], ...] = ()  # (form, case) of what was begun
    found_work: bool = False  # for the seeker only: their search has ended
    lapsed_by: str | None = (
        None  # for the seeker only: who left their last review unanswered, lately; "" a former coach
    )
    suggests: bool | None = None  # whether the seeker wants suggestions; None: was not asked yet
    report: tuple[UUID, str] | None = None  # for the seeker only: one that a coach made and that waits for their yes
    noted: tuple[Noted, ...] = ()  # for the seeker only: what a coach noted by phone and they have not answered

    @property
    def companies(self) -> dict[UUID, str]:
        """Case id -> the employer, as the reader may name it."""
        return {case.case_id: case.company for case in self.cases}

    def in_order(self, case_ids: Collection[UUID]) -> tuple[CaseName, ...]:
        """Those of `case_ids` that are here: one order everywhere, so that a rule says the same each time."""
        wanted = set(case_ids)
        return tuple(case for case in self.cases if case.case_id in wanted)


def ground(sight: Sight) -> Ground:
    """What `sight` shows of it. One statement; the caller has asked for the plan's section."""
    row = db.session.execute(_query(sight)).one()
    return Ground(
        seeker_id=sight.seeker_id,
        seeker=row.name,
        plan_id=row.plan_id,
        turn=row.turn or Turn.DRAFT,
        turn_since_at=row.turn_since_at,
        coach=row.coach or "",
        coaching_live=row.coaching_state is CoachingState.ACTIVE,
        cases=tuple(_case(case) for case in row.cases or ()),
        settled=frozenset(row.settled or ()) if sight.own else frozenset(),
        search=_search(row) if sight.own else SearchFacts(0, 0),
        drafts=tuple((form, UUID(subject)) for form, subject in row.drafts or ()) if sight.own else (),
        found_work=bool(sight.own and row.found_work),
        lapsed_by=row.lapsed_by if sight.own else None,
        suggests=row.suggests if sight.own else None,
        noted=noted(row.noted) if sight.own else (),
        report=(UUID(row.report[0]), row.report[1]) if sight.own and row.report else None,
    )


def _query(sight: Sight) -> Select:
    coach = Person.__table__.alias("coach")
    own = (
        [
            _settled(sight.seeker_id),
            _applications(),
            _talks(),
            _batch(),
            _drafts(),
            _found_work(),
            _suggests(),
            _noted(),
            _report(),
            _lapsed_by(),
        ]
        if sight.own
        else []
    )
    return (
        select(
            Person.name,
            Plan.id.label("plan_id"),
            Plan.turn,
            Plan.turn_since_at,
            coach.c.name.label("coach"),
            Coaching.state.label("coaching_state"),
            _cases(sight).label("cases"),
            *own,
        )
        .outerjoin(Plan, Plan.seeker_id == Person.id)
        .outerjoin(Coaching, Coaching.id == Plan.coaching_id)
        .outerjoin(coach, coach.c.id == Coaching.coach_id)
        .where(Person.id == sight.seeker_id)
    )


def _cases(sight: Sight) -> ScalarSelect[Any]:
    # Evidence comes from the story or from the deeper assessment: whoever sees neither is told no company.
    at: Any = Case.id
    named = or_(*(sight.case_filter(at, section) for section in (Section.STORY, Section.DEEPER)))
    one = func.jsonb_build_array(
        Case.id, Application.company, Application.role, Case.paused_until, func.to_jsonb(Case.steps_done)
    )
    rows = (
        select(one.label("one"))
        .join(Application, Application.id == Case.application_id)
        .where(Case.seeker_id == sight.seeker_id, Application.deleted_at.is_(None), named)
        .order_by(Application.last_event_on.desc(), Case.id.desc())
        .subquery()
    )
    return select(func.jsonb_agg(rows.c.one)).scalar_subquery()


def _settled(seeker_id: UUID) -> ColumnElement[Any]:
    # Deleted points too: what was accepted once is not offered again, it can be brought back.
    accepted = select(Action.rule_key).where(Action.seeker_id == seeker_id, Action.rule_key.is_not(None))
    dismissed = select(DismissedSuggestion.rule_key).where(DismissedSuggestion.seeker_id == seeker_id)
    every = accepted.union_all(dismissed).subquery()
    return select(func.array_agg(every.c.rule_key)).scalar_subquery().label("settled")


LAPSED_SAID = timedelta(days=14)  # long enough to be read, short enough not to be a reproach


def _lapsed_by() -> ColumnElement[Any]:
    # The plan is a draft with its last review lapsed: whoever asked again knows already.
    asked, later = Coaching.__table__.alias("asked"), Review.__table__.alias("later")
    who = Person.__table__.alias("who")
    newer = exists().where(later.c.plan_id == Review.plan_id, later.c.asked_at > Review.asked_at)
    return (
        select(func.coalesce(who.c.name, ""))
        .select_from(Review)
        .join(asked, asked.c.id == Review.coaching_id)
        .outerjoin(who, who.c.id == asked.c.coach_id)
        .where(Review.plan_id == Plan.id, Plan.turn == Turn.DRAFT, Review.lapsed_at > clock.now() - LAPSED_SAID, ~newer)
        .limit(1)
        .correlate(Plan)
        .scalar_subquery()
        .label("lapsed_by")
    )


def _found_work() -> ColumnElement[Any]:
    over = (SearchSettings.seeker_id == Person.id, SearchSettings.found_work_at.is_not(None))
    return exists().where(*over).label("found_work")


def _applications() -> ColumnElement[Any]:
    mine = (Application.seeker_id == Person.id, Application.deleted_at.is_(None))
    return select(func.count()).select_from(Application).where(*mine).scalar_subquery().label("applications")


def _talks() -> ColumnElement[Any]:
    # A task can be the furthest with or without a word spoken: then an event decides.
    spoken = exists().where(
        StageEvent.application_id == Application.id, StageEvent.stage.in_(TALK_STAGES), StageEvent.withdrawn.is_(False)
    )
    talked = or_(Application.furthest_stage.in_(TALK_STAGES), (Application.furthest_stage == Stage.TASK) & spoken)
    mine = (Application.seeker_id == Person.id, Application.deleted_at.is_(None), talked)
    return select(func.count()).select_from(Application).where(*mine).scalar_subquery().label("talks")


def _batch() -> ColumnElement[Any]:
    counted = (
        select(BatchAnswer.answer, func.count().label("n"))
        .join(Application, Application.id == BatchAnswer.application_id)
        .where(BatchAnswer.seeker_id == Person.id, Application.deleted_at.is_(None))
        .group_by(BatchAnswer.answer)
        .correlate(Person)
        .subquery()
        .lateral()
    )
    return select(func.jsonb_object_agg(counted.c.answer, counted.c.n)).scalar_subquery().label("batch")


def _drafts() -> ColumnElement[Any]:
    one = func.jsonb_build_array(Draft.form, Draft.subject_id)
    mine = (Draft.person_id == Person.id, Draft.form.in_(("first_assessment", "deeper")))
    return select(func.jsonb_agg(one)).where(*mine).scalar_subquery().label("drafts")


def _suggests() -> ColumnElement[Any]:
    mine = select(PrivacyChoice.suggestions).where(PrivacyChoice.seeker_id == Person.id)
    return mine.scalar_subquery().label("suggests")


def _noted() -> ColumnElement[Any]:
    return waiting_column("persons.id").label("noted")


# Reports stand above plans on the ladder; here their table is only named.
_REPORT = """(select jsonb_build_array(r.id, r.made_by_name) from progress_reports r where r.seeker_id = persons.id
    and r.agreed_at is null and r.declined_at is null and r.withdrawn_at is null and r.deleted_at is null
    order by r.made_at limit 1)"""


def _report() -> ColumnElement[Any]:
    return literal_column(_REPORT, type_=JSONB).label("report")


def _case(values: list[Any]) -> CaseName:
    case_id, company, role, paused_until, steps_done = values
    until = datetime.fromisoformat(paused_until) if paused_until else None
    return CaseName(UUID(case_id), company, role, until, tuple(steps_done or ()))


def _search(row: Any) -> SearchFacts:
    same: dict[Area, int] = dict.fromkeys(Area, 0)
    for key, count in (row.batch or {}).items():
        known = batch_answers().get(key)
        if known is not None and known.area is not None:
            same[known.area] += count
    return SearchFacts(row.applications, row.talks, same)
