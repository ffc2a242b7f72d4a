"""Doubled beat and tasks; rows that harm whoever composes them; last words between claim and send."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID

from sqlalchemy import insert

from coach_platform.content.vocabulary import Section
from coach_platform.core.coaching import grants
from coach_platform.core.digests.models import DigestSchedule, Face
from coach_platform.core.mail import links
from coach_platform.core.relations.models import CaseScope, Coaching, CoachingState, Grant, Membership, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.laptop.processes import wait_until
from faults.field import Field, field_on
from faults.ground import Ground
from faults.outcome import Outcome, reckon
from faults.people import LONG_AGO, ask, digests_due, nos, readers
from faults.visitor import Browser


def doubled(ground: Ground, rng: Random, count: int = 60) -> Outcome:
    """Two clocks, three workers, and each wake-up ten times over."""
    with field_on(ground, "doubled") as place:
        people = readers(place, count)
        nos(place, people)
        workers = [place.worker(at_once=2, ready=False, tag=str(n)) for n in range(3)]
        for worker in workers:
            place.await_ready(worker)
        for _ in range(2):
            place.beat(FAULTS_TICK="1")
        digests_due(place, people)
        ask(place, count)
        for _ in range(10):
            place.tick("mail.sweep", "digests.sweep", "mail.deliver_post", "mail.deliver_digests", "reminders.sweep")
        place.settled(60, ticks=False)
        place.pause(3)
        outcome = reckon(place)
        outcome.must(outcome.due == 2 * count, f"each person has one digest ({outcome.due - count} of {count})")
        outcome.must(outcome.doubled == 0, "none twice")
        outcome.note("two beats that tick each second, three workers of two, each task ten times")
        return outcome


HARMED = {"to3@example.org": "raise", "to17@example.org": "kill", "to31@example.org": "memory"}


def poisoned(ground: Ground, rng: Random, count: int = 60) -> Outcome:
    """One row raises, one kills its worker without a word, one needs more memory than there is (RLIMIT_AS)."""
    with field_on(ground, "poisoned") as place:
        words = ",".join(f"{address}={harm}" for address, harm in HARMED.items())
        place.worker(at_once=4, FAULTS_POISON=words).kept = True
        ask(place, count)

        def hurry() -> None:
            place.age_leases()
            place.sooner()

        place.settled(150, hurry=hurry)
        rows = place.sql(
            "select address, state, reason, attempts, error from messages where address = any(%s)", list(HARMED)
        )
        outcome = reckon(place)
        outcome.must(
            all(row[1:3] == ("failed", "not_composed") for row in rows),
            f"each of the three fails with its reason ({rows})",
        )
        outcome.must(all(row[3] <= 6 for row in rows), f"after three attempts, or three deaths alone ({rows})")
        errors = {HARMED[row[0]]: row[4] for row in rows}
        outcome.must(errors["memory"] == "MemoryError", f"memory really ran out ({errors})")
        outcome.must(outcome.lost == len(rows), f"the {count - len(rows)} others arrive")
        status = place.run("mail", "status").stdout
        outcome.must("It could not be written, three times." in status, "`mail status` shows it")
        outcome.lost -= len(rows)
        outcome.latest = None
        outcome.note("three poisoned rows shown as failed; leases of the dead and the waits aged by hand")
        return outcome


def last_words(ground: Ground, rng: Random, count: int = 40) -> Outcome:
    """While a claimed chunk of digests leaves: one unsubscribes, one has a new address, one takes a grant back."""
    with field_on(ground, "last-words") as place:
        people = readers(place, count)
        coach, coaching = _coach_of(place, people[-1])
        nos(place, people)
        url = place.web()
        place.sink.pace = 0.1
        digests_due(place, people[:-3], since=timedelta(seconds=5))
        digests_due(place, people[-3:-1])
        _coach_digest(place, coach)
        place.worker()
        place.tick("digests.sweep")
        claimed = wait_until(lambda: len(place.sink.taken) >= 3, seconds=30)
        stops, moves = people[-3], people[-2]
        with place.app.app_context():
            stop = links.unsubscribe_url(stops, "digest_seeker")
            stop = stop[stop.index("/mail/stop") :]
            obeyed = Browser(url).post(stop, {"List-Unsubscribe": "One-Click"})[0]
            place.sql("update persons set email = 'moved@example.org' where id = %s", moves)
            took_back = grants.revoke_live(coaching)
            db.session.commit()
            db.session.remove()
        early = len(place.sink.taken) < count - 15
        place.settled(60)
        outcome = reckon(place, skipped=("turned_off", "empty"))
        outcome.must(claimed and early, "all of it happens while the chunk leaves")
        outcome.must(obeyed == 200 and took_back, f"the site obeys ({obeyed}, {took_back})")
        _judge_last_words(place, outcome, stops, moves, coach)
        return outcome


def _judge_last_words(place: Field, outcome: Outcome, stops: UUID, moves: UUID, coach: UUID) -> None:
    rows = {row[0]: row[1:] for row in place.sql("select person_id, state, reason, address from messages")}
    to = [letter.to for letter in place.sink.taken]
    outcome.must(rows[stops][:2] == ("skipped", "turned_off"), f"who unsubscribed gets nothing ({rows[stops]})")
    outcome.must(rows[moves] == ("sent", None, "moved@example.org"), f"who moved gets it there ({rows[moves]})")
    outcome.must(to.count("moved@example.org") == 1, "once")
    outcome.must(rows[coach][:2] == ("skipped", "empty"), f"the coach is told nothing any more ({rows[coach]})")
    outcome.must(not [each for each in to if each.startswith("coach")], "no letter to the coach")
    outcome.must(outcome.doubled == 0, "none twice")


def _coach_of(place: Field, seeker: UUID) -> tuple[UUID, UUID]:
    [coach] = readers(place, 1, prefix="coach")
    now, coaching = clock.now(), new_id()
    with place.app.app_context():
        db.session.execute(
            insert(Membership), [{"id": new_id(), "person_id": coach, "role": Role.COACH, "from_at": now - LONG_AGO}]
        )
        beside = {
            "state": CoachingState.ACTIVE,
            "places_candidates": False,
            "asked_at": now - LONG_AGO,
            "answered_at": now - LONG_AGO,
        }
        db.session.execute(insert(Coaching), [{"id": coaching, "seeker_id": seeker, "coach_id": coach, **beside}])
        agreed = {"consent_key": "test", "consent_version": 1, "consent_locale": "en", "consent_text": "test"}
        grant = {
            "id": new_id(),
            "seeker_id": seeker,
            "coaching_id": coaching,
            "coach_id": coach,
            "agreed_at": now - LONG_AGO,
        }
        grant |= {"sections": [section.value for section in Section], "case_scope": CaseScope.FUTURE_TOO}
        db.session.execute(insert(Grant), [grant | agreed])
        db.session.commit()
        db.session.remove()
    return coach, coaching


def _coach_digest(place: Field, coach: UUID) -> None:
    row = {
        "person_id": coach,
        "face": Face.COACH,
        "weekday": 0,
        "hour": 12,
        "next_at": clock.now(),
        "tzdata": clock.TZDATA,
    }
    with place.app.app_context():
        db.session.execute(insert(DigestSchedule), [row])
        db.session.commit()
