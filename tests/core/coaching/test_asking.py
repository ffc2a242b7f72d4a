"""How a seeker and a coach come together and part."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.content.vocabulary import SpokenLanguage
from coach_platform.core.access.sight import sight_of, sights_of
from coach_platform.core.coaching import asking
from coach_platform.core.coaching.directory import show_coach
from coach_platform.core.coaching.profiles import save_profile
from coach_platform.core.coaching.requests import requests_to
from coach_platform.core.coaching.sharing import one_coaching, sharing_page
from coach_platform.core.coaching.states import LIVE, MOVES
from coach_platform.core.mail.models import Message
from coach_platform.core.plans import actions, reviews
from coach_platform.core.plans.models import Plan, Review, Turn
from coach_platform.core.relations.models import Coaching, CoachingState, Section
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.agreed import agreed
from tests.core.plans.conftest import point


def listed(coach, **more) -> None:
    """`coach` fills in a profile and puts it in the directory."""
    facts = {"headline": "I listen", "about": "", "languages": [SpokenLanguage.EN], "fields": [], "city": "Ottawa"}
    facts |= {"remote": True, "places_candidates": False, "listed": True, "agreed_to": agreed(key="placing")}
    save_profile(coach, **{**facts, **more})


def mailed() -> list[tuple]:
    rows = db.session.execute(select(Message.kind, Message.person_id).order_by(Message.id))
    return [tuple(row) for row in rows]


def state(coaching_id) -> CoachingState:
    return db.session.get(Coaching, coaching_id, populate_existing=True).state


def test_a_seeker_asks_and_nothing_is_shared_by_asking(cast):
    listed(cast.omar)
    asking.ask(cast.sam, cast.omar.person_id, message="Would you?")
    assert [(one.seeker, one.message) for one in requests_to(cast.omar)] == [("Sam Okafor", "Would you?")]
    with pytest.raises(NotFound):
        sight_of(cast.omar, cast.sam.person_id)


def test_the_coach_is_told_at_once_and_the_seeker_of_the_answer(cast):
    listed(cast.omar)
    coaching_id = asking.ask(cast.sam, cast.omar.person_id)
    asking.accept(cast.omar, coaching_id)
    assert mailed() == [("coaching_asked", cast.omar.person_id), ("coaching_accepted", cast.sam.person_id)]
    assert sight_of(cast.omar, cast.sam.person_id).sections == frozenset()


def declined_by_omar(cast) -> None:
    listed(cast.omar)
    asking.decline(cast.omar, asking.ask(cast.sam, cast.omar.person_id))


def test_a_declined_seeker_is_told_and_may_ask_again_after_a_fortnight(cast):
    with time_machine.travel("2026-11-23T15:00:00Z", tick=False):
        declined_by_omar(cast)
        assert mailed()[-1] == ("coaching_declined", cast.sam.person_id)
        assert show_coach(cast.sam, cast.omar.person_id).ask_again_on == date(2026, 12, 7)
        with pytest.raises(Conflict, match="December 7, 2026"):
            asking.ask(cast.sam, cast.omar.person_id)
    with (
        time_machine.travel("2026-12-07T04:59:00Z", tick=False),
        pytest.raises(Conflict),
    ):  # 23:59 on the 6th in Toronto
        asking.ask(cast.sam, cast.omar.person_id)
    with time_machine.travel("2026-12-07T05:00:00Z", tick=False):
        assert show_coach(cast.sam, cast.omar.person_id).ask_again_on is None
        asking.ask(cast.sam, cast.omar.person_id)


def test_a_coachs_no_to_one_seeker_makes_nobody_else_wait(cast):
    declined_by_omar(cast)
    assert asking.ask(cast.nina, cast.omar.person_id)


def test_the_coach_may_invite_sooner_and_after_that_asking_is_open_again(cast):
    declined_by_omar(cast)
    offered = asking.invite(cast.omar, cast.sam.person_id)
    asking.decline(cast.sam, offered)  # the seeker's own no holds nobody back
    assert show_coach(cast.sam, cast.omar.person_id).ask_again_on is None
    assert asking.ask(cast.sam, cast.omar.person_id)


def test_asking_twice_in_the_same_words_is_asking_once(cast):
    listed(cast.omar)
    asked = [asking.ask(cast.sam, cast.omar.person_id, message="Hello") for _ in range(2)]
    assert asked[0] == asked[1]
    assert db.session.query(Message).filter_by(kind="coaching_asked").count() == 1


def test_saying_yes_twice_is_saying_it_once(cast):
    listed(cast.omar)
    asked = asking.ask(cast.sam, cast.omar.person_id)
    for _ in range(2):
        asking.accept(cast.omar, asked)
    assert db.session.query(Message).filter_by(kind="coaching_accepted").count() == 1


def test_asking_in_other_words_is_refused_while_a_link_lives(cast):
    listed(cast.omar)
    asking.ask(cast.sam, cast.omar.person_id, message="Hello")
    with pytest.raises(Conflict):
        asking.ask(cast.sam, cast.omar.person_id)


def test_a_coach_who_is_not_listed_does_not_exist_for_who_asks(cast):
    listed(cast.omar, listed=False)
    with pytest.raises(NotFound):
        asking.ask(cast.sam, cast.omar.person_id)


def test_a_seeker_cannot_be_asked_and_a_coach_cannot_ask(cast):
    listed(cast.omar)
    with pytest.raises(NotFound):
        asking.ask(cast.sam, cast.nina.person_id)
    with pytest.raises(NotAllowed):
        asking.ask(cast.casey, cast.omar.person_id)


def test_a_message_that_is_too_long_is_refused_beside_its_field(cast):
    listed(cast.omar)
    with pytest.raises(Invalid) as refused:
        asking.ask(cast.sam, cast.omar.person_id, message="x" * 2001)
    assert list(refused.value.fields) == ["message"]


def test_only_the_one_who_was_asked_can_accept(cast):
    listed(cast.omar)
    coaching_id = asking.ask(cast.sam, cast.omar.person_id)
    with pytest.raises(NotAllowed):
        asking.accept(cast.sam, coaching_id)
    with pytest.raises(NotFound):
        asking.accept(cast.casey, coaching_id)


def test_a_coach_invites_and_the_seeker_accepts(cast):
    coaching_id = asking.invite(cast.omar, cast.nina.person_id)
    assert [one.id for one in sharing_page(cast.nina).invitations] == [coaching_id]
    asking.accept(cast.nina, coaching_id)
    assert mailed() == [("coaching_asked", cast.nina.person_id), ("coaching_accepted", cast.omar.person_id)]


def test_a_coaching_keeps_that_the_coach_places_candidates(cast):
    listed(cast.omar, places_candidates=True)
    coaching_id = asking.ask(cast.sam, cast.omar.person_id)
    listed(cast.omar, places_candidates=False)
    assert one_coaching(cast.sam, coaching_id).places_candidates


def test_a_coach_who_begins_to_place_candidates_is_marked_for_whom_they_coach_already(cast):
    listed(cast.casey, places_candidates=True)
    assert one_coaching(cast.sam, cast.coaching_id).places_candidates


@pytest.mark.parametrize("who", ["sam", "casey"])
def test_either_side_ends_it_and_everything_is_closed_at_once(cast, two, share, who):
    share(*Section)
    asking.end(getattr(cast, who), cast.coaching_id)
    with pytest.raises(NotFound):
        sight_of(cast.casey, cast.sam.person_id)
    assert sights_of(cast.casey) == {}
    assert one_coaching(cast.sam, cast.coaching_id).granted is None
    other = cast.casey if who == "sam" else cast.sam
    assert mailed() == [("coaching_ended", other.person_id)]


def test_a_request_that_was_taken_back_is_told_to_nobody(cast):
    listed(cast.omar)
    coaching_id = asking.ask(cast.sam, cast.omar.person_id)
    asking.end(cast.sam, coaching_id)
    assert [kind for kind, _person in mailed()] == ["coaching_asked"]
    assert sharing_page(cast.sam).past.rows == []


def test_ending_withdraws_the_review_that_waited(cast, share):
    actions.add_action(cast.sam, details=point())
    share(Section.PLAN)
    reviews.ask_review(cast.sam, cast.coaching_id)
    asking.end(cast.casey, cast.coaching_id)
    db.session.expire_all()
    assert db.session.scalars(select(Review)).one().withdrawn_at is not None
    assert db.session.scalars(select(Plan)).one().turn is Turn.DRAFT


def test_an_ended_coaching_cannot_be_ended_again(cast):
    asking.end(cast.sam, cast.coaching_id)
    with pytest.raises(Conflict):
        asking.end(cast.casey, cast.coaching_id)
    assert state(cast.coaching_id) is CoachingState.ENDED


def test_what_is_not_live_leads_nowhere():
    assert {state for state, moves in MOVES.items() if moves} == set(LIVE)
