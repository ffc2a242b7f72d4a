"""A coach leaves: out of sight at once, nothing lost, each seeker asked; coming back opens nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from coach_platform.content.vocabulary import ActionKind
from coach_platform.core.access.sight import sight_of, sights_of
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.accounts.people import give_role
from coach_platform.core.coaching import asking, leaving, notes
from coach_platform.core.coaching.models import CoachNote
from coach_platform.core.coaching.sharing import sharing_page
from coach_platform.core.mail.models import Message
from coach_platform.core.plans import actions, comments, reviews
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Plan, Review, Turn
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.plans.targets import PLAN
from coach_platform.core.relations.models import (
    Coaching,
    CoachingState,
    Grant,
    Membership,
    Role,
    Section,
    TeamMember,
)
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound


def coaching(cast) -> Coaching:
    db.session.expire_all()
    return db.session.get_one(Coaching, cast.coaching_id)


def left(person_id):
    """Whoever left, with the roles they hold now: still a coach, elsewhere."""
    give_role(person_id, Role.COACH)
    return actor_for(person_id)


def mailed(kind: str) -> list:
    return list(db.session.scalars(select(Message.person_id).where(Message.kind == kind)))


@pytest.mark.parametrize("by", ["casey", "dana"])
def test_whoever_leaves_sees_nothing_from_that_moment(cast, by):
    cast.grant(*Section, future=True)
    if by == "casey":
        leaving.leave(cast.casey, cast.agency_id)
    else:
        leaving.end_membership(cast.dana, cast.agency_id, cast.casey.person_id)
    casey = left(cast.casey.person_id)
    assert sights_of(casey) == {}
    with pytest.raises(NotFound):
        sight_of(casey, cast.sam.person_id)


def test_nothing_is_lost(cast):
    cast.grant(*Section, future=True)
    actions.add_action(cast.sam, details=Details(what="Practise aloud", kind=ActionKind.PRACTICE))
    comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Shorter")
    notes.add_note(cast.casey, cast.sam.person_id, body="Prefers mornings")
    leaving.leave(cast.casey, cast.agency_id)
    [said] = plan_page(cast.sam, cast.sam.person_id).thread
    assert (said.author, said.body) == ("Casey Tremblay", "Shorter")
    assert db.session.scalars(select(CoachNote.body)).all() == ["Prefers mornings"]
    assert coaching(cast).organisation_id == cast.agency_id
    assert len(list(db.session.scalars(select(Grant)))) == 1


def test_the_seeker_is_told_and_a_waiting_review_is_theirs_again(cast):
    cast.grant(Section.PLAN, future=True)
    actions.add_action(cast.sam, details=Details(what="Practise aloud", kind=ActionKind.PRACTICE))
    reviews.ask_review(cast.sam, cast.coaching_id)
    leaving.leave(cast.casey, cast.agency_id)
    assert mailed("coach_left") == [cast.sam.person_id]
    assert mailed("coaching_ended") == []
    assert db.session.scalars(select(Plan)).one().turn is Turn.DRAFT
    assert db.session.scalars(select(Review)).one().withdrawn_at is not None
    [past] = sharing_page(cast.sam).past.rows
    assert past.coach_left


def test_they_are_off_the_teams_of_that_organisation(cast, team):
    leaving.leave(cast.casey, cast.agency_id)
    rows = db.session.scalars(select(TeamMember).where(TeamMember.person_id == cast.casey.person_id)).all()
    assert [row.left_at is not None for row in rows] == [True]


def test_coming_back_opens_nothing(cast):
    cast.grant(*Section, future=True)
    leaving.leave(cast.casey, cast.agency_id)
    give_role(cast.casey.person_id, Role.COACH, organisation_id=cast.agency_id)
    assert sights_of(actor_for(cast.casey.person_id)) == {}


def test_what_they_do_elsewhere_goes_on(cast):
    alone = Coaching(
        seeker_id=cast.nina.person_id,
        coach_id=cast.casey.person_id,
        state=CoachingState.ACTIVE,
        places_candidates=False,
        asked_at=clock.now(),
        answered_at=clock.now(),
    )
    db.session.add(alone)
    db.session.flush()
    leaving.leave(cast.casey, cast.agency_id)
    assert list(sights_of(left(cast.casey.person_id))) == [cast.nina.person_id]


def test_a_membership_that_just_ran_out_shuts_at_once_and_the_sweep_says_so_once(cast):
    cast.grant(*Section, future=True)
    over = {"until_at": clock.now() - timedelta(seconds=1)}
    db.session.execute(update(Membership).where(Membership.person_id == cast.casey.person_id).values(over))
    assert sights_of(left(cast.casey.person_id)) == {}
    assert [leaving.sweep_left() for _ in range(2)] == [1, 0]
    assert coaching(cast).state is CoachingState.ENDED
    assert mailed("coach_left") == [cast.sam.person_id]


def test_a_request_that_waited_is_over_and_told_and_an_invitation_goes_silently(cast):
    asking.end(cast.sam, cast.coaching_id)
    asking.invite(cast.casey, cast.sam.person_id)
    nina = Coaching(
        seeker_id=cast.nina.person_id,
        coach_id=cast.casey.person_id,
        organisation_id=cast.agency_id,
        state=CoachingState.REQUESTED,
        places_candidates=False,
        asked_at=clock.now(),
    )
    db.session.add(nina)
    db.session.flush()
    leaving.leave(cast.casey, cast.agency_id)
    assert mailed("coach_left") == [cast.nina.person_id]


def test_the_page_before_it_says_what_will_happen(cast, team, counted):
    with counted() as statements:
        shown = leaving.own_parting(cast.casey, cast.agency_id)
    assert ([one.seeker for one in shown.seekers], shown.teams) == (["Sam Okafor"], ("Ottawa team",))
    assert len(statements) == 3
    assert leaving.parting_of(cast.dana, cast.agency_id, cast.casey.person_id) == shown


def test_nobody_ends_a_membership_of_another_organisation(cast):
    for verb in (
        lambda: leaving.end_membership(cast.omar, cast.agency_id, cast.casey.person_id),
        lambda: leaving.end_membership(cast.dana, cast.agency_id, cast.omar.person_id),
        lambda: leaving.leave(cast.omar, cast.agency_id),
        lambda: leaving.parting_of(cast.omar, cast.agency_id, cast.casey.person_id),
        lambda: leaving.own_parting(cast.omar, cast.agency_id),
    ):
        with pytest.raises(NotFound):
            verb()
