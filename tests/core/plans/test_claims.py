"""Claims: of a team, one answers a turn, and never two the same."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from coach_platform.content.vocabulary import ActionKind
from coach_platform.core.coaching import grants
from coach_platform.core.coaching.teams import changing
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.models import Message
from coach_platform.core.plans import actions, claims, reviews
from coach_platform.core.plans.answer_drafts import answer_begun, keep_answer
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.gathering import gather_reviews
from coach_platform.core.plans.models import Review, ReviewClaim
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.relations.models import Section
from coach_platform.core.today.coach import coach_today
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound


@pytest.fixture
def asked(cast, team):
    """Sam shares the plan with the team and asks Casey, over whose coaching it sees, for a review."""
    team.share(Section.PLAN)
    actions.add_action(cast.sam, details=Details(what="Practise aloud", kind=ActionKind.PRACTICE))
    return reviews.ask_review(cast.sam, cast.coaching_id, note="Please look")


def pass_time(review_id, by: timedelta) -> None:
    """The claim is as old as if `by` had gone by: its clock is the database's, which no test moves."""
    row = ReviewClaim.review_id == review_id
    older = {"until_at": ReviewClaim.until_at - by, "claimed_at": ReviewClaim.claimed_at - by}
    db.session.execute(update(ReviewClaim).where(row).values(older))


def left(review_id) -> timedelta:
    return db.session.scalar(
        select(ReviewClaim.until_at - func.clock_timestamp()).where(ReviewClaim.review_id == review_id)
    )


def test_everybody_who_could_answer_is_told_by_mail(cast, team, asked):
    rows = db.session.scalars(select(Message).where(Message.kind == "review_asked")).all()
    assert {row.person_id for row in rows} == {cast.casey.person_id, team.jo.person_id}
    facts = ("id", "kind", "key", "address", "locale", "zone", "person_id", "params")
    letters = [Outgoing(**{name: getattr(row, name) for name in facts}) for row in rows]
    changing.remove_member(cast.dana, team.id, team.jo.person_id)
    found = gather_reviews(letters)
    sees = {letter.person_id: found[letter.id].coach_sees for letter in letters}
    assert sees == {cast.casey.person_id: True, team.jo.person_id: False}


def test_a_team_alone_can_be_asked_over_the_coaching_it_is_shared_by(cast, team, asked):
    (line,) = coach_today(team.jo).lines
    assert (line.name, line.reasons[0].note, line.reasons[0].team) == ("Sam Okafor", "Please look", True)


def test_nobody_sees_the_plan_nobody_can_be_asked(cast, team):
    team.share(Section.STORY)
    actions.add_action(cast.sam, details=Details(what="Practise aloud", kind=ActionKind.PRACTICE))
    with pytest.raises(Invalid):
        reviews.ask_review(cast.sam, cast.coaching_id)


def test_who_takes_a_turn_has_it_for_thirty_minutes_and_the_others_see_that(cast, team, asked):
    claims.claim(cast.casey, asked)
    assert timedelta(minutes=29) < left(asked) <= claims.LASTS
    with pytest.raises(claims.Claimed) as error:
        claims.claim(team.jo, asked)
    assert "Casey Tremblay is on it until" in str(error.value.message)
    (line,) = coach_today(team.jo).lines
    assert (line.reasons[0].on_it, line.reasons[0].on_it_is_me) == ("Casey Tremblay", False)
    (own,) = coach_today(cast.casey).lines
    assert own.reasons[0].on_it_is_me
    (review,) = plan_page(team.jo, cast.sam.person_id).reviews
    assert (review.on_it, review.on_it_is_me) == ("Casey Tremblay", False)
    (mine,) = plan_page(cast.sam, cast.sam.person_id).reviews
    assert (mine.on_it, mine.on_it_until) == ("", None)


def test_it_is_extended_while_writing_and_what_is_written_is_kept(cast, team, asked):
    claims.claim(cast.casey, asked)
    pass_time(asked, timedelta(minutes=25))
    kept = keep_answer(cast.casey, asked, text="I think", client_id=None, revision=0)
    assert kept.errors == {}
    assert left(asked) > timedelta(minutes=29)
    assert answer_begun(cast.casey, asked).text == "I think"


