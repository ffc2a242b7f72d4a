"""One rate for all workers, counted in a real Valkey; and what is left alone after it said no."""

import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis
from sqlalchemy import select

from coach_platform.core.mail import keys, outbox, pacing
from coach_platform.core.mail.delivery import deliver
from coach_platform.core.mail.kinds import Lane
from coach_platform.core.mail.models import MailChoice, Message
from coach_platform.core.mail.operating.models import MailStop
from coach_platform.core.mail.pacing import Pace, Rests, parsed
from coach_platform.core.mail.transport import Relay, RelayAway, Result
from coach_platform.kit import clock
from coach_platform.kit.db import db, own_transaction
from coach_platform.kit.ids import new_id
from coach_platform.laptop.ports import free_port
from tests.deploy.files import PROJECT
from tests.smtp import Sink, running

LETTER = b"Subject: x\r\n\r\nx\r\n"


@given(st.integers(1, 100_000), st.sampled_from(["second", "minute", "hour"]))
def test_a_rate_is_the_same_quota_handed_out_evenly(number, period):
    found = parsed(f"{number}/{period}")
    seconds = {"second": 1, "minute": 60, "hour": 3600}[period]
    assert found.amount * seconds == number * found.get_expiry()
    assert found.get_expiry() <= seconds


WORKER = """
import sys, time
from coach_platform.core.mail.pacing import Pace
pace = Pace(sys.argv[1], sys.argv[2], sys.argv[3])
for _ in range(int(sys.argv[4])):
    pace.wait()
    print(time.time())
"""


