"""The stop switch of a kind: its rows wait, also those a worker holds, and go when it is let go."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from coach_platform.core.access.audit import actor_key
from coach_platform.core.mail.operating import stops
from coach_platform.core.mail.standing import oldest_due, standing
from coach_platform.core.mail_history.lists import Wanted, my_mail
from coach_platform.core.relations.models import AuditEvent
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed, NotFound
from tests.core.mail.operating.conftest import NOON


def stop(kind="test_notice", why="A wrong link in it", **more):
    stops.stop(kind, why, **more)
    db.session.commit()


def test_what_is_stopped_waits_and_all_else_goes(cast, ask, run, sink):
    held, other = ask(), ask("test_password")
    stop(actor=cast.root)
    assert run().claimed == 1
    assert [letter["Message-ID"] for letter in sink.letters] == [f"<{other.id}@mail.example.org>"]
    db.session.refresh(held)
    assert (held.state, held.attempts) == ("queued", 0)
    stops.let_go("test_notice", actor=cast.root)
    db.session.commit()
    assert run().accepted == 1
    assert len(sink.letters) == 2


def test_a_stop_is_obeyed_by_a_worker_that_holds_the_chunk_already(cast, ask, run, sink):
    first, second = ask(), ask()

    def between_two_letters() -> bool:
        if len(sink.letters) == 1:
            stop()
        return False

    run(stopping=between_two_letters)
    assert len(sink.letters) == 1
    for message in (first, second):
        db.session.refresh(message)
    assert sorted([first.state, second.state]) == ["queued", "sent"]
    stops.let_go("test_notice")
    db.session.commit()
    assert run().accepted == 1


def test_who_stopped_it_why_and_since_when(cast, ask):
    stop(actor=cast.root)
    [one] = stops.stops().values()
    assert (one.kind, one.reason, one.since, one.by) == ("test_notice", "A wrong link in it", NOON, "Root Operator")
    stop("test_digest", "From the shell")
    assert stops.stops()["test_digest"].by == ""
    noted = db.session.execute(select(AuditEvent.actor_key, AuditEvent.event, AuditEvent.details)).all()
    assert [tuple(row) for row in noted] == [
        (actor_key(cast.root.person_id), "mail.stopped", {"kind": "test_notice"}),
        (actor_key(stops.SHELL), "mail.stopped", {"kind": "test_digest"}),
    ]


def test_stopping_it_again_changes_the_reason_alone(cast, noon):
    stop(actor=cast.root)
    noon.shift(timedelta(hours=1))
    stop(why="The link is mended, the text is not")
    [one] = stops.stops().values()
    assert (one.reason, one.since, one.by) == ("The link is mended, the text is not", NOON, "Root Operator")


@pytest.mark.parametrize("who", ["sam", "casey", "dana"])
def test_nobody_but_an_operator_may(cast, who):
    for act in (
        lambda actor: stops.stop("test_notice", "x", actor=actor),
        lambda actor: stops.let_go("x", actor=actor),
    ):
        with pytest.raises(NotAllowed):
            act(getattr(cast, who))
    assert stops.stops() == {}


def test_a_reason_is_needed_and_a_kind_that_exists(cast):
    for why in ("", "  \n ", "x" * 201, "a\0b", "\u200b", "\u2060 \u200d"):
        with pytest.raises(Invalid):
            stops.stop("test_notice", why)
    with pytest.raises(NotFound):
        stops.stop("nothing", "x")
    assert not stops.let_go("test_notice")


def test_what_waits_on_purpose_does_not_look_like_workers_that_died(cast, ask, noon):
    ask()
    stop()
    ask("test_password")
    noon.shift(timedelta(minutes=20))
    assert oldest_due() == timedelta(minutes=20)
    assert standing().oldest.kind == "test_password"
    assert standing().by_kind()["test_notice"] == {"queued": 1}
    db.session.execute(text("update messages set state = 'sent' where kind = 'test_password'"))
    assert oldest_due() == timedelta(0)


def test_its_reader_is_told_that_it_is_held_back(cast, ask, noon):
    ask()
    stop()
    noon.shift(timedelta(minutes=20))
    [line] = my_mail(cast.sam, wanted=Wanted()).rows
    assert line.reason.label == "The operator of this site holds it back for now."
