"""The plan as one reader may read it: the seeker's own with what the rules propose, a coach's with what was granted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.sql.selectable import ScalarSelect

from coach_platform.content.suggestions import Suggestion, SuggestionWords
from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import live_grant, seen_over
from coach_platform.core.access.permissions import Permission, can
from coach_platform.core.access.sight import Sight, sight_of
from coach_platform.core.coaching.away import Away, away_in, stretches_of
from coach_platform.core.plans.action_views import CLOSED_SHOWN, Points, action_views, grouped
from coach_platform.core.plans.answering import answers
from coach_platform.core.plans.ground import CaseName, Ground, ground
from coach_platform.core.plans.models import Review, ReviewClaim, Turn
from coach_platform.core.plans.suggestions import proposed, words_of
from coach_platform.core.plans.threads import CommentView, threads
from coach_platform.core.relations.models import Coaching, CoachingState, Grant, Person, Section, Team
from coach_platform.kit import clock
from coach_platform.kit.db import db

SUGGESTED = 3  # at once: a plan is made of decisions, and more than three to take is a list to skip


@dataclass(frozen=True)
class ReviewView:
    """One turn of the plan. `coach`: who answered, or was asked; empty where the account is gone."""

    id: UUID
    coach: str
    mine: bool  # the reader is the coach it was asked of, or of the team that could answer
    team: bool  # several could answer it
    note: str
    note_locale: str
    asked_at: datetime
    answer: str
    answer_locale: str
    answered_at: datetime | None
    withdrawn_at: datetime | None
    agreed_at: datetime | None
    lapsed_at: datetime | None = None  # ended unanswered after 28 days
    away: Away | None = None  # for its seeker: when the coach it was asked of is not there
    on_it: str = ""  # who of the team is writing the answer at this moment, for coaches
    on_it_until: datetime | None = None
    on_it_is_me: bool = False

    @property
    def waits(self) -> bool:
        """For the coach's answer: neither answered nor taken back."""
        return self.answered_at is None and self.withdrawn_at is None


@dataclass(frozen=True)
class CoachChoice:
    """A coach the seeker may ask."""

    coaching_id: UUID
    name: str
    sees_plan: bool  # by the coach, or by somebody of a team that this coaching is shared with
    teams: tuple[str, ...] = ()  # who could answer as well
    coach_id: UUID | None = None
    away: Away | None = None  # now, or soon


@dataclass(frozen=True)
class SuggestionView:
    """What a rule proposes, with its words and the cases it stands on."""

    words: SuggestionWords
    evidence: tuple[CaseName, ...]


@dataclass(frozen=True)
class PlanPage:
    """One plan for one reader; `coaches`, `suggestions` and `cases` are only the seeker's own."""

    seeker_id: UUID
    seeker: str
    own: bool
    turn: Turn
    turn_since_at: datetime | None
    coach: str  # of the present turn
    coaching_live: bool
    points: Points
    reviews: tuple[ReviewView, ...]  # the newest first
    thread: tuple[CommentView, ...]  # at the plan itself
    coaches: tuple[CoachChoice, ...] = ()
    suggestions: tuple[SuggestionView, ...] = ()
    more_suggestions: int = 0
    ask_suggestions: bool = False  # the seeker has something to be read by rules, and was not asked yet
    cases: tuple[CaseName, ...] = ()  # the reader may name as evidence
    may_propose: bool = False
    may_answer: bool = False

    @property
    def latest(self) -> ReviewView | None:
        """The newest review that was not taken back."""
        return next((review for review in self.reviews if review.withdrawn_at is None), None)

    @property
    def said(self) -> list[ReviewView]:
        """The history of turns, the newest first: all but those its seeker took back."""
        return [review for review in self.reviews if review.withdrawn_at is None or review.lapsed_at is not None]

    @property
    def lapsed(self) -> ReviewView | None:
        """The turn that ended unanswered, while it is the last that was."""
        last = self.reviews[0] if self.reviews else None
        return last if last is not None and last.lapsed_at is not None and self.turn is Turn.DRAFT else None

    @property
    def changed_since(self) -> ReviewView | None:
        """The turn after which the seeker changed the plan alone, so that it is a draft again."""
        last = self.latest
        return last if self.turn is Turn.DRAFT and last is not None and last.answered_at else None

    @property
    def unread(self) -> list[UUID]:
        """Comments on this page that the reader's side has not read yet."""
        views = (*self.points.open, *self.points.asleep, *self.points.proposed, *self.points.closed)
        every = [*self.thread, *(comment for view in views for comment in view.thread)]
        return [comment.id for comment in every if comment.unread]


