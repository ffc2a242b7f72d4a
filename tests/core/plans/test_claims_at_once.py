"""Claims under real concurrency: threads with connections of their own, committing, on a database of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts.actors import actor_by_email
from coach_platform.core.coaching.teams import changing
from coach_platform.core.plans import claims, reviews
from coach_platform.core.plans.models import Review, ReviewClaim
from coach_platform.core.relations.models import Coaching, Grant, Membership, Person, Role, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict
from tests.apart import own_app, own_database, settings_on

COACHES = 6
ROUNDS = 8


class Fight:
    """A turn that waits, and six coaches of one team; `all_at_once` lets each of them try at the same moment."""

    def __init__(self, app, review_id: UUID, coaches: list[Actor]) -> None:
        self.app, self.review_id, self.coaches = app, review_id, coaches

    def all_at_once(self, act: Callable[[Actor], object]) -> list[Actor]:
        """Who got it."""
        start = Barrier(len(self.coaches))
        with ThreadPoolExecutor(len(self.coaches)) as threads:
            won = threads.map(lambda coach: coach if self._try(coach, act, start) else None, self.coaches)
            return [coach for coach in won if coach]

    def _try(self, coach: Actor, act: Callable[[Actor], object], start: Barrier) -> bool:
        with self.app.app_context():
            try:
                start.wait(timeout=20)
                act(coach)
                db.session.commit()
                return True
            except Conflict:
                db.session.rollback()
                return False
            finally:
                db.session.remove()


@pytest.fixture(scope="module")
def fight(services, sample_template, environment) -> Iterator[Fight]:
    with (
        own_database(services, sample_template) as urls,
        own_app(settings_on(environment, urls)) as app,
        app.app_context(),
    ):
        sam, casey = actor_by_email("sam@example.org"), actor_by_email("casey@example.org")
        mine = (Coaching.seeker_id == sam.person_id, Coaching.coach_id == casey.person_id, Coaching.state == "active")
        coaching = db.session.scalars(select(Coaching).where(*mine)).one()
        team_id = changing.create_team(_admin(coaching.organisation_id), coaching.organisation_id, name="Fighters")
        coaches = [_coach(f"fighter{n}", coaching.organisation_id, team_id) for n in range(COACHES)]
        facts = {"consent_key": "test", "consent_version": 1, "consent_locale": "en", "consent_text": "test"}
        db.session.add(
            Grant(
                seeker_id=sam.person_id,
                coaching_id=coaching.id,
                team_id=team_id,
                sections=[Section.PLAN.value],
                case_scope="listed",
                agreed_at=clock.now(),
                **facts,
            )
        )
        waits = (Review.seeker_id == sam.person_id, Review.answered_at.is_(None), Review.withdrawn_at.is_(None))
        review_id = db.session.scalars(select(Review.id).where(*waits)).one()
        db.session.commit()
        yield Fight(app, review_id, coaches)


def _admin(organisation_id: UUID) -> Actor:
    held = (Membership.organisation_id == organisation_id, Membership.role == Role.ADMIN)
    email = db.session.scalar(select(Person.email).join(Membership).where(*held).limit(1))
    return (
        actor_by_email(email)
        if email
        else Actor(UUID(int=1), "Admin", "en", "UTC", admin_of=frozenset({organisation_id}))
    )


def _coach(login: str, organisation_id: UUID, team_id: UUID) -> Actor:
    moment = clock.now() - timedelta(days=9)
    facts = {"name": login, "name_sort": login, "locale": "en", "zone": "America/Toronto"}
    person = Person(email=f"{login}@example.org", confirmed_at=moment, created_at=moment, **facts)
    db.session.add(person)
    db.session.flush()
    db.session.add(Membership(person_id=person.id, organisation_id=organisation_id, role=Role.COACH, from_at=moment))
    db.session.flush()
    admin = Actor(UUID(int=1), "Admin", "en", "UTC", admin_of=frozenset({organisation_id}))
    changing.add_member(admin, team_id, person.id)
    return actor_by_email(person.email)


def _held_by(fight: Fight) -> UUID:
    db.session.rollback()
    live = ReviewClaim.until_at > func.clock_timestamp()
    return db.session.scalars(select(ReviewClaim.coach_id).where(ReviewClaim.review_id == fight.review_id, live)).one()


def test_of_six_who_take_a_turn_at_once_exactly_one_has_it(fight):
    for _ in range(ROUNDS):
        winners = fight.all_at_once(lambda coach: claims.claim(coach, fight.review_id))
        assert len(winners) == 1
        assert _held_by(fight) == winners[0].person_id
        claims.release(winners[0], fight.review_id)
        db.session.commit()


def test_of_six_who_take_over_a_claim_that_is_over_exactly_one_has_it(fight):
    for _ in range(ROUNDS):
        fight.all_at_once(lambda coach: claims.claim(coach, fight.review_id))
        db.session.execute(update(ReviewClaim).values(until_at=func.clock_timestamp() - claims.LASTS))
        db.session.commit()
        winners = fight.all_at_once(lambda coach: claims.claim(coach, fight.review_id))
        assert len(winners) == 1
        assert _held_by(fight) == winners[0].person_id
        claims.release(winners[0], fight.review_id)
        db.session.commit()


def test_of_six_who_take_and_answer_at_once_exactly_one_answers(fight):
    """The last of this file: the turn is over then."""

    def take_and_answer(coach: Actor) -> None:
        claims.claim(coach, fight.review_id)
        db.session.commit()
        reviews.answer_review(coach, fight.review_id, answer=f"From {coach.name}")

    (winner,) = fight.all_at_once(take_and_answer)
    db.session.rollback()
    review = db.session.get(Review, fight.review_id, populate_existing=True)
    assert (review.answer, review.answered_by_id) == (f"From {winner.name}", winner.person_id)
    assert db.session.scalar(select(func.count()).select_from(ReviewClaim)) == 0
