"""Handing a seeker over: the seeker is asked, grants do not move, private notes only where chosen."""

import pytest
from sqlalchemy import select

from coach_platform.core.access.sight import sights_of
from coach_platform.core.coaching import asking as coachings
from coach_platform.core.coaching import grants, leaving, notes
from coach_platform.core.coaching.handing import answering, asking, listing
from coach_platform.core.coaching.handing.models import HandOver, HandOverState
from coach_platform.core.mail.kinds import kind_of
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Coaching, CoachingState, Person, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import plain
from tests.agreed import agreed


@pytest.fixture
def jo(colleague):
    return colleague("Jo Martin")


def hand(cast, jo, by=None, **more):
    return asking.ask_hand_over(
        by or cast.casey, cast.coaching_id, to_coach_id=jo.person_id, note="I am away until spring", **more
    )


def mailed(kind: str) -> list:
    return list(db.session.scalars(select(Message.person_id).where(Message.kind == kind)))


def test_asking_moves_nothing_and_asks_the_seeker(cast, jo):
    cast.grant(*Section, future=True)
    hand_over_id = hand(cast, jo)
    assert sights_of(jo) == {}
    assert list(sights_of(cast.casey)) == [cast.sam.person_id]
    assert mailed("hand_over_asked") == [cast.sam.person_id]
    asked = listing.asked_of(cast.sam, hand_over_id)
    assert (asked.former, asked.to_coach, asked.note, asked.by_coach) == (
        "Casey Tremblay",
        "Jo Martin",
        "I am away until spring",
        True,
    )


def test_yes_begins_a_coaching_that_sees_nothing_and_the_old_one_ends_as_the_seeker_says(cast, jo):
    cast.grant(*Section, future=True)
    coaching_id = answering.accept(cast.sam, hand(cast, jo), end_old=True, agreed_to=agreed(key="coaching"))
    assert sights_of(cast.casey) == {}
    assert sights_of(jo)[cast.sam.person_id].sections == frozenset()
    assert db.session.get_one(Coaching, coaching_id).organisation_id == cast.agency_id
    assert mailed("hand_over_answered") == [cast.casey.person_id]
    assert mailed("coaching_accepted") == [jo.person_id]
    assert listing.shared_before(cast.sam, coaching_id) == ("Casey Tremblay", tuple(Section))


def test_the_new_coach_sees_exactly_what_is_granted_then(cast, jo):
    cast.grant(*Section, future=True)
    coaching_id = answering.accept(cast.sam, hand(cast, jo), end_old=False)
    grants.grant(cast.sam, coaching_id, sections=[Section.PLAN], cases=grants.Cases.LISTED, agreed_to=agreed())
    assert sights_of(jo)[cast.sam.person_id].sections == {Section.PLAN}
    assert sights_of(cast.casey)[cast.sam.person_id].sections == frozenset(Section)


def test_whether_both_go_on_is_asked_and_never_assumed(cast, jo):
    hand_over_id = hand(cast, jo)
    with pytest.raises(Invalid) as refused:
        answering.accept(cast.sam, hand_over_id, end_old=None)
    assert "end_old" in refused.value.fields


def test_no_changes_nothing_and_is_told_without_a_reason(cast, jo):
    cast.grant(*Section, future=True)
    answering.decline(cast.sam, hand(cast, jo))
    assert list(sights_of(cast.casey)) == [cast.sam.person_id]
    assert sights_of(jo) == {}
    assert mailed("hand_over_answered") == [cast.casey.person_id]
    hand(cast, jo)  # it may be asked again: a conversation may have come between


def test_notes_go_along_only_where_their_author_ticked_them_and_after_the_yes(cast, jo):
    kept = notes.add_note(cast.casey, cast.sam.person_id, body="For me alone")
    goes = notes.add_note(cast.casey, cast.sam.person_id, body="Prefers mornings")
    hand_over_id = hand(cast, jo, note_ids=[goes])
    assert listing.asked_of(cast.sam, hand_over_id).notes == 1
    answering.accept(cast.sam, hand_over_id, end_old=True)
    shown = notes.notes_page(jo, cast.sam.person_id)
    assert [(one.author, one.body) for one in shown.came_along] == [("Casey Tremblay", "Prefers mornings")]
    assert (shown.handed.by, shown.handed.note) == ("Casey Tremblay", "I am away until spring")
    assert shown.notes.rows == []
    for note_id in (kept, goes):
        with pytest.raises(NotFound):
            notes.edit_note(jo, cast.sam.person_id, note_id, body="Not mine")


