"""A seeker asks for a coach's notes: who answers, what is produced, what stays as it is meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.coaching import notes
from coach_platform.core.coaching.notes_requests import answering, asking
from coach_platform.core.coaching.notes_requests.models import Ground, NotesRequest, NotesRequestState
from coach_platform.core.coaching.notes_requests.rules import KEPT, RECOURSE, TO_ANSWER
from coach_platform.core.mail.kinds import kind_of
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.models import Message
from coach_platform.core.mail.preview import preview
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.portability.gathering import gather
from coach_platform.core.portability.retention import remove_what_is_over
from coach_platform.core.relations.models import AuditEvent, Coaching, Membership, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from coach_platform.kit.ids import new_id

BODY = "Sleeps badly since the merger"


@pytest.fixture
def noted(cast):
    """Casey keeps two notes about Sam."""
    sam = cast.sam.person_id
    return [notes.add_note(cast.casey, sam, body=BODY), notes.add_note(cast.casey, sam, body="His brother owes money")]


@pytest.fixture
def asked(cast, noted):
    return asking.ask_notes(cast.sam, cast.coaching_id)


def mine(cast) -> list:
    [line] = asking.my_holders(cast.sam)
    return list(line.requests)


def mails(kind: str) -> list:
    return list(db.session.scalars(select(Message.person_id).where(Message.kind == kind)))


def test_the_organisation_answers_within_thirty_days_and_asking_twice_is_asking_once(cast, asked):
    assert asking.ask_notes(cast.sam, cast.coaching_id) == asked
    [request] = mine(cast)
    assert request.due_on == clock.today(cast.sam.zone) + TO_ANSWER
    assert mails("notes_asked") == mails("notes_due") == [cast.dana.person_id]
    assert [line.seeker for line in answering.requests_to_answer(cast.dana)] == [cast.sam.name]
    assert answering.requests_to_answer(cast.casey) == answering.requests_to_answer(cast.root) == []


def test_nobody_asks_for_somebody_elses_and_no_coach_for_their_own(cast):
    with pytest.raises(NotFound):
        asking.ask_notes(cast.nina, cast.coaching_id)
    with pytest.raises(NotAllowed):
        asking.ask_notes(cast.casey, cast.coaching_id)


def test_who_answers_sees_author_day_and_length_and_no_word(cast, asked):
    page = answering.one_to_answer(cast.dana, asked)
    assert [(note.author, note.words) for note in page.notes] == [(cast.casey.name, 5), (cast.casey.name, 4)]
    assert BODY not in repr(page)
    for stranger in (cast.casey, cast.omar, cast.root):
        with pytest.raises(NotFound):
            answering.one_to_answer(stranger, asked)
        with pytest.raises(NotFound):
            answering.produce(stranger, asked)


def test_what_is_produced_is_the_seekers_alone_and_names_what_was_left_out(cast, noted, asked):
    answering.produce(cast.dana, asked, leave_out=[noted[1]])
    found = asking.read_notes(cast.sam, asked)
    assert [note["text"] for note in found["notes"]] == [BODY]
    assert [one["ground"] for one in found["left_out"]] == [Ground.OTHER_PERSON.value]
    assert (found["about"], found["held_by"]) == (cast.sam.name, "Passerelle Staffing")
    assert mails("notes_answered") == [cast.sam.person_id]
    for other in (cast.dana, cast.casey, cast.nina):
        with pytest.raises(NotFound):
            asking.read_notes(other, asked)


def test_an_answer_is_given_once(cast, asked):
    answering.produce(cast.dana, asked)
    for again in (
        lambda: answering.produce(cast.dana, asked),
        lambda: answering.refuse(cast.dana, asked, ground=Ground.LEGAL, words="No"),
    ):
        with pytest.raises(Conflict):
            again()
    assert asking.ask_notes(cast.sam, cast.coaching_id) != asked  # but it may be asked for anew


def test_leaving_everything_out_is_refusing_and_has_to_be_called_so(cast, noted, asked):
    with pytest.raises(Invalid):
        answering.produce(cast.dana, asked, leave_out=noted)


@pytest.mark.parametrize(("ground", "words", "wrong"), [(None, "why", "ground"), (Ground.LEGAL, "  ", "words")])
def test_a_refusal_needs_a_ground_and_words(cast, asked, ground, words, wrong):
    with pytest.raises(Invalid) as refused:
        answering.refuse(cast.dana, asked, ground=ground, words=words)
    assert set(refused.value.fields) == {wrong}


def test_a_refusal_says_why_and_produces_nothing(cast, asked):
    answering.refuse(cast.dana, asked, ground=Ground.LEGAL, words="A court has them.")
    [request] = mine(cast)
    assert (request.state, request.ground, request.words) == (
        NotesRequestState.REFUSED,
        Ground.LEGAL,
        "A court has them.",
    )
    with pytest.raises(NotFound):
        asking.read_notes(cast.sam, asked)


def test_while_a_request_waits_and_can_be_contested_no_note_is_changed_or_deleted(cast, noted, asked):
    sam = cast.sam.person_id
    for change in (
        lambda: notes.edit_note(cast.casey, sam, noted[0], body="x"),
        lambda: notes.delete_note(cast.casey, sam, noted[0]),
    ):
        with pytest.raises(Conflict):
            change()
    assert notes.notes_page(cast.casey, sam).asked_for
    notes.add_note(cast.casey, sam, body="Still writing")
    answering.refuse(cast.dana, asked, ground=Ground.LEGAL, words="No")
    with pytest.raises(Conflict):
        notes.delete_note(cast.casey, sam, noted[0])
    later = clock.now() - RECOURSE - timedelta(days=1)
    db.session.execute(update(NotesRequest).values(answered_at=later))
    notes.delete_note(cast.casey, sam, noted[0])


def test_notes_are_free_again_once_they_are_produced(cast, noted, asked):
    answering.produce(cast.dana, asked)
    notes.edit_note(cast.casey, cast.sam.person_id, noted[0], body="x")
    assert asking.read_notes(cast.sam, asked)["notes"][0]["text"] == BODY  # as it was that day


def test_a_coach_who_works_alone_answers_themself(cast, noted):
    db.session.execute(update(Coaching).values(organisation_id=None, office_id=None))
    asked = asking.ask_notes(cast.sam, cast.coaching_id)
    assert mails("notes_asked") == [cast.casey.person_id]
    with pytest.raises(NotFound):
        answering.produce(cast.dana, asked)
    answering.produce(cast.casey, asked)
    assert len(asking.read_notes(cast.sam, asked)["notes"]) == 2


def test_where_nobody_is_left_the_operator_answers_and_is_told_no_name(cast, noted):
    db.session.execute(update(Coaching).values(organisation_id=None, office_id=None, coach_id=None))
    asked = asking.ask_notes(cast.sam, cast.coaching_id)
    assert mails("notes_asked") == [cast.root.person_id]
    assert cast.sam.name not in repr(answering.one_to_answer(cast.root, asked))
    assert cast.sam.name not in str(preview("notes_asked", cast.root.person_id))
    answering.produce(cast.root, asked)


def test_an_organisation_without_an_admin_leaves_it_to_the_operator(cast, noted):
    db.session.execute(update(Membership).where(Membership.role == Role.ADMIN).values(until_at=clock.now()))
    asked = asking.ask_notes(cast.sam, cast.coaching_id)
    assert mails("notes_asked") == [cast.root.person_id]
    assert actor_for(cast.dana.person_id).admin_of == frozenset()
    answering.produce(cast.root, asked)


def test_after_the_last_day_the_seeker_is_told_that_silence_is_a_refusal(cast, asked):
    [request] = mine(cast)
    assert not request.overdue
    with time_machine.travel(clock.now() + TO_ANSWER + timedelta(days=1)):
        [request] = mine(cast)
        assert request.overdue


@pytest.mark.parametrize(("ago", "left"), [(KEPT - timedelta(days=1), 1), (KEPT + timedelta(days=1), 0)])
def test_an_answer_is_kept_its_time_and_one_that_waits_for_ever(cast, asked, ago, left):
    answering.produce(cast.dana, asked)
    db.session.execute(update(NotesRequest).values(answered_at=clock.now() - ago, asked_at=clock.now() - ago))
    waiting = asking.ask_notes(cast.sam, cast.coaching_id)
    db.session.execute(update(NotesRequest).where(NotesRequest.id == waiting).values(asked_at=clock.now() - 9 * KEPT))
    remove_what_is_over()
    assert set(db.session.scalars(select(NotesRequest.id))) == {waiting, *([asked] if left else [])}


def test_each_step_is_in_the_log_and_the_request_in_the_seekers_file(cast, asked):
    answering.produce(cast.dana, asked)
    asking.read_notes(cast.sam, asked)
    events = set(db.session.scalars(select(AuditEvent.event)))
    assert {"notes.asked", "notes.produced", "notes.fetched"} <= events
    document = gather(cast.sam.person_id)
    assert [row["state"] for row in document["notes_requests"]] == ["produced"]
    assert "body" not in document["notes_requests"][0]
    assert any("notes" in sentence for sentence in document["not_in_this_file"])


@pytest.mark.parametrize("kind", ["notes_asked", "notes_due"])
def test_a_letter_about_what_is_answered_is_not_sent(cast, asked, kind):
    answering.produce(cast.dana, asked)
    message = Outgoing(
        new_id(), kind, "k", "d@example.org", "en", "Etc/UTC", cast.dana.person_id, params={"request": str(asked)}
    )
    known = kind_of(kind)
    assert known.still_due([message], known.gather([message])) == {message.id: Reason.ALREADY_ANSWERED}
