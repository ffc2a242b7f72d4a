"""The operator's first page: how mail stands, its switches, and trying again what failed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, text, update

from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.models import Message, MessageState
from coach_platform.core.mail.operating import gate, stops
from coach_platform.core.relations.models import AuditEvent
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.browsing import words

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def root(cast, browser_of):
    return browser_of(cast.root)


def mail(actor, kind="comments", state=MessageState.QUEUED, reason=None, due_at=None):
    outbox.add(kind, key=keys.about(kind, new_id()), to=actor.person_id)
    done = clock.now() if state in (MessageState.SENT, MessageState.SKIPPED, MessageState.FAILED) else None
    over = {"state": state, "reason": reason, "done_at": done, "due_at": due_at or clock.now()}
    newest = select(Message.id).order_by(Message.id.desc()).limit(1).scalar_subquery()
    db.session.execute(update(Message).where(Message.id == newest).values(over))
    db.session.commit()


def test_it_says_how_old_the_oldest_due_row_is_and_of_which_kind(cast, root, monday):
    assert "nothing that is due has waited five minutes" in words(root.get("/operator"))
    mail(cast.sam)
    monday.shift(timedelta(minutes=42))
    said = words(root.get("/operator"))
    assert "The oldest mail that is due has waited 42 minutes. Are the workers running?" in said
    assert "The oldest that is due: “New comments”" in said


def test_kinds_states_reasons_and_hours(cast, root):
    for _ in range(3):
        mail(cast.sam, state=MessageState.SENT)
    mail(cast.sam, state=MessageState.SKIPPED, reason="too_late", due_at=NOON - timedelta(hours=3))
    mail(cast.sam, state=MessageState.UNKNOWN, reason="no_answer")
    mail(cast.sam, state=MessageState.SENT, due_at=NOON - timedelta(days=3))
    said = words(root.get("/operator"))
    assert "comments 0 3 1 0 1 Stop" in said
    assert "Its time had passed. 1" in said
    assert "Nov 23, 2026, 12:00 p.m. 0 3 0 0 1" in said
    assert "Nov 23, 2026, 9:00 a.m. 0 0 1 0 0" in said
    assert "comments 0 4 1 0 1 Stop" in words(root.get("/operator?hours=168"))
    assert "sam@example.org" not in said


def test_a_kind_is_stopped_with_a_reason_and_let_go(cast, root):
    assert "People wait for this one" in words(root.get("/operator/kinds/reset_password/stop"))
    refused = root.post("/operator/kinds/comments/stop", {"reason": " "})
    assert (refused.status_code, "Say why, in at most 200 characters." in words(refused)) == (422, True)
    assert stops.stops() == {}
    said = words(root.post("/operator/kinds/comments/stop", {"reason": "A wrong link"}))
    assert "Stopped: “New comments”" in said
    assert "A wrong link By Root Operator, since Nov 23, 2026, 12:00 p.m." in said
    assert "comments 0 0 0 0 0 stopped" in said
    assert "goes out again" in words(root.post("/operator/kinds/comments/go", {}))
    assert stops.stops() == {}
    assert db.session.scalars(select(AuditEvent.event)).all() == ["mail.stopped", "mail.let_go"]
    assert root.get("/operator/kinds/nothing/stop").status_code == 404
    assert root.post("/operator/kinds/nothing/go", {}).status_code == 404


def test_what_failed_is_tried_again_after_a_warning(cast, root):
    mail(cast.sam, state=MessageState.FAILED, reason="no_answer")
    mail(cast.nina, state=MessageState.FAILED, reason="no_answer")
    said = words(root.get("/operator"))
    assert "2 messages · The mail server did not say whether it took it, twice." in said
    assert "some people may get theirs a second time" in said
    assert "This cannot be taken back" in said
    assert "2 messages go once more." in words(root.post("/operator/failed/comments/no_answer", {}))
    assert db.session.scalars(select(Message.state)).all() == ["queued", "queued"]
    assert "Nothing was left to be tried again." in words(root.post("/operator/failed/comments/no_answer", {}))
    assert root.post("/operator/failed/comments/nothing", {}).status_code == 404


def test_after_a_restore_it_says_that_mail_waits_and_what_mends_it(cast, root):
    assert "mail resume" not in words(root.get("/operator"))
    lost = "insert into mail_place values (1, 'lost', 1, 1, 1, :seen, :seen)"
    db.session.execute(text(lost), {"seen": NOON - timedelta(hours=9)})
    db.session.commit()
    assert gate.may_go(["comments"]) == []
    said = words(root.get("/operator"))
    assert "No mail goes out: this is not the database it was sent from" in said
    assert "another server (a restore)" in said
    assert "About Nov 23, 2026, 3:00 a.m. it was last sent" in said
    assert "coach-platform mail resume" in said
    assert "Mail waits." in said


def test_as_many_statements_for_many_rows_as_for_few(cast, root, counted):
    mail(cast.sam, state=MessageState.FAILED, reason="no_answer")
    stops.stop("comments", "x")
    db.session.commit()
    with counted() as few:
        root.get("/operator")
    for number in range(40):
        mail(cast.sam, "review_asked", MessageState.SKIPPED, "too_late", due_at=NOON - timedelta(hours=number % 20))
    with counted() as many:
        root.get("/operator")
    assert len(few) == len(many) <= 8