def plan_page(actor: Actor, seeker_id: UUID, *, surface: str = "page", closed: int = CLOSED_SHOWN) -> PlanPage:
    """The plan of a seeker for themself, or for a coach to whom it is granted, who is then written in the log of looks.

    `closed`: how many of the points that are done or dropped. Seven statements at most with the sign-in's. Raises: NotFound.
    """
    sight = sight_of(actor, seeker_id)
    sight.need(Section.PLAN)
    on = ground(sight)
    said = threads(sight, plan=True)
    points = grouped(action_views(sight, on, said, clock.today(actor.zone), closed=closed))
    reviews, coaches = _reviews_and_coaches(sight, on)
    suggested = proposed(actor, on) if sight.own else []
    looks.record(actor.name, [(sight, (Section.PLAN, None)), *_evidence_seen(sight, points)], surface=surface)
    return PlanPage(
        seeker_id=seeker_id,
        seeker=on.seeker,
        own=sight.own,
        turn=on.turn,
        turn_since_at=on.turn_since_at,
        coach=_whose(on, reviews),
        coaching_live=on.coaching_live,
        points=points,
        reviews=reviews,
        thread=tuple(said.get("plan", ())),
        coaches=coaches,
        suggestions=tuple(suggestion_view(one, on) for one in suggested[:SUGGESTED]),
        more_suggestions=max(0, len(suggested) - SUGGESTED),
        ask_suggestions=sight.own and on.suggests is None and bool(on.cases),
        cases=tuple(case for case in on.cases if sight.case(case.case_id)),
        may_propose=can(actor, Permission.PROPOSE_ACTION, sight),
        may_answer=can(actor, Permission.ANSWER_REVIEW, sight) and any(r.mine and r.waits for r in reviews),
    )


def _whose(on: Ground, reviews: tuple[ReviewView, ...]) -> str:
    """Who answered last, where it was answered: of a team that may be another than the coach it was asked of."""
    answered = on.turn in (Turn.AWAITING_SEEKER, Turn.AGREED)
    return next((r.coach for r in reviews if answered and r.answered_at), on.coach)


def _evidence_seen(sight: Sight, points: Points) -> list[tuple[Sight, tuple[Section, UUID | None]]]:
    """The cases whose names stand in the plan that is shown: that is a look at them as well."""
    views = (*points.open, *points.asleep, *points.proposed, *points.closed)
    named = {(view.evidence_section, case.case_id): None for view in views for case in view.evidence}
    return [(sight, seen) for seen in named]


def suggestion_view(suggestion: Suggestion, on: Ground) -> SuggestionView:
    """A suggestion with its words and the cases it stands on, for its seeker."""
    return SuggestionView(words_of(suggestion, on), on.in_order(suggestion.evidence))


def _reviews_and_coaches(sight: Sight, on: Ground) -> tuple[tuple[ReviewView, ...], tuple[CoachChoice, ...]]:
    """One statement: the reviews by coaching, and which of the coachings may be asked."""
    rows = db.session.execute(_query(sight)).all()
    reviews = [_review(row, sight) for row in rows if row.id is not None]
    choices = {row.coaching_id: _choice(row) for row in rows if sight.own and row.state is CoachingState.ACTIVE}
    reviews.sort(key=lambda review: (review.asked_at, review.id), reverse=True)
    return tuple(reviews), tuple(sorted(choices.values(), key=lambda choice: choice.name))