def test_a_note_of_somebody_else_cannot_be_let_go(cast, jo):
    foreign = notes.add_note(cast.casey, cast.sam.person_id, body="Prefers mornings")
    with pytest.raises(NotFound):
        hand(cast, jo, by=cast.dana, note_ids=[foreign])


def test_an_admin_asks_as_well_and_sees_names_and_no_more(cast, jo, counted):
    cast.grant(*Section, future=True)
    notes.add_note(cast.casey, cast.sam.person_id, body="Prefers mornings")
    with counted() as statements:
        [line] = listing.seekers_of(cast.dana).rows
    assert (line.seeker, line.coach, line.office, line.asked) == ("Sam Okafor", "Casey Tremblay", "Ottawa", "")
    assert len(statements) == 1
    assert listing.admins_form(cast.dana, cast.coaching_id).notes == ()
    hand_over_id = hand(cast, jo, by=cast.dana)
    assert not listing.asked_of(cast.sam, hand_over_id).by_coach
    assert listing.seekers_of(cast.dana).rows[0].asked == "Jo Martin"


def test_after_a_coach_left_the_admin_can_still_propose_somebody(cast, jo):
    leaving.leave(cast.casey, cast.agency_id)
    [line] = listing.seekers_of(cast.dana).rows
    assert line.left
    coaching_id = answering.accept(cast.sam, hand(cast, jo, by=cast.dana), end_old=None)
    assert db.session.get_one(Coaching, coaching_id).coach_id == jo.person_id
    assert [one.left for one in listing.seekers_of(cast.dana).rows] == [False]


def test_a_coaching_that_was_left_is_handed_to_nobody_once_somebody_there_goes_on(cast, jo, colleague):
    kim = colleague("Kim Vo")
    leaving.leave(cast.casey, cast.agency_id)
    open_still = hand(cast, kim, by=cast.dana)
    coachings.accept(cast.sam, coachings.invite(jo, cast.sam.person_id))
    asking.take_back(cast.dana, open_still)  # what was asked before can still be taken back
    for verb in (lambda: hand(cast, kim, by=cast.dana), lambda: listing.admins_form(cast.dana, cast.coaching_id)):
        with pytest.raises(NotFound):
            verb()
    assert [(one.coach, one.left) for one in listing.seekers_of(cast.dana).rows] == [("Jo Martin", False)]


@pytest.mark.parametrize("number", [1, 60])
def test_the_admins_list_is_searched_by_either_name_in_one_statement(cast, jo, counted, number):
    for place in range(number):
        beside(cast, jo, f"Zoé Béland {place:02}")
    found = {}
    for words in ("", "OKAFOR", "beland zoe", "martin", "martin beland", "100%", "_", "nobody"):
        with counted() as statements:
            found[words] = [(one.seeker, one.coach) for one in listing.seekers_of(cast.dana, words=words).rows]
        assert len(statements) == 1
    shown = min(number, listing.PAGE)
    assert found["OKAFOR"] == [("Sam Okafor", "Casey Tremblay")]
    assert len(found["beland zoe"]) == len(found["martin"]) == len(found["martin beland"]) == shown
    assert found["100%"] == found["_"] == found["nobody"] == []
    assert len(found[""]) == min(number + 1, listing.PAGE)


def beside(cast, coach, name: str) -> None:
    """One more seeker of the agency."""
    person = Person(
        email=f"{new_id()}@example.org", name=name, name_sort=plain(name), locale="fr", zone="America/Toronto"
    )
    person.created_at = clock.now()
    db.session.add(person)
    db.session.flush()
    ids = {"seeker_id": person.id, "coach_id": coach.person_id, "organisation_id": cast.agency_id}
    facts = {"state": CoachingState.ACTIVE, "places_candidates": False}
    db.session.add(Coaching(**ids, **facts, asked_at=clock.now(), answered_at=clock.now()))
    db.session.flush()


