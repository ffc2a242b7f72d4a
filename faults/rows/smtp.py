"""What a relay may answer, and what becomes of the letter each time."""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime, timedelta
from random import Random

from coach_platform.core.mail.sending import BACKOFF
from faults.field import Field, field_on
from faults.ground import Ground
from faults.outcome import Outcome, reckon
from faults.people import ask, digests_due, nos, readers
from faults.sink import DROP

EACH = 4
KINDS = ("421", "450", "never", "550", "554", "drop", "silent", "slow", "plain")
TRIES = len(BACKOFF) + 3
SLOW = 3.0


class Moody:
    """A relay with a mood for each reader; the first `spells` times it is asked, where it gets over it."""

    def __init__(self, rng: Random) -> None:
        self.asked: Counter[str] = Counter()
        self.spells = {kind: rng.randint(1, 3) for kind in ("421", "450")}

    def at_rcpt(self, to: str) -> str | None:
        mood = to.split("-")[0]
        self.asked[to] += 1
        if mood in self.spells and self.asked[to] <= self.spells[mood]:
            return {"421": "421 4.3.2 closing", "450": "450 4.2.1 later"}[mood]
        return {"never": "450 4.2.1 later", "550": "550 5.1.1 nobody here"}.get(mood)

    def at_data(self, to: str) -> str | None:
        mood = to.split("-")[0]
        if mood == "slow":
            time.sleep(SLOW)
        if mood == "drop" and self.asked[to] == 1:
            return DROP
        return {"554": "554 5.7.1 not this letter", "silent": DROP}.get(mood)


def answers(ground: Ground, rng: Random) -> Outcome:
    """Four letters of each mood. What has to wait for hours is made due by hand, and how long it would have is added up."""
    with field_on(ground, "smtp-answers") as place:
        moody = Moody(rng)
        place.sink.at_rcpt, place.sink.at_data = moody.at_rcpt, moody.at_data
        place.worker().kept = True
        place.sink.greeting = "421 4.3.2 not now"  # nobody can be written to: nobody is to blame
        for kind in KINDS:
            ask(place, EACH, prefix=f"{kind}-")
        place.pause(1.5)
        blamed = place.sql("select count(*) from messages where deferrals > 0 or state = 'failed'")[0][0]
        place.sink.greeting = None
        for _ in range(TRIES):
            _wait_out(place)
            place.sooner()
            if not place.sql(
                "select 1 from messages where state in ('queued', 'claimed', 'sending', 'unknown') limit 1"
            ):
                break
        outcome = reckon(place)
        outcome.must(blamed == 0, f"a relay that greets with 421 blames nobody ({blamed})")
        _judge(place, outcome)
        return outcome


def _wait_out(place: Field) -> None:
    """Until all that is due now has been tried."""
    until, ticked = time.monotonic() + 30, 0.0
    due = (
        "select 1 from messages where state in ('claimed', 'sending')"
        " or state in ('queued', 'unknown') and due_at <= now() limit 1"
    )
    while time.monotonic() < until and place.sql(due):
        if time.monotonic() - ticked > 1:
            place.tick("mail.sweep")
            ticked = time.monotonic()
        place.pause(0.1)


def _judge(place: Field, outcome: Outcome) -> None:
    rows = place.sql("select split_part(address, '-', 1), state, reason, id::text, held, address from messages")
    counts = place.sink.counts
    found = {kind: Counter((row[1], row[2]) for row in rows if row[0] == kind) for kind in KINDS}
    wanted = {
        **dict.fromkeys(("421", "450", "drop", "slow", "plain"), ("sent", None)),
        "never": ("failed", "relay_gave_up"),
        "550": ("failed", "address_refused"),
        "554": ("failed", "letter_refused"),
        "silent": ("failed", "no_answer"),
    }
    for kind, end in wanted.items():
        outcome.must(found[kind] == {end: EACH}, f"{kind}: {end[1] or end[0]} ({dict(found[kind])})")
    arrived = {kind: {counts[row[3]] for row in rows if row[0] == kind} for kind in KINDS}
    times = {"never": {0}, "550": {0}, "554": {0}, "drop": {2}, "silent": {2}}
    for kind in KINDS:
        outcome.must(
            arrived[kind] == times.get(kind, {1}), f"{kind}: taken {times.get(kind, {1})} times ({arrived[kind]})"
        )
    suppressed = {row[0] for row in place.sql("select address from suppressions")}
    outcome.must(
        suppressed == {row[5] for row in rows if row[0] == "550"}, f"only 550 at RCPT suppresses ({suppressed})"
    )
    patience = [_patience(row[4]) for row in rows if row[0] == "never"]
    outcome.must(
        all(timedelta(hours=47) < each < timedelta(hours=50) for each in patience), f"48 h of trying ({patience})"
    )
    # What may not arrive is not lost but shown; what the relay hung up on arrives twice under one Message-ID.
    shown = sum(found[kind][wanted[kind]] for kind in ("never", "550", "554"))
    outcome.lost -= shown
    outcome.latest = None
    outcome.note(f"{shown} shown as failed with their reason; the doubles are those it hung up on, same Message-ID")
    outcome.note(f"a refusing relay is tried for {min(patience, default=timedelta(0))}; waits made due by hand")


def _patience(held: list[dict]) -> timedelta:
    waits = [each for each in held if each["reason"] == "relay_later"]
    moments = [(datetime.fromisoformat(each["at"]), datetime.fromisoformat(each["until"])) for each in waits]
    return sum((until - at for at, until in moments), timedelta(0))


def group_dropped(ground: Ground, rng: Random, count: int = 60) -> Outcome:
    """The connection is lost in the middle of each group of digests, after letters that were acknowledged."""
    with field_on(ground, "smtp-group") as place:
        people = readers(place, count)
        nos(place, people)
        place.sink.hang_up_every = rng.randint(2, 7)
        digests_due(place, people)
        place.worker()
        place.settled(60)
        outcome = reckon(place)
        outcome.must(outcome.doubled == 0, "only what was not acknowledged is sent again")
        outcome.must(place.sink.connections > count // 8, "the connection was lost again and again")
        outcome.note(f"hung up after each {place.sink.hang_up_every} letters, {place.sink.connections} connections")
        return outcome