def _query(sight: Sight) -> Select:
    # Another coach's note and answer were said between two people: a coach reads only their own.
    # A team reads what was asked while it was shared with them, and what waits now.
    r, answerer, holder = Review, Person.__table__.alias("answerer"), Person.__table__.alias("holder")
    claimed = and_(ReviewClaim.review_id == r.id, ReviewClaim.until_at > func.clock_timestamp())
    whose = true() if sight.own else or_(*_told(sight, r))
    return (
        select(
            Coaching.id.label("coaching_id"),
            Coaching.state,
            Coaching.coach_id,
            Person.name.label("coach"),
            seen_over(Coaching.id, Section.PLAN).label("sees_plan"),
            _teams_over().label("teams"),
            r.answered_by_id,
            answerer.c.name.label("answered_by"),
            ReviewClaim.coach_id.label("holder_id"),
            ReviewClaim.until_at,
            holder.c.name.label("holder"),
            r.id,
            r.note,
            r.note_locale,
            r.asked_at,
            r.answer,
            r.answer_locale,
            r.answered_at,
            r.withdrawn_at,
            r.agreed_at,
            r.lapsed_at,
            stretches_of(Coaching.coach_id).label("stretches"),
        )
        .outerjoin(r, r.coaching_id == Coaching.id)
        .outerjoin(Person, Person.id == Coaching.coach_id)
        .outerjoin(answerer, answerer.c.id == r.answered_by_id)
        .outerjoin(ReviewClaim, claimed)
        .outerjoin(holder, holder.c.id == ReviewClaim.coach_id)
        .where(Coaching.seeker_id == sight.seeker_id, whose)
        .where(or_(r.id.is_not(None), Coaching.state == CoachingState.ACTIVE))
    )


def _told(sight: Sight, r: type[Review]) -> list[ColumnElement[bool]]:
    """Which reviews a coach may read: all of their own coaching, of a team's those that were the team's to answer."""
    waits = and_(r.answered_at.is_(None), r.withdrawn_at.is_(None))
    by_team = [
        and_(Coaching.id == one.coaching_id, or_(waits, r.asked_at >= one.since, r.answered_by_id == sight.reader_id))
        for one in sight.opened
        if one.team_id is not None and Section.PLAN in one.sections
    ]
    return [*([Coaching.id == sight.coaching_id] if sight.beside else []), *by_team]


def _teams_over() -> ScalarSelect[Any]:
    names = select(func.array_agg(aggregate_order_by(Team.name, Team.name_sort))).join(Grant, Grant.team_id == Team.id)
    shared = (Grant.coaching_id == Coaching.id, live_grant(), Grant.sections.contains([Section.PLAN.value]))
    return names.where(*shared).correlate(Coaching).scalar_subquery()


def _review(row: Any, sight: Sight) -> ReviewView:
    return ReviewView(
        id=row.id,
        coach=(row.answered_by if row.answered_by_id else row.coach) or "",
        mine=answers(sight, row.coaching_id),
        team=bool(row.teams),
        note=row.note,
        note_locale=row.note_locale,
        asked_at=row.asked_at,
        answer=row.answer,
        answer_locale=row.answer_locale or "",
        answered_at=row.answered_at,
        withdrawn_at=row.withdrawn_at,
        agreed_at=row.agreed_at,
        lapsed_at=row.lapsed_at,
        away=away_in(row.stretches) if sight.own else None,
        on_it="" if sight.own else row.holder or "",
        on_it_until=None if sight.own else row.until_at,
        on_it_is_me=row.holder_id == sight.reader_id,
    )


def _choice(row: Any) -> CoachChoice:
    return CoachChoice(
        row.coaching_id, row.coach or "", row.sees_plan, tuple(row.teams or ()), row.coach_id, away_in(row.stretches)
    )
