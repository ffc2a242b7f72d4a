"""Writing down each step of delivery, in a transaction of its own and only while the row is still held.

One statement closes one group and opens the next: each ten digests cost one statement, and a crash leaves at most one
group in doubt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from coach_platform.core.mail.claims import LEASE, Claim
from coach_platform.core.mail.models import MessageState
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.states import DONE, before
from coach_platform.kit import clock
from coach_platform.kit.db import own_transaction


@dataclass(frozen=True, slots=True)
class Mark:
    """What becomes of one row. What is not final and not `sending` is free for the next claim."""

    id: UUID
    state: MessageState
    reason: Reason | None = None
    due_at: datetime | None = None  # when to try again
    error: str | None = None
    shown: Mapping[str, Any] | None = None
    # For `sending`: where the letter goes, and what is asked once more in the same statement.
    address: str | None = None
    of_person: bool = False  # the address must still be the person's
    optional: bool = False  # the person may have turned this kind off
    despite_refusal: bool = False  # the address may have refused mail before
    grants: frozenset[UUID] = frozenset()  # each must still be live: a chunk may take many minutes to leave
    # What is counted.
    deferred: bool = False  # the relay said "later"
    doubtful: bool = False  # no answer after the final dot
    counts: bool = False  # an attempt that failed for a reason of its own

    def as_json(self) -> dict[str, Any]:
        """As the statement reads it: many marks go to PostgreSQL as one JSON array."""
        return {
            "id": str(self.id),
            "state": self.state.value,
            "before": before(self.state),
            "reason": self.reason,
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "error": self.error,
            "shown": self.shown,
            "address": self.address,
            "of_person": self.of_person,
            "optional": self.optional,
            "despite_refusal": self.despite_refusal,
            "grants": [str(grant) for grant in self.grants],
            "deferred": self.deferred,
            "doubtful": self.doubtful,
            "counts": self.counts,
        }


# `sending` is guarded by the last word of those concerned: an opt-out, a new address, a bounce, an operator's stop, a grant
# that ended or a team that was left since the claim holds it back; it is then asked and written anew.
_MARK = text(
    """
    with mark as (select * from jsonb_to_recordset(:marks) as t(
        id uuid, state text, before text[], reason text, due_at timestamptz, error text, shown jsonb, address text,
        of_person bool, optional bool, despite_refusal bool, grants uuid[], deferred bool, doubtful bool, counts bool))
    update messages m set
        state = mark.state,
        reason = mark.reason,
        error = coalesce(mark.error, m.error),
        due_at = coalesce(mark.due_at, m.due_at),
        held = case when mark.reason is null or mark.state = any(:done) then m.held
                    else m.held || jsonb_build_object('at', cast(:now as timestamptz), 'was_due', m.due_at,
                                                      'reason', mark.reason, 'until', mark.due_at) end,
        address = coalesce(mark.address, m.address),
        shown = coalesce(mark.shown, m.shown),
        sent_at = case when mark.state = 'sent' then cast(:now as timestamptz) end,
        done_at = case when mark.state = any(:done) then cast(:now as timestamptz) end,
        claimed_by = case when mark.state = 'sending' then m.claimed_by end,
        lease_until = case when mark.state = 'sending' then clock_timestamp() + :lease end,
        deferrals = m.deferrals + mark.deferred::int,
        doubts = m.doubts + mark.doubtful::int,
        attempts = case when mark.state = 'sending' or mark.counts or mark.state = any(:done) then m.attempts else 0 end
    from mark
    where m.id = mark.id and m.claimed_by = :token and m.state = any(mark.before)
      and (mark.state <> 'sending' or (
            m.lease_until > clock_timestamp()
        and (mark.despite_refusal or not exists (select from suppressions s where s.address = mark.address))
        and not exists (select from mail_stops s where s.kind = m.kind)
        and not (mark.optional and exists (
              select from mail_choices c where c.person_id = m.person_id and c.kind = m.kind and not c.wanted))
        and not exists (
              select from unnest(mark.grants) as rests (id) left join grants g on g.id = rests.id
              where g.id is null or g.revoked_at <= :now or g.ends_at <= :now
                or g.team_id is not null and not exists (
                  select from team_members t where t.team_id = g.team_id and t.person_id = m.person_id
                    and t.left_at is null))
        and (not mark.of_person or exists (
              select from persons p where p.id = m.person_id and p.email = mark.address))))
    returning m.id
    """
).bindparams(bindparam("marks", type_=JSONB))


def write(claim: Claim, marks: Sequence[Mark]) -> set[UUID]:
    """Write `marks` for rows that `claim` still holds. The ids that were written: only those may be acted upon."""
    if not marks:
        return set()
    values = {
        "marks": [mark.as_json() for mark in marks],
        "token": claim.token,
        "now": clock.now(),
        "lease": LEASE,
        "done": [state.value for state in DONE],
    }
    with own_transaction() as session:
        return set(session.execute(_MARK, values).scalars())
