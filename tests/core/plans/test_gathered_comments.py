"""The mails about comments of a whole chunk: in two statements, and each comment told once."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.models import Message
from coach_platform.core.plans import comments
from coach_platform.core.plans.gathering_comments import gather_comments
from coach_platform.core.plans.targets import PLAN, on_case
from coach_platform.core.relations.models import (
    CaseScope,
    Coaching,
    CoachingState,
    Grant,
    Membership,
    Person,
    Role,
    Section,
)
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id


def waiting() -> list[Outgoing]:
    rows = db.session.scalars(select(Message).where(Message.kind == "comments").order_by(Message.id))
    return [
        Outgoing(m.id, m.kind, m.key, m.address, m.locale, m.zone, m.person_id, params=m.params, due_at=m.due_at)
        for m in rows
    ]


def counts() -> dict[UUID | None, int]:
    """Comments told, by reader."""
    messages = waiting()
    facts = gather_comments(messages)
    return {m.person_id: sum(said.comments for said in facts[m.id]) for m in messages}


@pytest.fixture
def many(cast):
    """`many(50)`: so many seekers of Casey's to whom he says one thing each; to Casey, Sam does."""
    cast.grant(Section.PLAN, future=True)

    def speak(number: int) -> None:
        comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="I tried it")
        for n in range(number):
            comments.add_comment(cast.casey, _seeker(cast, n), PLAN, body="Well done")
        db.session.flush()

    return speak


def _seeker(cast, n: int) -> UUID:
    moment = clock.now()
    who = {"name": f"S{n}", "name_sort": f"s{n}", "locale": "en", "zone": "Etc/UTC", "created_at": moment}
    person = Person(email=f"{new_id()}@example.org", **who)
    db.session.add(person)
    db.session.flush()
    db.session.add(Membership(person_id=person.id, role=Role.SEEKER, from_at=moment))
    link = {"state": CoachingState.ACTIVE, "places_candidates": False, "asked_at": moment, "answered_at": moment}
    coaching = Coaching(seeker_id=person.id, coach_id=cast.casey.person_id, **link)
    db.session.add(coaching)
    db.session.flush()
    _grant(coaching)
    return person.id


def _grant(coaching: Coaching) -> None:
    consent = {"consent_key": "test", "consent_version": 1, "consent_locale": "en", "consent_text": "test"}
    of = {"seeker_id": coaching.seeker_id, "coaching_id": coaching.id, "coach_id": coaching.coach_id}
    what = {"sections": [Section.PLAN.value], "case_scope": CaseScope.FUTURE_TOO, "agreed_at": clock.now()}
    db.session.add(Grant(**of, **what, **consent))
    db.session.flush()


@pytest.mark.parametrize("number", [2, 50])
def test_a_chunk_is_gathered_in_three_statements(cast, many, counted, number):
    many(number)
    messages = waiting()
    assert len(messages) == number + 1
    with counted() as statements:
        facts = gather_comments(messages)
    assert len(statements) == 3  # what the readers see, what was said, whose words may be mailed
    assert [len(facts[message.id]) for message in messages] == [1] * (number + 1)


def test_two_coaches_are_both_told_of_one_comment(cast):
    cast.grant(Section.PLAN)
    link = {"state": CoachingState.ACTIVE, "places_candidates": False, "asked_at": clock.now()}
    second = Coaching(seeker_id=cast.sam.person_id, coach_id=cast.omar.person_id, **link)
    db.session.add(second)
    db.session.flush()
    _grant(second)
    comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="To both of you")
    assert counts() == {cast.casey.person_id: 1, cast.omar.person_id: 1}


def test_what_was_said_after_a_mail_closed_is_told_by_the_next_alone(cast):
    cast.grant(Section.PLAN, future=True)
    for body in ("One", "Two"):
        comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body=body)
    first = db.session.scalars(select(Message).where(Message.kind == "comments")).one()
    # As a claim leaves it: nothing joins it any more.
    first.state, first.gathering = "claimed", False
    db.session.flush()
    comments.add_comment(cast.casey, cast.sam.person_id, PLAN, body="Three")
    facts = gather_comments(waiting())
    assert [sum(said.comments for said in facts[m.id]) for m in waiting()] == [2, 1]


def test_a_coach_hears_only_of_what_is_granted_and_not_of_what_was_deleted(cast, cases):
    cast.grant(Section.STORY, Section.PLAN, cases=[cases.nordlys])
    comments.add_comment(cast.sam, cast.sam.person_id, PLAN, body="Plan")
    gone = comments.add_comment(cast.sam, cast.sam.person_id, on_case(cases.nordlys), body="Case")
    comments.add_comment(cast.sam, cast.sam.person_id, on_case(cases.nordlys), body="Case again")
    comments.add_comment(cast.sam, cast.sam.person_id, on_case(cases.canary), body="Not for Casey")
    comments.delete_comment(cast.sam, gone)
    assert counts() == {cast.casey.person_id: 2}
    [said] = gather_comments(waiting())[waiting()[0].id]
    assert [(place.case_id, place.comments) for place in said.places] == [(None, 1), (cases.nordlys, 1)]
    assert said.sight is not None
    assert len(said.sight.grant_ids) == 1
    cast.grant(Section.STORY, cases=[cases.nordlys])
    assert counts() == {cast.casey.person_id: 1}
    cast.grant(Section.STORY, cases=[cases.nordlys], ends_at=clock.now() - timedelta(seconds=1))
    assert counts() == {cast.casey.person_id: 0}