def test_whoever_begins_to_write_takes_it(cast, team, asked):
    keep_answer(team.jo, asked, text="Hello", client_id=None, revision=0)
    assert claims.live_claim(asked).coach == "Jo Martin"


def test_who_writes_while_another_is_on_it_is_told_and_their_words_are_kept(cast, team, asked):
    claims.claim(cast.casey, asked)
    kept = keep_answer(team.jo, asked, text="Me too", client_id=None, revision=0)
    assert "Casey Tremblay is on it until" in kept.errors["answer"]
    assert answer_begun(team.jo, asked).text == "Me too"
    assert claims.live_claim(asked).coach == "Casey Tremblay"


def test_after_thirty_minutes_anyone_may_take_it(cast, team, asked):
    claims.claim(cast.casey, asked)
    pass_time(asked, claims.LASTS)
    assert claims.live_claim(asked) is None
    claims.claim(team.jo, asked)
    assert claims.live_claim(asked).coach == "Jo Martin"


def test_let_go_by_hand_anyone_may_take_it(cast, team, asked):
    claims.claim(cast.casey, asked)
    claims.release(team.jo, asked)  # nothing of theirs to let go
    assert claims.live_claim(asked).coach == "Casey Tremblay"
    claims.release(cast.casey, asked)
    claims.claim(team.jo, asked)


def test_nobody_answers_a_turn_another_is_on(cast, team, asked):
    claims.claim(cast.casey, asked)
    with pytest.raises(claims.Claimed):
        reviews.answer_review(team.jo, asked, answer="Mine")
    assert db.session.get(Review, asked, populate_existing=True).answered_at is None
    reviews.answer_review(cast.casey, asked, answer="Mine")
    assert claims.live_claim(asked) is None


def test_an_answer_says_who_of_the_team_gave_it(cast, team, asked):
    reviews.answer_review(team.jo, asked, answer="Looks good")
    shown = plan_page(cast.sam, cast.sam.person_id)
    assert (shown.coach, shown.latest.coach, shown.latest.answer) == ("Jo Martin", "Jo Martin", "Looks good")
    assert plan_page(cast.casey, cast.sam.person_id).latest.coach == "Jo Martin"
    reviews.agree(cast.sam)
    row = db.session.scalars(select(Message).where(Message.kind == "plan_agreed")).one()
    assert row.person_id == team.jo.person_id


def test_an_answered_turn_cannot_be_taken(cast, team, asked):
    reviews.answer_review(team.jo, asked, answer="Looks good")
    with pytest.raises(Conflict):
        claims.claim(cast.casey, asked)
    with pytest.raises(Conflict):
        reviews.answer_review(cast.casey, asked, answer="Again")


def test_whoever_may_not_see_the_plan_knows_of_no_turn(cast, team, asked):
    for act in (claims.claim, claims.release):
        with pytest.raises(NotFound):
            act(cast.omar, asked)
    grants.revoke(cast.sam, cast.coaching_id, team_id=team.id)
    with pytest.raises(NotFound):
        claims.claim(team.jo, asked)


def test_the_claim_of_somebody_who_left_the_team_holds_nobody_up(cast, team, asked):
    claims.claim(team.jo, asked)
    changing.remove_member(cast.dana, team.id, team.jo.person_id)
    claims.claim(cast.casey, asked)
    assert claims.live_claim(asked).coach == "Casey Tremblay"


def test_what_was_asked_before_the_team_was_there_stays_between_two(cast, team):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=Details(what="Practise aloud", kind=ActionKind.PRACTICE))
    early = reviews.ask_review(cast.sam, cast.coaching_id, note="Between us")
    reviews.answer_review(cast.casey, early, answer="Of course")
    db.session.execute(update(Review).values(asked_at=Review.asked_at - timedelta(days=1)))
    team.share(Section.PLAN)
    assert plan_page(team.jo, cast.sam.person_id).reviews == ()
    assert len(plan_page(cast.casey, cast.sam.person_id).reviews) == 1