def test_what_was_asked_before_leaving_can_be_answered_after(cast, jo):
    goes = notes.add_note(cast.casey, cast.sam.person_id, body="Prefers mornings")
    hand_over_id = hand(cast, jo, note_ids=[goes])
    leaving.leave(cast.casey, cast.agency_id)
    answering.accept(cast.sam, hand_over_id, end_old=None)
    assert [one.body for one in notes.notes_page(jo, cast.sam.person_id).came_along] == ["Prefers mornings"]


def test_a_question_whose_colleague_left_is_over(cast, jo, colleague):
    hand_over_id = hand(cast, jo)
    leaving.end_membership(cast.dana, cast.agency_id, jo.person_id)
    with pytest.raises(NotFound):
        answering.accept(cast.sam, hand_over_id, end_old=True)
    hand(cast, colleague("Kim Vo"))


def test_one_question_at_a_time_and_it_can_be_taken_back(cast, jo):
    hand_over_id = hand(cast, jo)
    with pytest.raises(Conflict):
        hand(cast, jo)
    asking.take_back(cast.casey, hand_over_id)
    with pytest.raises(NotFound):
        listing.asked_of(cast.sam, hand_over_id)
    hand(cast, jo)


def test_a_request_to_the_colleague_becomes_that_coaching(cast, jo):
    waiting = Coaching(
        seeker_id=cast.sam.person_id,
        coach_id=jo.person_id,
        state=CoachingState.REQUESTED,
        places_candidates=False,
        asked_at=db.session.get_one(Coaching, cast.coaching_id).asked_at,
    )
    db.session.add(waiting)
    db.session.flush()
    assert answering.accept(cast.sam, hand(cast, jo), end_old=False) == waiting.id


def test_only_those_may_who_should(cast, jo):
    hand_over_id = hand(cast, jo)
    for verb in (
        lambda: answering.accept(cast.nina, hand_over_id, end_old=True),
        lambda: asking.take_back(cast.omar, hand_over_id),
        lambda: asking.ask_hand_over(cast.omar, cast.coaching_id, to_coach_id=jo.person_id, note="x"),
        lambda: asking.ask_hand_over(cast.casey, cast.coaching_id, to_coach_id=cast.omar.person_id, note="x"),
        lambda: listing.own_form(jo, cast.coaching_id),
    ):
        with pytest.raises(NotFound):
            verb()
    with pytest.raises(NotAllowed):
        answering.accept(cast.omar, hand_over_id, end_old=True)


def test_a_hand_over_without_a_word_or_a_colleague_is_refused_beside_its_field(cast):
    with pytest.raises(Invalid) as refused:
        asking.ask_hand_over(cast.casey, cast.coaching_id, to_coach_id=None, note=" ")
    assert set(refused.value.fields) == {"to", "note"}


def test_a_coach_who_is_closed_still_gets_the_seeker_and_ending_says_no_more_than_that(cast, jo):
    coachings.end(cast.sam, cast.coaching_id)
    with pytest.raises(NotFound):
        hand(cast, jo)
    assert db.session.scalars(select(HandOver).where(HandOver.state == HandOverState.ASKED)).all() == []


def answer_due(hand_over_id) -> dict:
    """Why the letter about an answer is not sent after all; {} where it is."""
    params = {"hand_over": str(hand_over_id)}
    message = Outgoing(hand_over_id, "hand_over_answered", "k", "a@example.org", "en", "UTC", params=params)
    kind = kind_of("hand_over_answered")
    return dict(kind.still_due([message], kind.gather([message])))


def test_whoever_asked_and_left_is_not_told_the_answer(cast, jo):
    hand_over_id = hand(cast, jo)
    answering.accept(cast.sam, hand_over_id, end_old=False)
    assert answer_due(hand_over_id) == {}
    leaving.leave(cast.casey, cast.agency_id)
    assert answer_due(hand_over_id) == {hand_over_id: Reason.ENDED}
