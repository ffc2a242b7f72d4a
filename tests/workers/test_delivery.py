"""Mail by real workers: killed, doubled, without Redis. Nothing is lost, nothing is sent twice without a kill."""

import time
from datetime import datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy import text

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.applications.models import Application, OutcomeEvent
from coach_platform.core.digests.models import DigestSchedule, Face
from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.outbox import Recipient
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock, jobs
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import plain
from tests.workers.conftest import kill, wait_for

pytestmark = pytest.mark.workers


def noon_zone() -> str:
    """Where it is about noon now: digests never go out in quiet hours, and these tests run at any hour."""
    return f"Etc/GMT{datetime.now(clock.UTC).hour - 12:+d}"


def people(count: int) -> list[Person]:
    found = [
        Person(
            email=f"reader{n}@example.org",
            name=f"Reader {n}",
            name_sort=plain(f"Reader {n}"),
            locale="en",
            zone=noon_zone(),
            confirmed_at=clock.now(),
            created_at=clock.now(),
        )
        for n in range(count)
    ]
    db.session.add_all(found)
    db.session.flush()
    return found


def log_nos(seekers: list[Person]) -> None:
    """A no each, and a digest that is due a minute ago."""
    moment = clock.now()
    for seeker in seekers:
        application = Application(
            seeker_id=seeker.id,
            company="Nordlys",
            company_sort="nordlys",
            role="Analyst",
            role_sort="analyst",
            search_text="nordlys analyst",
            locale="en",
            created_at=moment,
            updated_at=moment,
            furthest_stage=Stage.INTERVIEW,
            outcome=Outcome.REJECTED,
            last_event_on=moment.date(),
        )
        db.session.add(application)
        db.session.flush()
        event = {"outcome": Outcome.REJECTED, "occurred_on": moment.date(), "recorded_at": moment, "locale": "en"}
        db.session.add(OutcomeEvent(seeker_id=seeker.id, application_id=application.id, **event))
        due = moment - timedelta(minutes=1)
        db.session.add(DigestSchedule(person_id=seeker.id, face=Face.SEEKER, weekday=0, hour=12, next_at=due))
    db.session.commit()


def ask(count: int, *, wake: bool = True) -> None:
    """That many test letters; without waking anybody, as if Redis had lost it."""
    for n in range(count):
        to = Recipient(f"reader{n}@example.org", "en", "Etc/UTC")
        outbox.add("mail_check", key=keys.about("mail_check", new_id()), to=to)
    if not wake:
        db.session.info.clear()
    db.session.commit()


def states() -> dict[str, int]:
    db.session.rollback()
    return dict(db.session.execute(text("select state, count(*) from messages group by state")).all())


def after_the_lease() -> None:
    """As if the ninety seconds had passed after which the rows of a dead worker are taken over."""
    db.session.execute(
        text("update messages set lease_until = clock_timestamp() - interval '1 second' where lease_until is not null")
    )
    db.session.commit()


def tick() -> None:
    """What beat does each minute."""
    jobs.publish_now("mail.sweep")
    jobs.publish_now("digests.sweep")


def test_a_letter_goes_at_once_and_what_redis_forgot_with_the_next_tick(platform, sink, worker, worker_environment):
    worker()
    ask(1)
    wait_for(lambda: states() == {"sent": 1})
    Redis.from_url(worker_environment["REDIS_URL"]).flushdb()
    ask(3, wake=False)
    time.sleep(1)
    assert states() == {"sent": 1, "queued": 3}
    tick()
    wait_for(lambda: states() == {"sent": 4})
    assert set(sink.by_id.values()) == {1}


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_at_most_one(platform, sink, worker):
    first = worker()
    sink.on_letter = lambda: len(sink.letters) == 12 and kill(first)
    ask(30)
    wait_for(lambda: first.poll() is not None)
    after_the_lease()
    worker()
    tick()
    wait_for(lambda: states() == {"sent": 30})
    assert len(sink.by_id) == 30
    assert sum(sink.by_id.values()) <= 31


def test_digests_of_a_killed_worker_are_at_most_ten_in_doubt_and_come_at_most_twice(platform, sink, worker):
    first = worker()
    sink.on_letter = lambda: len(sink.letters) == 25 and kill(first)
    log_nos(people(60))
    tick()
    wait_for(lambda: first.poll() is not None)
    after_the_lease()
    worker()
    tick()
    wait_for(lambda: states() == {"sent": 60})
    assert len(sink.by_id) == 60
    assert sum(sink.by_id.values()) <= 70
    assert max(sink.by_id.values()) <= 2


def test_doubled_workers_and_doubled_ticks_count_as_one(platform, sink, worker):
    log_nos(people(40))
    ask(20)
    worker()
    worker()
    for _ in range(8):
        tick()
    wait_for(lambda: states() == {"sent": 60})
    time.sleep(1)
    assert set(sink.by_id.values()) == {1}


def test_a_page_goes_on_without_redis(platform, sink):
    platform.extensions["celery"].conf.broker_url = "redis://127.0.0.1:9/0"
    begun = time.monotonic()
    ask(1)
    assert time.monotonic() - begun < 3
    assert states() == {"queued": 1}


def test_a_deploy_ends_a_worker_within_ten_letters_and_leaves_the_others_free(platform, sink, worker):
    def slowly() -> None:
        time.sleep(0.05)
        if len(sink.letters) == 5:
            running.terminate()

    sink.on_letter = slowly
    running = worker()
    ask(60)
    wait_for(lambda: len(sink.letters) >= 5)
    assert running.wait(30) == 0
    assert 5 <= len(sink.letters) <= 15
    assert states() == {"sent": len(sink.letters), "queued": 60 - len(sink.letters)}
    assert db.session.execute(text("select count(*) from messages where claimed_by is not null")).scalar() == 0
    assert db.session.execute(text("select max(attempts) from messages where state = 'queued'")).scalar() == 0
