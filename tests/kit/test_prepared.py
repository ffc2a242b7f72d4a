"""Statements are built once, bound anew, and know what time it is when they run."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.prepared import NOW, prepared

DAY = datetime(2026, 11, 23, 13, tzinfo=UTC)


def test_a_statement_is_built_once_a_shape(session, cast):
    built = []

    @prepared
    def named(by_name: bool, *, wanted):
        built.append(by_name)
        return select(Person.id).where(Person.name == wanted if by_name else Person.email == wanted)

    names = dict(session.execute(select(Person.id, Person.name)).all())
    for person_id, name in names.items():
        assert person_id in session.scalars(*named(True, wanted=name)).all()
    assert session.scalars(*named(True, wanted=str(uuid4()))).all() == []
    assert session.scalars(*named(False, wanted=str(uuid4()))).all() == []
    assert len(names) > 1 and built == [True, False]


def test_now_is_asked_for_each_time_it_runs(session):
    @prepared
    def moment():
        return select(NOW)

    for hours in (0, 5):
        with time_machine.travel(DAY + timedelta(hours=hours), tick=False):
            assert session.scalar(*moment()) == DAY + timedelta(hours=hours)


def test_a_builder_that_asks_for_the_time_is_refused(session):
    @prepared
    def stale():
        return select(Person.id).where(Person.last_seen_at > clock.now())

    with pytest.raises(RuntimeError, match="built once"):
        session.scalars(*stale())
    assert clock.now()  # and it may be asked again
