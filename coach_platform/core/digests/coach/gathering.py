"""The facts of a whole chunk of coaches' digests, in a constant number of statements."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import OfferState, Outcome
from coach_platform.core.access.sight import sights_of_coaches
from coach_platform.core.digests.coach import statements
from coach_platform.core.digests.coach.facts import CoachFacts, Line, Reason, Why
from coach_platform.core.digests.last import last_digests
from coach_platform.core.mail.letters import Outgoing
from coach_platform.kit import clock
from coach_platform.kit.db import db

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
LATELY = timedelta(days=31)  # a first digest tells of the last month
QUIET_AFTER = timedelta(days=14)


def gather(messages: Sequence[Outgoing]) -> Mapping[UUID, CoachFacts]:
    """Facts by coach. Five statements, whatever the number of coaches and seekers."""
    now = clock.now()
    people = [m.person_id for m in messages if m.person_id]
    last = last_digests(messages[0].kind, people)
    since = [last[p].until if p in last else BEGINNING for p in people]
    given = {"people": people, "since": since, "now": now}
    facts = {person_id: CoachFacts(now) for person_id in people}
    for row in db.session.execute(statements.PEOPLE, given):
        _person(facts[row.coach_id], row, now)
    for row in db.session.execute(statements.NEW_NOS, {**given, "lately": now - LATELY}):
        facts[row.coach_id].lines[row.seeker_id].reasons.append(_new_no(row))
    for row in db.session.execute(statements.REQUESTS, {"people": people}):
        facts[row.coach_id].requests.append(row.name)
    for coach_id, sights in sights_of_coaches(people).items():
        facts[coach_id].sights = dict(sights)
    return facts


def _new_no(row: Any) -> Reason:
    return Reason(
        Why.NEW_NO,
        company=row.company,
        stage=row.stage,
        outcome=Outcome(row.outcome),
        offer_state=OfferState(row.offer_state) if row.offer_state else None,
        case_id=row.case_id,
    )


def _person(one: CoachFacts, row: Any, now: datetime) -> None:
    line = one.lines[row.seeker_id] = Line(row.seeker_id, row.name)
    one.seekers += 1
    if row.waits_since is not None:
        line.reasons.append(Reason(Why.WAITS, n=(now - row.waits_since).days))
    if row.last_seen_at is not None and now - row.last_seen_at > QUIET_AFTER:
        line.reasons.append(Reason(Why.QUIET, n=(now - row.last_seen_at).days))
    if row.overdue:
        line.reasons.append(Reason(Why.OVERDUE, n=row.overdue))
    if row.agreed:
        line.reasons.append(Reason(Why.AGREED))
    if row.done:
        line.reasons.append(Reason(Why.DONE, n=row.done))
