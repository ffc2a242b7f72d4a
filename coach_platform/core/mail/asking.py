"""Asking again, just before it goes: may this message still be sent, to which address, in which language?

What holds for every kind. Whether its subject still stands is asked of the kind itself (composing.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, text

from coach_platform.core.mail.claims import MOST_ATTEMPTS, Claimed
from coach_platform.core.mail.kinds import Family, Kind, Lane, kind_of
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.marks import Mark
from coach_platform.core.mail.models import MessageState as S
from coach_platform.core.mail.quiet import outside_quiet
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.silence import RULES, silenced_by_work
from coach_platform.kit import clock
from coach_platform.kit.db import db

# Taken by a worker that died: with 500 others, with 25, and then three times alone. Fewer, and somebody innocent is given up
# who stood beside workers that were killed again and again.
MOST_DEATHS = MOST_ATTEMPTS + 2
# Handed over so often with no answer known: given up and shown to the operator. What somebody waits for rather comes twice
# than never, and the bound is for a letter that kills whoever sends it.
MOST_DOUBTS = {Lane.DIGESTS: 2, Lane.POST: 10}

_PEOPLE = text(
    """
    select p.id, p.email, p.name, p.locale, p.zone, p.quiet_until, p.confirmed_at is not null as confirmed,
           exists (select from search_settings f where f.seeker_id = p.id and f.found_work_at is not null) as found_work,
           array(select r.role from memberships r where r.person_id = p.id and r.from_at <= :now
                 and (r.until_at is null or r.until_at > :now)) as roles,
           array(select c.kind from mail_choices c where c.person_id = p.id and not c.wanted) as turned_off,
           exists (select from suppressions s where s.address = p.email) as suppressed
    from persons p where p.id = any(:ids)
    """
)
_SUPPRESSED = text("select address from suppressions where address = any(:addresses)")


@dataclass
class Verdicts:
    """Those that may go on, and the marks of those that may not."""

    going: list[Outgoing] = field(default_factory=list)
    held_back: list[Mark] = field(default_factory=list)


def ask_again(messages: Sequence[Claimed]) -> Verdicts:
    """Two statements at most, whatever the number of messages."""
    people = _people(messages)
    suppressed = _suppressed([m.address for m in messages if _as_given(m)])
    verdicts = Verdicts()
    for message in messages:
        person = people.get(message.person_id) if message.person_id else None
        if (mark := _held_back(message, person, suppressed)) is not None:
            verdicts.held_back.append(mark)
        else:
            verdicts.going.append(_outgoing(message, person))
    return verdicts


def _people(messages: Sequence[Claimed]) -> dict[UUID, Row]:
    ids = list({m.person_id for m in messages if m.person_id})
    return {row.id: row for row in db.session.execute(_PEOPLE, {"ids": ids, "now": clock.now()})} if ids else {}


def _suppressed(addresses: list[str]) -> set[str]:
    return set(db.session.execute(_SUPPRESSED, {"addresses": addresses}).scalars()) if addresses else set()


def _as_given(message: Claimed) -> bool:
    return message.person_id is None or kind_of(message.kind).as_given


def _held_back(message: Claimed, person: Row | None, suppressed: set[str]) -> Mark | None:
    kind = kind_of(message.kind)
    if message.attempts > MOST_DEATHS:
        return Mark(message.id, S.FAILED, Reason.NOT_COMPOSED)
    if message.doubts >= MOST_DOUBTS[kind.lane]:
        return Mark(message.id, S.FAILED, Reason.NO_ANSWER)
    if (reason := _refused(message, kind, person, suppressed)) is not None:
        return Mark(message.id, S.SKIPPED, reason)
    return _waits(message, kind, person)


def _refused(message: Claimed, kind: Kind, person: Row | None, suppressed: set[str]) -> Reason | None:
    if message.person_id and person is None:
        return Reason.ENDED  # erased since the claim; the row goes with the person
    if person is not None and not kind.essential and kind.name in person.turned_off:
        return Reason.TURNED_OFF
    # Until a mailbox is proved it may be a stranger's: only what its owner waits for goes there.
    if person is not None and not person.confirmed and kind.family is not Family.TRANSACTIONAL:
        return Reason.NOT_CONFIRMED
    if person is not None and person.found_work and not message.at_once and silenced_by_work(kind, person.roles):
        return Reason.FOUND_WORK
    refuses = message.address in suppressed or (person is not None and not kind.as_given and person.suppressed)
    if refuses and not kind.despite_refusal:
        return Reason.SUPPRESSED
    if message.latest_at is not None and clock.now() > message.latest_at:
        return Reason.TOO_LATE
    return None


def _waits(message: Claimed, kind: Kind, person: Row | None) -> Mark | None:
    """Put back until the reader can be written to; skipped when that is after it has lost its sense."""
    if not RULES[kind.family].waits or message.at_once:
        return None
    zone = person.zone if person is not None else message.zone
    silence = person.quiet_until if person is not None else None
    now = clock.now()
    allowed = outside_quiet(max(now, silence) if silence else now, zone)
    if allowed <= now:
        return None
    reason = Reason.NOT_TODAY if silence and silence > now else Reason.QUIET_HOURS
    return _later(message, allowed, reason)


def _later(message: Claimed, moment: datetime, reason: Reason) -> Mark:
    if message.latest_at is not None and moment > message.latest_at:
        return Mark(message.id, S.SKIPPED, reason)
    return Mark(message.id, S.QUEUED, reason, due_at=moment)


def _outgoing(message: Claimed, person: Row | None) -> Outgoing:
    return Outgoing(
        id=message.id,
        kind=message.kind,
        key=message.key,
        address=person.email if person is not None and not _as_given(message) else message.address,
        locale=person.locale if person is not None else message.locale,
        zone=person.zone if person is not None else message.zone,
        person_id=message.person_id,
        name=person.name if person is not None else "",
        params=message.params,
        thread_key=message.thread_key,
        at_once=message.at_once,
        due_at=message.due_at,
        latest_at=message.latest_at,
        attempts=message.attempts,
        deferrals=message.deferrals,
        doubts=message.doubts,
    )
