"""The crowd around the told people: enough of them for a real morning, and nothing about any of them that cannot be."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.applications.models import Application, Case, OutcomeEvent, StageEvent, StageRating
from coach_platform.core.applications.outcomes import MOVES
from coach_platform.core.applications.standing import standing_of
from coach_platform.core.assessments.context import own_case
from coach_platform.core.assessments.models import AssessmentResponse
from coach_platform.core.assessments.question_sets import current
from coach_platform.core.assessments.responses import field_errors_of
from coach_platform.core.plans.lapsing import LAPSES_AFTER
from coach_platform.core.plans.models import Action, Comment, Plan, Review, Turn
from coach_platform.core.relations.models import Coaching, CoachingState, Membership, Office, Organisation, Person, Role
from coach_platform.core.today.caseload.listing import caseload
from coach_platform.core.today.coach import Why, coach_today
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.sample.crowd import crowd
from coach_platform.sample.loading import load
from tests.apart import own_app, own_database, settings_on
from tests.statements import Statements, _counting

EMPLOYERS = {told["company"] for story in crowd().stories for told in story["applications"]}


@pytest.fixture(scope="module")
def crowded(services, template, environment) -> Iterator[Statements]:
    """The whole world as `make run` loads it, in a database of its own; gives the statements it took."""
    with own_database(services, template, "crowd") as urls, own_app(settings_on(environment, urls), "worker") as app:
        with app.app_context(), _counting() as statements:
            load(crowded=True)
            db.session.commit()
        with app.app_context():
            yield statements
            db.session.rollback()


def of_email(email: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def test_the_same_crowd_comes_every_time():
    assert crowd() == crowd()


def test_nobody_has_anybody_elses_name_or_address():
    names = Counter(person["name"] for person in crowd().people)
    addresses = Counter(person["email"] for person in crowd().people)
    assert {count for counted in (names, addresses) for count in counted.values()} == {1}


def test_it_is_written_in_batches_as_well(crowded):
    assert len(crowded) < 600  # digests are scheduled one by one; all else in batches


def test_the_agency_has_two_offices_six_coaches_and_a_hundred_and_twenty_seekers(crowded):
    agency = db.session.scalars(select(Organisation).where(Organisation.name == "Tamarack & Finch")).one()
    offices = db.session.scalars(select(Office).where(Office.organisation_id == agency.id)).all()
    coaches = select(Membership.person_id).where(Membership.organisation_id == agency.id, Membership.role == Role.COACH)
    live = (Coaching.organisation_id == agency.id, Coaching.state.in_((CoachingState.ACTIVE, CoachingState.REQUESTED)))
    assert len(offices) == 2
    assert db.session.scalar(select(func.count()).select_from(coaches.subquery())) == 6
    assert db.session.scalar(select(func.count(Coaching.seeker_id.distinct())).where(*live)) >= 120


def test_a_morning_has_every_reason_and_not_everybody_on_it(crowded):
    found = {}
    for login in ("priya", "solene", "gordon", "bastien"):
        actor = actor_for(of_email(f"{login}@example.org").id)
        today = coach_today(actor)
        assert len(today.lines) < today.seekers
        found[login] = today
    assert len(found["priya"].lines) >= 15
    reasons = {reason.why for today in found.values() for line in today.lines for reason in line.reasons}
    assert {Why.REVIEW, Why.QUIET, Why.OVERDUE} <= reasons
    assert any(today.requests for today in found.values())


def test_the_caseload_has_what_was_shared_and_gaps_where_it_was_not(crowded):
    shown = caseload(actor_for(of_email("priya@example.org").id))
    assert shown.total >= 35
    for figure in ("open_actions", "cases", "confidence"):
        there = [getattr(line, figure) is not None for line in shown.lines]
        assert any(there) and not all(there)


def test_nothing_happened_later_than_now_or_before_what_it_follows(crowded):
    now = clock.now()
    for model, moment in ((StageEvent, "recorded_at"), (OutcomeEvent, "recorded_at"), (Comment, "created_at")):
        assert db.session.scalar(select(func.max(getattr(model, moment)))) <= now
    for application in db.session.scalars(select(Application)):
        assert application.created_at <= application.updated_at <= now
    for action in db.session.scalars(select(Action)):
        assert action.created_at <= action.changed_at <= now
    for person in db.session.scalars(select(Person)):
        assert person.created_at <= person.last_seen_at <= now
    for opened, outcome_on in db.session.execute(
        select(Case.opened_at, Application.outcome_on).join(Application, Application.id == Case.application_id)
    ):
        assert outcome_on is None or opened.date() >= outcome_on


def test_what_lists_repeat_equals_what_the_events_add_up_to(crowded):
    zones = dict(db.session.execute(select(Person.id, Person.zone)).all())
    happened = []
    for model in (StageEvent, StageRating, OutcomeEvent):
        of = defaultdict(list)
        for row in db.session.scalars(select(model)):
            of[row.application_id].append(row)
        happened.append(of)
    for application in db.session.scalars(select(Application)):
        standing = standing_of(*(of[application.id] for of in happened), zone=zones[application.seeker_id])
        assert {name: getattr(application, name) for name in vars(standing)} == vars(standing), application.company


def test_every_outcome_may_follow_from_open(crowded):
    start = next(moment for moment in MOVES if moment[0] == "open")
    told = set(db.session.scalars(select(Application.id).where(Application.company.in_(EMPLOYERS))))
    rows = [row for row in db.session.scalars(select(OutcomeEvent)) if row.application_id in told]
    assert len(rows) > 300 and len(rows) == len({row.application_id for row in rows})
    assert {(row.outcome, row.offer_state) for row in rows} <= set(MOVES[start])


def test_the_product_would_take_every_answer_as_it_stands(crowded):
    asked = {key: current(key)[1] for key in ("first_assessment", "deeper")}
    actors = {row.id: actor_for(row.id) for row in db.session.scalars(select(Person))}
    submitted = db.session.scalars(select(AssessmentResponse)).all()
    assert len(submitted) > 60
    for row in submitted:
        case = own_case(actors[row.seeker_id], row.case_id)
        assert field_errors_of(asked[row.set_key], case, row.answers, row.author_role) == {}


def test_no_plan_waits_longer_than_the_product_lets_it(crowded):
    waits = select(func.min(Review.asked_at)).where(Review.answered_at.is_(None), Review.withdrawn_at.is_(None))
    assert clock.now() - db.session.scalar(waits) < LAPSES_AFTER + timedelta(days=1)
    assert db.session.scalar(select(func.count()).where(Review.lapsed_at.is_not(None))) > 1


def test_whose_turn_it_is_agrees_with_the_reviews(crowded):
    waits = set(
        db.session.scalars(select(Review.plan_id).where(Review.answered_at.is_(None), Review.withdrawn_at.is_(None)))
    )
    for plan in db.session.scalars(select(Plan)):
        assert (plan.turn is Turn.AWAITING_COACH) == (plan.id in waits)
