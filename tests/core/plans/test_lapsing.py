"""A review that nobody answers ends by name after 28 days in which somebody could have; days away are not counted."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import insert, select, text

from coach_platform.content.vocabulary import ActionKind
from coach_platform.core.coaching.away import add_away
from coach_platform.core.coaching.away_time import all_away_between, away_between
from coach_platform.core.coaching.models import AwayDates
from coach_platform.core.mail.models import Message
from coach_platform.core.plans import actions, comments, lapsing, reviews
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Plan, Review, Turn
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.plans.targets import PLAN
from coach_platform.core.plans.unanswered import unanswered
from coach_platform.core.plans.waits import median_waits
from coach_platform.core.relations.models import Section
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict
from coach_platform.kit.ids import new_id

START = datetime(2026, 11, 2, 15, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def hand():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def asked(cast):
    """Sam has asked Casey for a review."""
    cast.grant(Section.PLAN, future=True)
    return ask(cast)


def ask(cast):
    actions.add_action(cast.sam, details=Details(what="Practise aloud", kind=ActionKind.PRACTICE))
    return reviews.ask_review(cast.sam, cast.coaching_id)


def review() -> Review:
    db.session.expire_all()
    return db.session.scalars(select(Review).order_by(Review.id.desc()).limit(1)).one()


def told(kind: str = "review_lapsed") -> set:
    return set(db.session.scalars(select(Message.person_id).where(Message.kind == kind)))


def test_it_lapses_after_28_days_and_not_an_hour_before(cast, asked, hand):
    hand.move_to(START + 28 * DAY - timedelta(hours=1))
    assert lapsing.lapse_due() == 0
    hand.move_to(START + 28 * DAY)
    assert lapsing.lapse_due() == 1
    assert review().lapsed_at == START + 28 * DAY
    plan = db.session.scalars(select(Plan)).one()
    assert (plan.turn, plan.turn_since_at) == (Turn.DRAFT, START + 28 * DAY)


def test_both_are_told_once_however_often_the_sweep_runs(cast, asked, hand):
    hand.move_to(START + 30 * DAY)
    assert [lapsing.lapse_due() for _ in range(3)] == [1, 0, 0]
    assert told() == {cast.sam.person_id, cast.casey.person_id}
    assert len(list(db.session.scalars(select(Message).where(Message.kind == "review_lapsed")))) == 2


def test_days_away_are_not_counted(cast, asked, hand):
    add_away(cast.casey, from_on=date(2026, 11, 10), until_on=date(2026, 11, 16))
    hand.move_to(START + 34 * DAY)
    assert lapsing.lapse_due() == 0
    hand.move_to(START + 35 * DAY)
    assert lapsing.lapse_due() == 1


def test_the_history_keeps_it_and_says_so_to_both(cast, asked, hand):
    hand.move_to(START + 29 * DAY)
    lapsing.lapse_due()
    own, coachs = (plan_page(who, cast.sam.person_id) for who in (cast.sam, cast.casey))
    for page in (own, coachs):
        assert page.lapsed is not None
        assert [one.id for one in page.said] == [asked]
    assert not coachs.may_answer


def test_the_coachs_own_list_says_so_until_the_seeker_asks_again(cast, asked, hand, counted):
    hand.move_to(START + 29 * DAY)
    lapsing.lapse_due()
    with counted() as statements:
        [line] = unanswered(cast.casey)
    assert (line.seeker, line.lapsed_at) == ("Sam Okafor", START + 29 * DAY)
    assert len([one for one in statements if one.lower().startswith("select")]) == 3
    cast.revoke()
    assert unanswered(cast.casey) == []
    cast.grant(Section.PLAN, future=True)
    reviews.ask_review(cast.sam, cast.coaching_id)
    assert unanswered(cast.casey) == []


def test_a_late_coach_can_still_comment_but_not_answer(cast, asked, hand):
    hand.move_to(START + 29 * DAY)
    lapsing.lapse_due()
    comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Sorry, I am here now")
    with pytest.raises(Conflict):
        reviews.answer_review(cast.casey, asked, answer="Late")


def test_the_seeker_can_ask_again_at_once(cast, asked, hand):
    hand.move_to(START + 29 * DAY)
    lapsing.lapse_due()
    reviews.ask_review(cast.sam, cast.coaching_id)
    assert plan_page(cast.sam, cast.sam.person_id).lapsed is None


def test_what_was_answered_or_taken_back_in_time_does_not_lapse(cast, asked, hand):
    reviews.answer_review(cast.casey, asked, answer="Good")
    hand.move_to(START + 40 * DAY)
    assert lapsing.lapse_due() == 0
    reviews.ask_review(cast.sam, cast.coaching_id)
    reviews.withdraw_review(cast.sam)
    hand.move_to(START + 90 * DAY)
    assert lapsing.lapse_due() == 0


def test_of_a_team_one_holiday_stops_nobodys_clock(cast, team, hand):
    team.share(Section.PLAN)
    ask(cast)
    add_away(cast.casey, from_on=date(2026, 11, 10), until_on=date(2026, 11, 23))
    hand.move_to(START + 28 * DAY)
    assert lapsing.lapse_due() == 1
    assert told() == {cast.sam.person_id, cast.casey.person_id, team.jo.person_id}


def test_while_all_of_a_team_are_away_the_clock_stands(cast, team, hand):
    team.share(Section.PLAN)
    ask(cast)
    add_away(cast.casey, from_on=date(2026, 11, 10), until_on=date(2026, 11, 23))
    add_away(team.jo, from_on=date(2026, 11, 20), until_on=date(2026, 11, 30))
    hand.move_to(START + 31 * DAY)
    assert lapsing.lapse_due() == 0
    hand.move_to(START + 32 * DAY)
    assert lapsing.lapse_due() == 1


def test_the_median_leaves_days_away_out(cast, asked, hand):
    add_away(cast.casey, from_on=date(2026, 11, 3), until_on=date(2026, 11, 9))
    hand.move_to(START + 9 * DAY)
    reviews.answer_review(cast.casey, asked, answer="Good")
    wait = median_waits([cast.casey.person_id])[cast.casey.person_id]
    assert (wait.median, wait.reviews, wait.lapsed) == (2 * DAY, 1, 0)


def test_what_nobody_answered_is_no_quick_answer(cast, asked, hand):
    hand.move_to(START + 28 * DAY)
    lapsing.lapse_due()
    wait = median_waits([cast.casey.person_id])[cast.casey.person_id]
    assert wait.mostly_unanswered
    assert (wait.median, wait.lapsed) == (28 * DAY, 1)


def _drawn(rng: random.Random) -> list[tuple[datetime, datetime]]:
    begins = [START + timedelta(hours=rng.randint(-400, 1200)) for _ in range(rng.randint(0, 6))]
    return [(begin, begin + timedelta(hours=rng.randint(1, 300))) for begin in begins]


def _put(person_id, stretches) -> None:
    days = {"from_on": START.date(), "until_on": START.date(), "created_at": START}
    rows = [{"id": new_id(), "coach_id": person_id, "from_at": a, "until_at": b, **days} for a, b in stretches]
    if rows:
        db.session.execute(insert(AwayDates), rows)


def _hours_away(stretches, since: datetime, until: datetime) -> set[datetime]:
    """Hour by hour, as somebody would with a calendar."""
    hours = (since + timedelta(hours=n) for n in range(max(0, int((until - since).total_seconds() // 3600))))
    return {hour for hour in hours if any(a <= hour < b for a, b in stretches)}


@pytest.mark.parametrize("seed", range(25))
def test_sql_counts_days_away_as_one_would_with_a_calendar(cast, seed):
    rng = random.Random(seed)
    casey, omar = _drawn(rng), _drawn(rng)
    _put(cast.casey.person_id, casey)
    _put(cast.omar.person_id, omar)
    since = START + timedelta(hours=rng.randint(-100, 500))
    until = since + timedelta(hours=rng.randint(-20, 900))
    readers = "select id as reader_id from persons where id in (:a, :b)"
    bound = {"a": cast.casey.person_id, "b": cast.omar.person_id, "since": since, "until": until}
    since_sql, until_sql = "cast(:since as timestamptz)", "cast(:until as timestamptz)"
    one = away_between("cast(:a as uuid)", since_sql, until_sql)
    both = all_away_between(readers, since_sql, until_sql)
    alone, together = db.session.execute(text(f"select {one}, {both}"), bound).one()
    of_casey, of_omar = (_hours_away(stretches, since, until) for stretches in (casey, omar))
    assert alone == timedelta(hours=len(of_casey))
    assert together == timedelta(hours=len(of_casey & of_omar))