def test_three_processes_keep_to_one_rate(services):
    relay = f"smtp://relay-{time.time()}"
    words = [sys.executable, "-c", WORKER, "15/second", services.redis_url, relay, "20"]
    workers = [subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    moments = sorted(float(line) for worker in workers for line in worker.communicate(timeout=60)[0].split())
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    assert len(moments) == 60
    # A moment is told a little after its turn, on a machine that others use as well; without a rate all of it takes 0.1 s.
    assert moments[-1] - moments[0] > 2.7  # 60 at 15 a second
    assert min(later - first for first, later in zip(moments, moments[15:], strict=False)) > 0.5
    assert moments[-1] - moments[0] < 20


def test_two_relays_have_a_rate_each_and_no_password_stands_in_redis(services):
    first, second = (f"smtp://user:hidden-{n}-{time.time()}@relay" for n in range(2))
    for relay in (first, second):
        began = time.monotonic()
        pace = Pace("1/minute", services.redis_url, relay)
        pace.wait()
        assert time.monotonic() - began < 5
        assert not pace._may()
    assert not [key for key in Redis.from_url(services.redis_url).scan_iter("pace*") if b"hidden" in key]


@pytest.mark.parametrize(("rate", "alone"), [("100/second", 10), ("10/second", 1)])
def test_without_redis_each_process_keeps_to_a_tenth(rate, alone):
    pace = Pace(rate, f"redis://127.0.0.1:{free_port()}/0", "smtp://relay")
    began = time.monotonic()
    for _ in range(alone * 2 + 1):
        pace.wait()
    assert time.monotonic() - began >= 2  # no second holds more than a tenth


def test_a_small_rate_goes_on_without_redis_in_its_own_time():
    pace = Pace("2/minute", f"redis://127.0.0.1:{free_port()}/0", "smtp://relay")
    assert (pace._alone.amount, pace._alone.get_expiry()) == (1, 300)


def test_redis_is_asked_again_when_it_is_back(services, monkeypatch):
    monkeypatch.setattr(pacing, "LEAVE_REDIS_ALONE", 0.2)
    pace = Pace("50/second", f"redis://127.0.0.1:{free_port()}/0", f"smtp://{time.time()}")
    pace.wait()
    assert time.monotonic() < pace._ask_again_at
    pace._redis = Pace("50/second", services.redis_url, "smtp://again")._redis
    time.sleep(0.3)
    pace.wait()
    assert time.monotonic() >= pace._ask_again_at


def test_rests_grow_and_end():
    moment = [0.0]
    rests = Rests(after=3, first=60, longest=900, now=lambda: moment[0])
    for _ in range(2):
        rests.refused("example.org")
        assert not rests.resting("example.org")
    lengths = []
    for _ in range(7):
        rests.refused("example.org")
        assert rests.resting("example.org")
        assert not rests.resting("example.com")
        began = moment[0]
        while rests.resting("example.org"):
            moment[0] += 1
        lengths.append(moment[0] - began)
    assert lengths == [60, 120, 240, 480, 900, 900, 900]
    assert all(before <= after for before, after in pairwise(lengths))
    rests.worked("example.org")
    rests.refused("example.org")
    assert not rests.resting("example.org")


def test_whoever_waits_for_a_turn_stops_when_told(services):
    pace = Pace("1/hour", services.redis_url, f"smtp://relay-{time.time()}")
    assert pace.wait()
    asked = iter([False, False, True])
    assert not pace.wait(lambda: next(asked))


def digests(cast, count=3):
    for _ in range(count):
        outbox.add("test_digest", key=keys.about("test_digest", new_id()), to=cast.sam.person_id, at_once=True)
    db.session.commit()


@pytest.mark.parametrize("said", ["stop", "choice"])
def test_what_is_said_while_a_letter_waits_for_its_turn_is_obeyed(said, sink, session, cast):
    digests(cast)
    turns = []

    def turn(_stopping):
        turns.append(list(db.session.scalars(select(Message.state).order_by(Message.state))))
        if len(turns) == 2:
            with own_transaction() as other:
                if said == "stop":
                    other.add(MailStop(kind="test_digest", reason="a test", since_at=clock.now()))
                else:
                    off = {"wanted": False, "changed_at": clock.now(), "changed_by": "settings"}
                    other.add(MailChoice(person_id=cast.sam.person_id, kind="test_digest", **off))
        return True

    relay = Relay(sink.url, hello="mail.example.org", turn=turn)
    assert deliver(Lane.DIGESTS, relay=relay, worker="test").accepted == 1
    relay.close()
    assert len(sink.letters) == 1
    assert "sending" not in {state for states in turns for state in states}  # nothing is in doubt while it waits
    assert turns[1] == ["claimed", "claimed", "sent"]


def test_told_to_stop_while_it_waits_it_puts_the_others_back(services, sink, session, cast):
    digests(cast)
    asked = []

    def stopping():
        asked.append(1)
        return len(asked) > 6

    pace = Pace("1/hour", services.redis_url, f"smtp://relay-{time.time()}")
    relay = Relay(sink.url, hello="mail.example.org", turn=pace.wait)
    assert deliver(Lane.DIGESTS, relay=relay, worker="test", stopping=stopping).accepted == 1
    relay.close()
    states = sorted(db.session.scalars(select(Message.state)))
    assert states == ["queued", "queued", "sent"]


@pytest.fixture
def sink():
    with running(Sink()) as sink:
        yield sink


def sent(relay, address):
    return relay.send("bounces@mail.example.org", address, LETTER).result


def test_a_domain_that_says_later_three_times_is_not_asked_a_fourth_and_others_go_on(sink):
    relay = Relay(sink.url, hello="mail.example.org")
    for number in range(6):
        sink.at_rcpt[f"{number}@busy.example.org"] = "450 4.2.1 Later"
    results = [sent(relay, f"{number}@busy.example.org") for number in range(6)]
    assert results == [Result.LATER] * 6
    assert sink.asked == [f"{number}@busy.example.org" for number in range(3)]
    assert sent(relay, "sam@example.org") is Result.ACCEPTED
    assert relay.send("x@example.org", "9@BUSY.example.org", LETTER).words.startswith("not tried")
    relay._domains._known["busy.example.org"] = (3, time.monotonic())  # its rest is over
    sink.at_rcpt.clear()
    assert sent(relay, "9@busy.example.org") is Result.ACCEPTED
    assert not relay._domains.resting("busy.example.org")
    relay.close()


def test_what_is_not_the_domains_word_makes_no_domain_rest(sink):
    relay = Relay(sink.url, hello="mail.example.org")
    for number in range(5):
        sink.at_rcpt[f"{number}@example.org"] = "421 4.3.2 Shutting down"
        assert sent(relay, f"{number}@example.org") is Result.LATER
    assert sent(relay, "sam@example.org") is Result.ACCEPTED
    for number in range(5):
        sink.at_rcpt[f"{number}@example.org"] = "550 5.1.1 No such user"
        assert sent(relay, f"{number}@example.org") is Result.ADDRESS_REFUSED
    assert sent(relay, "sam@example.org") is Result.ACCEPTED
    relay.close()


def test_a_relay_that_cannot_be_reached_rests_and_is_tried_again():
    port = free_port()
    relay = Relay(f"smtp://127.0.0.1:{port}", hello="mail.example.org")
    for number in range(2):
        assert not relay.resting, number
        with pytest.raises(RelayAway):
            sent(relay, "sam@example.org")
    assert relay.resting
    relay._itself._known[""] = (2, time.monotonic())  # its rest is over
    with running(Sink(port=port)):
        assert not relay.resting
        assert sent(relay, "sam@example.org") is Result.ACCEPTED
        assert not relay.resting
        relay.close()


def test_a_relay_that_takes_its_time_after_the_final_dot_is_waited_for(monkeypatch):
    # RFC 5321 gives it ten minutes, and each command five; here a hundredth of that.
    from coach_platform.core.mail import transport

    assert (transport.AFTER_DOT_SECONDS, transport.COMMAND_SECONDS) == (600, 300)
    monkeypatch.setattr(transport, "AFTER_DOT_SECONDS", 6)
    monkeypatch.setattr(transport, "COMMAND_SECONDS", 1)
    with running(Sink(on_letter=lambda: time.sleep(2.5))) as sink:
        relay = Relay(sink.url, hello="mail.example.org")
        assert sent(relay, "sam@example.org") is Result.ACCEPTED
        assert relay._smtp.sock.gettimeout() == 1
        relay.close()
