"""Overdue is one rule on the seeker's own calendar, wherever it is read: the plan, both Todays, the caseload, both digests."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import update

from coach_platform.content.vocabulary import ActionKind
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.digests.coach.facts import Why
from coach_platform.core.digests.coach.gathering import gather as coachs_digest
from coach_platform.core.digests.seeker.gathering import gather as seekers_digest
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.plans import actions, progress
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.due_dates import is_asleep, is_overdue
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.relations.models import Person, Section
from coach_platform.core.today.caseload.listing import caseload
from coach_platform.core.today.coach import coach_today
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id

DUE = date(2026, 11, 23)
# (the seeker's zone, the last instant of the day it is due, the first after): on both sides of the UTC midnight.
MIDNIGHTS = [
    ("America/Toronto", datetime(2026, 11, 24, 4, 59, tzinfo=UTC), datetime(2026, 11, 24, 5, 0, tzinfo=UTC)),
    ("Pacific/Auckland", datetime(2026, 11, 23, 10, 59, tzinfo=UTC), datetime(2026, 11, 23, 11, 0, tzinfo=UTC)),
]


def letter(actor, kind: str) -> Outgoing:
    address = f"{kind}@example.org"
    return Outgoing(new_id(), kind, "test", address, "en", actor.zone, person_id=actor.person_id, name=actor.name)


def everywhere(cast) -> list[int]:
    """How many are overdue, by everyone who counts them."""
    sam = actor_for(cast.sam.person_id)
    told = coachs_digest([letter(cast.casey, "digest_coach")])[cast.casey.person_id].lines[sam.person_id].reasons
    queue = [reason for line in coach_today(cast.casey).lines for reason in line.reasons]
    points = plan_page(sam, sam.person_id).points
    return [
        sum(point.overdue for point in (*points.open, *points.asleep)),
        sum(reason.count for reason in queue if reason.why == "overdue"),
        caseload(cast.casey).lines[0].overdue or 0,
        sum(reason.n for reason in told if reason.why is Why.OVERDUE),
        seekers_digest([letter(sam, "digest_seeker")])[sam.person_id].overdue,
    ]


@pytest.mark.parametrize(("zone", "before", "after"), MIDNIGHTS)
def test_all_agree_around_the_seekers_midnight(cast, zone, before, after):
    db.session.execute(update(Person).where(Person.id == cast.sam.person_id).values(zone=zone))
    db.session.expire_all()
    cast.grant(Section.PLAN, future=True)
    with time_machine.travel(before, tick=False) as now:
        sam = actor_for(cast.sam.person_id)
        action_id = actions.add_action(sam, details=Details(what="Aloud", kind=ActionKind.PRACTICE, due_on=DUE))
        assert everywhere(cast) == [0] * 5
        now.move_to(after)
        assert everywhere(cast) == [1] * 5
        progress.snooze(sam, action_id, until_on=date(2026, 11, 26))
        assert everywhere(cast) == [0] * 5


def test_a_day_of_sleep_ends_in_its_morning():
    assert is_asleep(date(2026, 11, 25), date(2026, 11, 24))
    assert not is_asleep(date(2026, 11, 25), date(2026, 11, 25))
    assert not is_overdue(DUE, date(2026, 11, 25), date(2026, 11, 24))
    assert is_overdue(DUE, date(2026, 11, 25), date(2026, 11, 25))
    assert not is_overdue(None, None, DUE)
