"""Handing a line on: to whom, what they read, how it comes back, and that nothing granted moves."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from coach_platform.core.coaching import grants, leaving
from coach_platform.core.coaching.models import CoachNote
from coach_platform.core.coaching.teams import changing
from coach_platform.core.plans import reviews
from coach_platform.core.relations.models import Grant, Section
from coach_platform.core.today.coach import Why, coach_today
from coach_platform.core.today.queue import handing, marks
from coach_platform.core.today.queue.models import HandOn
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from tests.core.today.test_coach_today import late_no, overdue


@pytest.fixture
def shared(cast, team):
    """Sam's plan waits; it is shared with Casey and with the team that Jo is in as well."""
    cast.grant(Section.PLAN, future=True)
    team.share(Section.PLAN)
    overdue(cast.sam)
    reviews.ask_review(cast.sam, cast.coaching_id)
    return team


def whys(coach):
    return [reason.why for line in coach_today(coach).lines for reason in line.reasons]


def later(**by):
    return time_machine.travel(clock.now() + timedelta(**by), tick=False)


def hand_on(cast, team, **more):
    assert handing.hand_on(cast.casey, cast.sam.person_id, team.jo.person_id, **more) == "Jo Martin"
    return db.session.scalars(select(HandOn).order_by(HandOn.created_at.desc())).first().id


def test_it_goes_to_the_top_of_the_colleagues_line_with_the_note(cast, shared):
    hand_on(cast, shared, note="You know logistics")
    (line,) = coach_today(shared.jo).lines
    assert [reason.why for reason in line.reasons] == [Why.HANDED, Why.REVIEW, Why.OVERDUE]
    assert (line.reasons[0].handed.by, line.reasons[0].handed.note) == ("Casey Tremblay", "You know logistics")
    today = coach_today(cast.casey)
    assert today.lines == []
    assert [(one.name, one.colleague, one.taken) for one in today.handed_on] == [("Sam Okafor", "Jo Martin", False)]


def test_the_note_is_one_of_the_coachs_notes_so_that_it_is_produced_under_the_law(cast, shared):
    hand_on(cast, shared, note="You know logistics")
    (note,) = db.session.scalars(select(CoachNote))
    assert (note.author_id, note.coaching_id, note.body) == (
        cast.casey.person_id,
        cast.coaching_id,
        "You know logistics",
    )


def test_taken_it_stays_with_them_and_comes_back_only_with_something_newer(cast, shared):
    handing.take(shared.jo, hand_on(cast, shared))
    with later(days=4):
        assert whys(cast.casey) == []
        overdue(cast.sam, days=1)
        assert whys(cast.casey) == [Why.OVERDUE]


def test_handed_back_it_is_at_the_top_of_the_first_coachs_list(cast, shared):
    handing.hand_back(shared.jo, hand_on(cast, shared))
    assert whys(cast.casey) == [Why.HANDED, Why.REVIEW, Why.OVERDUE]
    assert Why.HANDED not in whys(shared.jo)
    marks.done(cast.casey, cast.sam.person_id)
    assert whys(cast.casey) == [Why.REVIEW]


def test_taken_back_it_is_as_if_nothing_was_handed(cast, shared):
    hand_on_id = hand_on(cast, shared)
    handing.take_back(cast.casey, hand_on_id)
    assert whys(cast.casey) == [Why.REVIEW, Why.OVERDUE]
    assert Why.HANDED not in whys(shared.jo)
    with pytest.raises(Conflict):
        handing.take(shared.jo, hand_on_id)


def test_nobody_took_it_up_so_after_three_days_the_first_coach_has_it_again(cast, shared):
    hand_on(cast, shared)
    with later(days=2, hours=23):
        assert whys(cast.casey) == []
    with later(days=3, hours=1):
        assert whys(cast.casey) == [Why.REVIEW, Why.OVERDUE]


def test_only_a_colleague_who_sees_everything_on_the_line_can_be_chosen(cast, shared):
    assert [one.name for one in handing.handing(cast.casey, cast.sam.person_id).colleagues] == ["Jo Martin"]
    cast.grant(Section.PLAN, Section.STORY, future=True)
    late_no(cast.sam)
    assert handing.handing(cast.casey, cast.sam.person_id).colleagues == []
    for stranger in (shared.jo, cast.omar, cast.casey, cast.sam):
        with pytest.raises(Invalid):
            handing.hand_on(cast.casey, cast.sam.person_id, stranger.person_id)


def test_whoever_lost_sight_sees_nothing_of_it(cast, shared):
    hand_on_id = hand_on(cast, shared, note="You know logistics")
    changing.remove_member(cast.dana, shared.id, shared.jo.person_id)
    assert coach_today(shared.jo).lines == []
    with pytest.raises(NotFound):
        handing.take(shared.jo, hand_on_id)


def test_a_section_taken_away_takes_the_hand_on_along(cast, shared):
    hand_on(cast, shared)
    grants.revoke(cast.sam, cast.coaching_id, team_id=shared.id)
    shared.share(Section.ACTIVITY)
    assert Why.HANDED not in whys(shared.jo)


def test_a_stranger_neither_hands_on_nor_takes_nor_gives_back(cast, shared):
    hand_on_id = hand_on(cast, shared)
    for act in (handing.take, handing.hand_back, handing.take_back):
        with pytest.raises(NotFound):
            act(cast.omar, hand_on_id)
    with pytest.raises(NotFound):
        handing.hand_back(cast.casey, hand_on_id)
    with pytest.raises(NotFound):
        handing.handing(cast.omar, cast.sam.person_id)


def test_a_note_too_long_is_said_beside_its_field(cast, shared):
    with pytest.raises(Invalid) as refused:
        handing.hand_on(cast.casey, cast.sam.person_id, shared.jo.person_id, note="x" * 501)
    assert set(refused.value.fields) == {"note"}


def test_a_colleague_who_left_takes_no_line_along(cast, shared):
    handing.take(shared.jo, hand_on(cast, shared))
    leaving.leave(shared.jo, cast.agency_id)
    assert whys(cast.casey) == [Why.REVIEW, Why.OVERDUE]
    assert coach_today(cast.casey).handed_on == []


def test_what_is_shared_with_the_colleague_no_more_is_the_first_coachs_again(cast, shared):
    handing.take(shared.jo, hand_on(cast, shared))
    db.session.execute(update(Grant).where(Grant.team_id.is_not(None)).values(revoked_at=clock.now()))
    assert whys(cast.casey) == [Why.REVIEW, Why.OVERDUE]


def test_who_reads_by_the_team_alone_hands_on_with_a_word(cast, shared):
    handing.hand_on(shared.jo, cast.sam.person_id, cast.casey.person_id, note="Yours")
    assert whys(cast.casey)[0] is Why.HANDED
