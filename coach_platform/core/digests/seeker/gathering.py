"""What a chunk of seekers' digests is made of, read in a constant number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text

from coach_platform.core.digests.last import last_digests
from coach_platform.core.mail.letters import Outgoing
from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True, slots=True)
class LoggedNo:
    """A no logged since the last digest."""

    application_id: UUID
    company: str
    role: str
    furthest_stage: str


@dataclass(slots=True)
class SeekerFacts:
    """One seeker's."""

    gathered_at: datetime
    nos: list[LoggedNo] = field(default_factory=list)


# The newest uncorrected outcome of each application, where it is a no and was recorded since the last digest.
_NOS = text(
    """
    select a.seeker_id, a.id, a.company, a.role, a.furthest_stage
    from unnest(cast(:people as uuid[]), cast(:since as timestamptz[])) as s (seeker_id, since)
    join outcome_events o on o.seeker_id = s.seeker_id and o.recorded_at > s.since
    join applications a on a.id = o.application_id and a.seeker_id = o.seeker_id
    where a.deleted_at is null and a.outcome = o.outcome and o.outcome in ('rejected', 'no_reply')
      and not exists (select from outcome_events later where later.corrects_id = o.id)
    order by a.seeker_id, o.recorded_at, a.id
    """
)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def gather(messages: Sequence[Outgoing]) -> Mapping[UUID, SeekerFacts]:
    """Facts by person; whoever has none has empty ones. Two statements."""
    people = [m.person_id for m in messages if m.person_id]
    last = last_digests(messages[0].kind, people)
    since = [last[p].until if p in last else _BEGINNING for p in people]
    now = clock.now()
    facts: defaultdict[UUID, SeekerFacts] = defaultdict(lambda: SeekerFacts(now))
    for row in db.session.execute(_NOS, {"people": people, "since": since}):
        facts[row.seeker_id].nos.append(LoggedNo(row.id, row.company, row.role, row.furthest_stage))
    return facts
