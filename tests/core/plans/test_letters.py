"""The mails about a plan: who and where, never what; and not at all when they are in vain."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.content.vocabulary import Area
from coach_platform.core.coaching import asking
from coach_platform.core.coaching.mail_words import allow_mail_words
from coach_platform.core.mail.kinds import kind_of
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.plans import actions, comments, reviews
from coach_platform.core.plans.targets import PLAN, on_case
from coach_platform.core.relations.models import Look, Person, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from tests.agreed import agreed
from tests.core.plans.conftest import point

SECRET = "Kanarienvogel"


def letter(kind: str, person_id, locale="en"):
    """(the letter or None, the reason it does not go or None) of the newest message of `kind` to that person."""
    row = db.session.scalars(
        select(Message).where(Message.kind == kind, Message.person_id == person_id).order_by(Message.id.desc())
    ).first()
    person = db.session.get(Person, person_id)
    out = Outgoing(row.id, kind, row.key, person.email, locale, person.zone, person.id, person.name, params=row.params)
    known = kind_of(kind)
    facts = known.gather([out])
    reasons = known.still_due([out], facts)
    return (None, reasons[out.id]) if out.id in reasons else (known.compose([out], facts)[out.id], None)


@pytest.fixture
def asked(cast):
    cast.grant(Section.PLAN, Section.STORY, future=True)
    actions.add_action(cast.sam, details=point(f"{SECRET} aloud", area=Area.RAPPORT))
    return reviews.ask_review(cast.sam, cast.coaching_id, note=f"{SECRET} note")


@pytest.mark.parametrize(("locale", "subject"), [("en", "asks you to look"), ("fr", "vous demande de lire son plan")])
def test_a_review_asked_says_who_and_where_and_nothing_else(cast, asked, locale, subject):
    said, _reason = letter("review_asked", cast.casey.person_id, locale)
    assert subject in said.subject
    assert "Sam Okafor" in said.subject
    assert len(said.subject) < 60
    assert f"http://rebound.test/coach/seekers/{cast.sam.person_id}/plan" in said.text
    assert SECRET not in said.subject + said.text + said.html


def test_its_note_goes_with_it_only_where_the_seeker_allowed_it_and_is_a_look(cast, asked):
    allow_mail_words(cast.sam, cast.coaching_id, allowed=True, agreed_to=agreed(key="mail_words"))
    said, _reason = letter("review_asked", cast.casey.person_id)
    assert f"> {SECRET} note" in said.text
    assert f"{SECRET} note" in said.html
    assert ("plan", "mail") in set(db.session.execute(select(Look.section, Look.surface)).all())
    allow_mail_words(cast.sam, cast.coaching_id, allowed=False)
    assert SECRET not in letter("review_asked", cast.casey.person_id)[0].text


def test_a_comment_is_quoted_to_a_coach_only_where_the_seeker_allowed_it_and_never_to_the_seeker(cast, cases, asked):
    comments.add_comment(cast.sam, cast.sam.person_id, on_case(cases.nordlys), body=f"{SECRET} one\nand two")
    comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body=f"{SECRET} of the coach")
    assert SECRET not in letter("comments", cast.casey.person_id)[0].text
    allow_mail_words(cast.sam, cast.coaching_id, allowed=True, agreed_to=agreed(key="mail_words"))
    said, _reason = letter("comments", cast.casey.person_id)
    assert f"  > {SECRET} one\n  > and two" in said.text
    assert f"{SECRET} one" in said.html
    found = db.session.execute(select(Look.section, Look.case_id).where(Look.surface == "mail")).all()
    assert ("story", cases.nordlys) in found
    told, _reason = letter("comments", cast.sam.person_id)
    assert SECRET not in told.text + told.html


def test_nobody_switches_it_but_the_seeker_of_that_coaching(cast, asked):
    for other in (cast.casey, cast.nina, cast.omar):
        with pytest.raises(NotFound):
            allow_mail_words(other, cast.coaching_id, allowed=True, agreed_to=agreed(key="mail_words"))
    asking.end(cast.sam, cast.coaching_id)
    with pytest.raises(NotFound):
        allow_mail_words(cast.sam, cast.coaching_id, allowed=True, agreed_to=agreed(key="mail_words"))


def test_it_does_not_go_when_it_was_withdrawn_answered_or_the_plan_is_no_longer_seen(cast, asked):
    cast.revoke()
    assert letter("review_asked", cast.casey.person_id) == (None, Reason.ENDED)
    cast.grant(Section.PLAN)
    reviews.answer_review(cast.casey, asked, answer="Good")
    assert letter("review_asked", cast.casey.person_id) == (None, Reason.ALREADY_ANSWERED)


def test_a_withdrawn_review_is_over(cast, asked):
    reviews.withdraw_review(cast.sam)
    assert letter("review_asked", cast.casey.person_id) == (None, Reason.ENDED)


def test_the_answer_is_told_without_its_words_and_not_after_it_was_agreed(cast, asked):
    reviews.answer_review(cast.casey, asked, answer=f"{SECRET} answer")
    said, _reason = letter("review_answered", cast.sam.person_id)
    assert "Casey Tremblay answered on your plan" in said.subject
    assert "http://rebound.test/plan" in said.text
    assert SECRET not in said.subject + said.text + said.html
    reviews.agree(cast.sam)
    assert letter("review_answered", cast.sam.person_id) == (None, Reason.ALREADY_SEEN)
    told, _reason = letter("plan_agreed", cast.casey.person_id)
    assert "Sam Okafor agreed to the plan" in told.subject
    actions.add_action(cast.sam, details=point("Another"))
    assert letter("plan_agreed", cast.casey.person_id) == (None, Reason.NO_LONGER_DUE)


def test_comments_of_ten_minutes_come_in_one_letter_that_counts_and_quotes_nothing(cast, cases, asked):
    for body in ("One", "Two"):
        comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body=f"{SECRET} {body}")
    comments.add_comment(cast.casey, cast.sam.person_id, on_case(cases.canary), body="Three")
    said, _reason = letter("comments", cast.sam.person_id)
    assert said.subject == "Casey Tremblay left you 3 comments"
    assert f"http://rebound.test/cases/{cases.canary}" in said.text
    assert SECRET not in said.subject + said.text + said.html
    french, _reason = letter("comments", cast.sam.person_id, "fr")
    assert french.subject == "Casey Tremblay vous a laissé 3 commentaires"


def test_comments_that_were_read_or_may_no_longer_be_seen_are_not_mailed(cast, asked):
    said = comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Look")
    comments.mark_read(cast.sam, cast.sam.person_id, [said])
    assert letter("comments", cast.sam.person_id) == (None, Reason.ALREADY_SEEN)
    comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="You too")
    letter_now, _reason = letter("comments", cast.casey.person_id)
    assert f"/seekers/{cast.sam.person_id}/plan" in letter_now.text
    asking.end(cast.sam, cast.coaching_id)
    assert letter("comments", cast.casey.person_id) == (None, Reason.ENDED)


def test_the_letter_waits_ten_minutes(cast, asked):
    now = clock.now().replace(hour=15, minute=0)
    with time_machine.travel(now, tick=False):
        comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Look")
    due = db.session.scalar(select(Message.due_at).where(Message.kind == "comments"))
    assert due == now + timedelta(minutes=10)


@pytest.mark.parametrize("kind", ["review_asked", "review_answered", "plan_agreed", "comments"])
def test_each_kind_can_be_previewed_for_somebody_it_is_about(cast, asked, kind):
    comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Look")
    assert kind_of(kind).sample(cast.sam.person_id)
    assert kind_of(kind).sample(cast.nina.person_id) is None


def test_the_addresses_in_letters_are_pages(cast, cases, app):
    for path in (
        "/plan",
        f"/cases/{cases.nordlys}",
        f"/coach/seekers/{cast.sam.person_id}/plan",
        f"/coach/seekers/{cast.sam.person_id}/cases/{cases.nordlys}",
    ):
        endpoint, _values = app.url_map.bind("rebound.test").match(path)
        assert endpoint
